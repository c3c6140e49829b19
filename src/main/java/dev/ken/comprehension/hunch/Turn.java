package dev.ken.comprehension.hunch;

import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Condition.Comparison;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What sets events against others, or against those before them, as the text forms of intents say it: `after EVENT by
/// LINKS`, `to EVENT` of a ratio, `net minus EVENT`, `when count > # by KEYS once`, `cumulative`. All that is known
/// of turns is learnt as wholes, since links and the other kind go with the kind.
///
/// @param kind  the kind that it is a turn of; empty: any. Before the others in the text
/// @param word  which: `after`, `to`, `when`, `cumulative`, `net minus`, `net FACT minus`, `none` or `other`
/// @param rest  what follows; [#SAME] for the kind of the part, [#OPEN] for a number that the request says
record Turn(Optional<String> kind, String word, String rest) {
    static final Turn NONE = new Turn(Optional.empty(), "none", "");
    /// Whatever has no text of its own among those that are learnt.
    static final Turn OTHER = new Turn(Optional.empty(), "other", "");

    private static final String AFTER = "after";
    private static final String TO = "to";
    private static final String WHEN = "when";
    private static final String CUMULATIVE = "cumulative";
    private static final String MINUS = "minus";
    private static final String SAME = "*";
    private static final String OPEN = "#";
    private static final Pattern FORM = Pattern.compile(
            "(?:(\\S+) )?(after|to|when|cumulative|none|other|(?:highest )?net (?:\\w+ )?minus)(?: (.*))?");
    private static final Pattern NUMBER = Pattern.compile("(when (?:count|sum \\S+) \\S+ )\\d+");
    private static final String ANY_PROCESS = "any_process";

    /// The turn with that text.
    static Turn parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? new Turn(
                        Optional.ofNullable(matcher.group(1)),
                        matcher.group(2),
                        Optional.ofNullable(matcher.group(3)).orElse(""))
                : OTHER;
    }

    String text() {
        return (kind.map(one -> one + " ").orElse("") + word + " " + rest).strip();
    }

    /// The turn of a part.
    ///
    /// @param template the kind, or the one that stands for all such kinds
    /// @param given    tests of values that the request names, which hold for the other events as well
    static Turn of(Part part, String template, Set<Condition> given) {
        boolean paired = isPaired(Slots.measure(part.what()));
        List<Boolean> there = List.of(part.after().isPresent(), part.occasion().isPresent(), part.cumulative(), paired);
        long turns = there.stream().filter(one -> one).count();
        if (turns != 1) {
            return turns == 0 ? NONE : OTHER;
        }
        if (part.cumulative()) {
            return new Turn(Optional.empty(), CUMULATIVE, "");
        }
        String[] lines = IntentText.print(new Intent(List.of(bare(part, given)), Optional.empty(), List.of()))
                .replace(ANY_PROCESS, Slots.PID)
                .split("\n");
        if (part.occasion().isPresent()) {
            boolean fixed = part.occasion().get().comparison() == Comparison.EQUAL;
            return parse(fixed ? lines[1] : NUMBER.matcher(lines[1]).replaceFirst("$1" + OPEN));
        }
        String head = part.what() instanceof What.Net ? lines[0].replaceFirst("(?: of)? \\S+$", "") + " " : "";
        boolean same = PartNames.otherEvent(part).filter(part.event()::equals).isPresent();
        return same
                ? parse(head
                        + lines[1].replaceFirst(
                                " " + Pattern.quote(part.event()), " " + Matcher.quoteReplacement(SAME)))
                : parse(template + " " + head + lines[1]);
    }

    /// The part with nothing but its turn.
    private static Part bare(Part part, Set<Condition> given) {
        What what = switch (part.what()) {
            case What.Net(var attribute, var _, var minus, boolean highest) ->
                new What.Net(attribute, Optional.empty(), without(minus, given), highest);
            case What.Ratio(var to) -> new What.Ratio(without(to, given));
            case What.Report _, What.Aggregate _, What.Extreme _, What.InFlight _, What.Rule _ ->
                new What.InFlight(false);
        };
        Optional<After> after = part.after()
                .map(one -> new After(
                        one.event(),
                        one.where(),
                        one.links().stream()
                                .sorted(Comparator.comparing(After.Link::first).thenComparing(After.Link::second))
                                .toList(),
                        Optional.empty()));
        return new Part(
                part.event(),
                after,
                new Condition.Always(),
                part.occasion(),
                what,
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Selection without(Selection selection, Set<Condition> given) {
        List<Condition> rest = new ArrayList<>(Slots.conjuncts(selection.where()));
        rest.removeIf(given::contains);
        return new Selection(selection.event(), Slots.all(rest));
    }

    /// Whether such a way to tell is of two kinds of events.
    static boolean isPaired(String measure) {
        return measure.equals(Slots.NET) || measure.equals(Slots.RATIO);
    }

    boolean isNone() {
        return equals(NONE);
    }

    /// Whether it tells of a time since something.
    boolean isAfter() {
        return word.equals(AFTER);
    }

    boolean isOccasion() {
        return word.equals(WHEN);
    }

    /// Whether the request has to say a number.
    boolean isOpen() {
        return isOccasion() && rest.contains(OPEN);
    }

    /// Whether the other events are of the same kind.
    boolean isOfSame() {
        return rest.startsWith(SAME);
    }

    /// The kind of the other events, where it is another.
    Optional<String> other() {
        boolean another = kind.isPresent() && !isOfSame();
        return another ? Optional.of(rest.split(" ", 2)[0]) : Optional.empty();
    }

    /// Whether a part of that kind which tells in that way may have it.
    boolean fits(String template, String measure) {
        boolean report = measure.equals(Slots.REPORT);
        boolean told = switch (word) {
            case AFTER, "none" -> !isPaired(measure);
            case TO -> measure.equals(Slots.RATIO);
            case WHEN -> report;
            case CUMULATIVE -> !report && !isPaired(measure);
            case "other" -> true;
            default -> measure.equals(Slots.NET);
        };
        return told && kind.map(template::equals).orElse(true);
    }

    /// A part of that kind with nothing but this turn; empty where there is none to be said.
    Optional<Part> part(String event) {
        String line = (isOfSame() ? event + rest.substring(SAME.length()) : rest).replace(OPEN, "0");
        String text = switch (word) {
            case "none" -> "count " + event;
            case "other" -> "";
            case AFTER, WHEN -> "report time of " + event + "\n" + word + " " + line;
            case TO -> "ratio " + event + "\nto " + line;
            case CUMULATIVE -> "count " + event + "\nevery 1 s cumulative";
            default -> {
                String head = word.substring(0, word.length() - MINUS.length()).strip();
                yield (head.endsWith("net") ? head : head + " of") + " " + event + "\nminus " + line;
            }
        };
        return IntentText.parse(new Source("turn", text + "\n"))
                .intent()
                .map(intent -> intent.parts().getFirst());
    }
}
