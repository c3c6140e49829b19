package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Type;
import dev.ken.kernel.Site;
import dev.ken.kernel.SyscallTable;
import dev.ken.logic.Op;
import dev.ken.logic.Term;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Arguments of system calls that point to a text which the reference reads (a path, a name). They are taken not to be
/// NULL: programs use such an address as the sign that a call was seen, and nobody asks for the path of a call that has
/// none. Calls in which NULL means something are left as they are.
///
/// A program that keeps the text itself may take an empty one for the sign that no call was seen; then the texts are
/// taken not to be empty either.
///
/// @param byCall names of the arguments (`arg0`), by the number of the call
/// @param filled whether the texts are not empty
record TextArguments(Map<Long, Set<String>> byCall, boolean filled) {
    /// What is told where it made a difference.
    static final String ASSUMED = "calls whose path or name is a NULL pointer";

    /// The same of empty texts.
    static final String ASSUMED_FILLED = "calls whose path or name is empty";

    static final TextArguments NONE = new TextArguments(Map.of(), false);

    /// Those where the manual page gives NULL a meaning: the open file itself, no source, an end. That `newfstatat` and
    /// `statx` take it for an open file is newer than all programs that have the address for the sign of a call.
    private static final Set<String> NULL_MEANS = Set.of(
            "acct",
            "fanotify_mark",
            "fsconfig",
            "futimesat",
            "getxattrat",
            "listxattrat",
            "quotactl",
            "removexattrat",
            "setxattrat",
            "utimensat");

    /// Those where it does so for all arguments but these.
    private static final Map<String, Set<String>> NEVER_NULL = Map.of("mount", Set.of("arg1"));

    private static final String TEXT = "user.text";

    static TextArguments of(Module reference, Module candidate, SyscallTable calls) {
        Map<Long, Set<String>> byCall = new TreeMap<>();
        for (Procedure procedure : reference.procedures()) {
            if (procedure.site() instanceof Site.SyscallEnter) {
                Set<Long> numbers = new TreeSet<>();
                Alphabet.numbers(procedure.guard(), numbers);
                numbers.removeIf(
                        number -> calls.name(number).map(NULL_MEANS::contains).orElse(true));
                Set<String> read = new TreeSet<>();
                Alphabet.exprs(procedure).forEach(expr -> read(expr, read));
                for (long number : read.isEmpty() ? Set.<Long>of() : numbers) {
                    Set<String> never =
                            NEVER_NULL.getOrDefault(calls.name(number).orElse(""), read);
                    Set<String> kept = byCall.computeIfAbsent(number, _ -> new TreeSet<>());
                    read.stream().filter(never::contains).forEach(kept::add);
                }
            }
        }
        boolean filled =
                candidate.procedures().stream().flatMap(Alphabet::exprs).anyMatch(TextArguments::asksForKept);
        return new TextArguments(byCall, filled);
    }

    /// Whether a text that was kept is compared with the empty one.
    private static boolean asksForKept(Expr expr) {
        boolean asks = expr instanceof Expr.Binary(var op, var left, var right)
                && (op == Expr.BinaryOp.EQ || op == Expr.BinaryOp.NE)
                && (isKept(left) && isEmpty(right) || isEmpty(left) && isKept(right));
        return asks || Alphabet.parts(expr).stream().anyMatch(TextArguments::asksForKept);
    }

    private static boolean isKept(Expr expr) {
        return expr instanceof Expr.Local(var _, var type) && type instanceof Type.Text
                || expr instanceof Expr.Resize(var of, var _) && isKept(of);
    }

    private static boolean isEmpty(Expr expr) {
        return expr instanceof Expr.Text(String value, var _) && value.isEmpty()
                || expr instanceof Expr.Resize(var of, var _) && isEmpty(of);
    }

    private static void read(Expr expr, Set<String> into) {
        if (expr instanceof Expr.UserText(Expr.Attribute(String name, var _), var _)) {
            into.add(name);
        }
        Alphabet.parts(expr).forEach(part -> read(part, into));
    }

    /// The names of their symbols in a scene.
    Set<String> symbols(Scene scene) {
        Set<String> symbols = new TreeSet<>();
        for (Occurrence occurrence : scene.occurrences()) {
            call(occurrence).forEach(argument -> symbols.add(occurrence.prefix() + "." + argument));
        }
        return symbols;
    }

    private Set<String> call(Occurrence occurrence) {
        boolean enters = occurrence.site() instanceof Site.SyscallEnter;
        return enters && occurrence.fixed().get("nr") instanceof Occurrence.Fixed.Number(long number)
                ? byCall.getOrDefault(number, Set.of())
                : Set.of();
    }

    /// What is told of a question about `terms`, where it may have been what settled it.
    List<String> assumed(Scene scene, List<Term> terms) {
        List<String> assumed = new ArrayList<>();
        if (matters(scene, terms)) {
            assumed.add(ASSUMED);
        }
        if (filled && !reads(terms).isEmpty()) {
            assumed.add(ASSUMED_FILLED);
        }
        return assumed;
    }

    /// The texts behind addresses that are looked at.
    static List<Term> reads(List<Term> terms) {
        return calls(terms, TEXT);
    }

    /// What a function is asked in terms.
    static List<Term> calls(List<Term> terms, String function) {
        List<Term> reads = new ArrayList<>();
        Set<Term> seen = new HashSet<>();
        List<Term> open = new ArrayList<>(terms);
        while (!open.isEmpty()) {
            Term term = open.removeLast();
            if (seen.add(term) && term instanceof Term.Apply apply) {
                if (apply.op() == Op.CALL && apply.function().equals(function)) {
                    reads.add(apply);
                }
                open.addAll(apply.arguments());
            }
        }
        return reads;
    }

    /// Whether `terms` look at one of the addresses, and not only at the text there.
    boolean matters(Scene scene, List<Term> terms) {
        Set<String> symbols = symbols(scene);
        Set<Term> seen = new HashSet<>();
        List<Term> open = new ArrayList<>(symbols.isEmpty() ? List.of() : terms);
        while (!open.isEmpty()) {
            Term term = open.removeLast();
            if (!seen.add(term)) {
                continue;
            }
            switch (term) {
                case Term.Literal _ -> {}
                case Term.Symbol symbol -> {
                    if (symbols.contains(symbol.name())) {
                        return true;
                    }
                }
                case Term.Apply apply -> {
                    if (apply.op() != Op.CALL || !apply.function().equals(TEXT)) {
                        open.addAll(apply.arguments());
                    }
                }
            }
        }
        return false;
    }
}
