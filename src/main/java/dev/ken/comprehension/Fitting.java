package dev.ken.comprehension;

import dev.ken.comprehension.Events.Mention;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Tries the kinds that a mention may be, until one has all that the sentence says of it.
final class Fitting {
    sealed interface Result {}

    record Fits(List<Part> parts, List<String> assumptions) implements Result {}

    /// Several kinds fit, and the words name them equally well.
    record Ambiguous(List<Reading.Choice> choices) implements Result {}

    /// The words that are left over for the likeliest kind, and what the rest of the sentence would mean.
    record LeftOver(Set<String> words, List<Part> parts, List<String> assumptions) implements Result {
        /// Where nothing else is known of the sentence either.
        LeftOver(Set<String> words) {
            this(words, List.of(), List.of());
        }
    }

    record Unfit(Reading reading) implements Result {}

    private static final String UNTOLD = "This kernel does not tell when ";

    private final Draft draft;
    private final Catalog catalog;
    private final Assembler.Setting setting;

    Fitting(Draft draft, Assembler.Setting setting) {
        this.draft = draft;
        this.setting = setting;
        this.catalog = setting.catalog();
    }

    /// Whether a reason to decline is that this kernel does not tell of such events.
    static boolean isUntold(String told) {
        return told.startsWith(UNTOLD);
    }

    Result fit(Mention mention) {
        Map<String, Fits> fitting = new LinkedHashMap<>();
        Optional<Result> first = Optional.empty();
        for (int i = 0; i < mention.kinds().size(); i++) {
            if (i >= mention.equals() && !fitting.isEmpty()) {
                break;
            }
            if (i == mention.equals() && setting.after().isEmpty()) {
                Optional<Result> other = sibling(mention.kinds().getFirst());
                if (other.isPresent()) {
                    return other.get();
                }
            }
            String kind = mention.kinds().get(i);
            Result result = fit(kind);
            if (result instanceof Fits fits) {
                // Two that are told by the same third are one answer.
                if (fitting.values().stream().noneMatch(other -> other.parts().equals(fits.parts()))) {
                    fitting.put(kind, fits);
                }
            } else if (first.isEmpty()) {
                first = Optional.of(result);
            }
        }
        if (fitting.size() == 1) {
            return fitting.values().iterator().next();
        }
        Optional<Result> other = fitting.isEmpty()
                        && setting.after().isEmpty()
                        && first.filter(one -> one instanceof Unfit || one instanceof LeftOver)
                                .isPresent()
                ? sibling(mention.kinds().getFirst())
                : Optional.empty();
        if (other.isPresent()) {
            return other.get();
        }
        return fitting.isEmpty()
                ? first.orElseThrow(() -> new IllegalStateException("a mention of nothing"))
                : new Ambiguous(choices(fitting));
    }

    private Result fit(String kind) {
        if (catalog.find(plain(kind)).isEmpty()) {
            return new Unfit(absent(kind));
        }
        return switch (new Assembler(draft, kind, setting).assemble()) {
            case Assembler.Parts(List<Part> parts, List<String> assumptions, Set<String> leftOver) -> {
                // "on-CPU time in ms" is no number of samples.
                Set<String> left = new LinkedHashSet<>(leftOver);
                draft.unit
                        .filter(unit -> unit.family() == Unit.Family.TIME && !Units.usesUnit(draft, parts))
                        .ifPresent(unit -> left.add(unit.symbol()));
                yield left.isEmpty() ? new Fits(parts, assumptions) : new LeftOver(left, parts, assumptions);
            }
            case Assembler.Refused(Reading reading) -> new Unfit(reading);
        };
    }

    /// A kind that sees the same from elsewhere and has what the first one lacks.
    private Optional<Result> sibling(String kind) {
        String others = kind.contains(" ") ? "" : SIBLINGS.getOrDefault(kind, "");
        for (String words : others.split(SEPARATOR)) {
            String[] named = words.split("/[?]?");
            String sibling = named[0].strip();
            Optional<String> wanted = named.length == 2 ? Optional.of(named[1]) : Optional.empty();
            // Another sort of event is meant only where a device is named.
            boolean elsewhere = words.contains("/?");
            if (catalog.find(plain(sibling)).isEmpty()
                    || elsewhere && wanted.stream().noneMatch(this::isTested)) {
                continue;
            }
            Result result = called(kind, sibling).fit(sibling);
            if ((elsewhere ? named(kind, result) : result) instanceof Fits(List<Part> parts, List<String> assumptions)
                    && wanted.stream()
                            .allMatch(name -> parts.stream()
                                    .anyMatch(part -> PartNames.own(part).contains(name)))) {
                List<String> told = new ArrayList<>(assumptions);
                told.addFirst("Understood as: " + gloss(plain(sibling)) + ".");
                return Optional.of(new Fits(parts, told));
            }
        }
        return Optional.empty();
    }

    private boolean isTested(String name) {
        return draft.conditions.stream()
                .anyMatch(condition -> condition.contains(name + " = ") || condition.contains(name + " is "));
    }

    /// The same result, where words that name `kind` are no longer left over.
    private Result named(String kind, Result result) {
        Set<String> naming = new LinkedHashSet<>();
        draft.hits.stream()
                .filter(hit -> hit.kind().equals(kind))
                .forEach(hit -> hit.words().forEach(word -> naming.add(word.toLowerCase(Locale.ROOT))));
        return result instanceof LeftOver(Set<String> words, List<Part> parts, List<String> assumptions)
                        && !parts.isEmpty()
                        && words.stream().allMatch(word -> naming.contains(word.toLowerCase(Locale.ROOT)))
                ? new Fits(parts, assumptions)
                : result;
    }

    /// The same, where the words that name `kind` name `other`.
    private Fitting called(String kind, String other) {
        Draft same = Drafts.copy(draft);
        same.hits.clear();
        draft.hits.forEach(hit -> same.hits.add(
                hit.kind().equals(kind) ? new Draft.Hit(other, hit.places(), hit.score(), hit.words()) : hit));
        return new Fitting(same, setting);
    }

    /// The kind, and those that stand for it where it does not tell what is asked.
    static Stream<String> siblings(String kind) {
        return Stream.concat(
                Stream.of(kind),
                SIBLINGS.containsKey(kind)
                        ? Stream.of(SIBLINGS.get(kind).split(SEPARATOR)).map(other -> plain(other.split("/")[0]))
                        : Stream.empty());
    }

    private static String plain(String kind) {
        return kind.split(" where ", 2)[0];
    }

    private static final Map<String, String> SIBLINGS = Tables.pairs("siblings.table");
    private static final String SEPARATOR = " +; +";

    private String gloss(String kind) {
        return Optional.ofNullable(catalog.curated().get(kind))
                .map(EventKind::gloss)
                .orElse(kind);
    }

    private Reading absent(String kind) {
        return new Reading.Declined(UNTOLD + gloss(kind) + ".", Optional.empty());
    }

    private List<Reading.Choice> choices(Map<String, Fits> fitting) {
        List<Reading.Choice> choices = new ArrayList<>();
        fitting.forEach((_, fits) -> {
            List<String> assumed = new ArrayList<>(new LinkedHashSet<>(fits.assumptions()));
            Intent intent = new Intent(fits.parts(), draft.durationNanos, assumed);
            choices.add(new Reading.Choice(String.join(" ", Gloss.of(intent, catalog)), intent));
        });
        return choices;
    }
}
