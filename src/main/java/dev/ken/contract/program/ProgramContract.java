package dev.ken.contract.program;

import dev.ken.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What must hold of a program, handler by handler: Hoare clauses over one event, the maps before and after it,
/// and what is reported.
public record ProgramContract(String name, String says, Origin origin, List<Hook> hooks, Span at) {
    public ProgramContract {
        hooks = List.copyOf(hooks);
    }

    /// Who says so.
    public sealed interface Origin {
        /// A user stated it.
        record Stated(String by) implements Origin {}

        /// Somebody read it in a source.
        record Curated(String source) implements Origin {}

        /// A model inferred it in that exchange.
        record Inferred(String exchange) implements Origin {}

        default String text() {
            return switch (this) {
                case Stated(String by) -> "stated by " + by;
                case Curated(String source) -> "curated from " + source;
                case Inferred(String exchange) -> "inferred by " + exchange;
            };
        }
    }

    /// What is said of some probes, each for itself. Without points it is said of all probes of the program that no
    /// other hook names. `modifies` is empty where nothing is said of what stays as it is.
    public record Hook(
            List<Point> points,
            List<Any> any,
            List<Let> lets,
            List<Clause> clauses,
            Optional<Modifies> modifies,
            List<Invariant> invariants,
            Span at) {
        public Hook {
            points = List.copyOf(points);
            any = List.copyOf(any);
            lets = List.copyOf(lets);
            clauses = List.copyOf(clauses);
            invariants = List.copyOf(invariants);
        }

        public List<Clause> clauses(Kind kind) {
            return clauses.stream().filter(clause -> clause.kind() == kind).toList();
        }
    }

    /// A probe as bpftrace names it, without wildcards.
    public record Point(String probe, Span at) {}

    /// A value that may be any: a number, or a text of so many bytes where `textBytes` is not 0.
    public record Any(String name, int textBytes, Span at) {}

    /// A name for a phrase.
    public record Let(String name, Phrase phrase, Span at) {}

    /// One clause; `gloss` is what stands behind `#`, or empty.
    public record Clause(Kind kind, String id, Phrase phrase, String gloss, Span at) {}

    public enum Kind {
        REQUIRES,
        ENSURES,
        NEVER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What may change; all else stays as it is. `output` says whether rows may be reported and maps shown.
    public record Modifies(List<Place> places, boolean output, Span at) {
        public Modifies {
            places = List.copyOf(places);
        }
    }

    /// Entries of a map: the one of `keys`, or all where there are none.
    public record Place(String map, Optional<Phrase.Entry> entry, Span at) {}

    /// What holds whenever a handler comes to the head of its loop `loop`, counted from 1.
    public record Invariant(int loop, Clause clause) {}
}
