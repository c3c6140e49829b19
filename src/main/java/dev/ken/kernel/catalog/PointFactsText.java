package dev.ken.kernel.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines below a point of a catalog file.
final class PointFactsText {
    private static final Pattern RATE = Pattern.compile("(\\d{1,12})\\.\\.(\\d{1,12})");
    private static final Pattern RELEASE = Pattern.compile("\\d+(\\.\\d+)*");

    private PointFactsText() {}

    /// `facts` and what one more line says; empty for a line that says nothing known.
    static Optional<PointFacts> with(PointFacts facts, String word, String rest) {
        return switch (word) {
            case "since" -> release(rest).map(since -> of(facts, Optional.of(since), facts.until()));
            case "until" -> release(rest).map(until -> of(facts, facts.since(), Optional.of(until)));
            case "rate" -> rate(facts, rest);
            case "requires" -> Optional.of(clauses(facts, more(facts.requires(), rest), facts.ensures()));
            case "ensures" -> Optional.of(clauses(facts, facts.requires(), more(facts.ensures(), rest)));
            case "misses" ->
                Optional.of(new PointFacts(
                        facts.since(),
                        facts.until(),
                        facts.leastRate(),
                        facts.mostRate(),
                        facts.requires(),
                        facts.ensures(),
                        rest));
            default -> Optional.empty();
        };
    }

    /// The lines of `facts`, as a catalog file writes them below a point.
    static List<String> print(PointFacts facts) {
        List<String> lines = new ArrayList<>();
        facts.since().ifPresent(since -> lines.add("since " + since));
        facts.until().ifPresent(until -> lines.add("until " + until));
        facts.leastRate()
                .ifPresent(least ->
                        lines.add("rate " + least + ".." + facts.mostRate().orElse(least)));
        facts.requires().forEach(clause -> lines.add("requires " + clause));
        facts.ensures().forEach(clause -> lines.add("ensures " + clause));
        if (!facts.misses().isEmpty()) {
            lines.add("misses " + facts.misses());
        }
        return lines;
    }

    private static Optional<String> release(String text) {
        return Optional.of(text).filter(t -> RELEASE.matcher(t).matches());
    }

    private static PointFacts of(PointFacts facts, Optional<String> since, Optional<String> until) {
        return new PointFacts(
                since, until, facts.leastRate(), facts.mostRate(), facts.requires(), facts.ensures(), facts.misses());
    }

    private static PointFacts clauses(PointFacts facts, List<String> requires, List<String> ensures) {
        return new PointFacts(
                facts.since(), facts.until(), facts.leastRate(), facts.mostRate(), requires, ensures, facts.misses());
    }

    private static List<String> more(List<String> clauses, String clause) {
        List<String> all = new ArrayList<>(clauses);
        all.add(clause);
        return all;
    }

    private static Optional<PointFacts> rate(PointFacts facts, String text) {
        Matcher matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new PointFacts(
                facts.since(),
                facts.until(),
                OptionalLong.of(Long.parseLong(matcher.group(1))),
                OptionalLong.of(Long.parseLong(matcher.group(2))),
                facts.requires(),
                facts.ensures(),
                facts.misses()));
    }
}
