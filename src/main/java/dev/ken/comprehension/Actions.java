package dev.ken.comprehension;

import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Does what the actions of matched rules say to a draft.
final class Actions {
    private static final int RULE_EVENT_SCORE = 100;
    private static final long LARGEST_COUNT = 1_000_000;
    private static final Map<String, String> ASSUMED = Tables.pairs("assumed.words");

    private final Draft draft;

    Actions(Draft draft) {
        this.draft = draft;
    }

    void apply(Matcher.Match match, int at) {
        for (String action : match.rule().actions()) {
            String[] words = action.split(" ", 2);
            apply(words[0], filled(words.length == 2 ? words[1] : "", match.slots()), match, at);
        }
    }

    private static String filled(String template, Map<String, String> slots) {
        List<String> names = new ArrayList<>(slots.keySet());
        names.sort(Comparator.comparingInt(String::length).reversed());
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            int from = at;
            Optional<String> slot = template.charAt(at) == '$'
                    ? names.stream()
                            .filter(name -> template.startsWith(name, from + 1))
                            .findFirst()
                    : Optional.empty();
            out.append(slot.map(slots::get).orElse(String.valueOf(template.charAt(at))));
            at += slot.map(String::length).orElse(0) + 1;
        }
        return out.toString();
    }

    private void apply(String verb, String rest, Matcher.Match match, int at) {
        switch (verb) {
            case "skip", "loose" -> {}
            case "each" -> draft.each = true;
            case "most" -> draft.most = true;
            case "slow" -> draft.slow = true;
            case "measure" -> measure(rest);
            case "measure?" -> draft.measures.addAll(draft.measures.isEmpty() ? List.of(rest) : List.of());
            case "about" -> draft.about.add(rest);
            case "about?", "maybe" -> draft.maybe.add(rest);
            case "by" -> draft.keys.addAll(List.of(rest.split("\\|")));
            case "also" -> also(named(rest));
            case "columns" -> {
                draft.each = true;
                draft.columns.addAll(named(rest));
            }
            case "over" -> draft.overNanos = Optional.of(nanos(rest));
            // What ends with a slash is a directory, and so are those that every system has.
            case "where" -> draft.conditions.add(within(identifiers(rest)));
            case "notor" -> draft.conditions.add("error != 0 and not (" + rest + ")");
            case "under" ->
                draft.conditions.add(isDevice(rest) ? "path is " + rest : anyOf("path starts with ", slashed(rest)));
            case "into" -> draft.conditions.add(anyOf("destination_path starts with ", slashed(rest)));
            case "notunder" -> draft.conditions.add("not (" + anyOf("path starts with ", slashed(rest)) + ")");
            case "who" -> {
                String who = anyOf("process is ", several(rest));
                draft.conditions.removeIf(who::equalsIgnoreCase);
                draft.conditions.add(who);
            }
            // Done to it where the events have an object, else by it.
            case "object" -> draft.conditions.add(anyOf(OBJECT + " is ", several(rest)));
            case "notwho" -> draft.conditions.add("not (" + anyOf("process is ", several(rest)) + ")");
            case "relation" -> draft.relation = Optional.of(rest);
            case "link" -> draft.links.addAll(List.of(rest.split("\\|")));
            case "within" -> draft.withinNanos = Optional.of(nanos(rest));
            case "share" -> draft.share = Optional.of(rest);
            case "contrast" -> draft.contrasts = true;
            case "undergone" -> draft.undergone = true;
            case "counted" -> draft.countedUnless = Optional.of(rest);
            case "recent" -> draft.recent = true;
            case "having" -> draft.having = Optional.of(rest);
            case "when" -> draft.occasion = Optional.of(rest);
            case "whenby" -> draft.occasionKeys.addAll(List.of(rest.split("\\|")));
            case "once" -> draft.once = true;
            case "paced" -> draft.paced = true;
            case "anyof" -> draft.conditions.add(anyOfValues(rest));
            case "noneof" -> draft.conditions.add("not (" + anyOfValues(rest) + ")");
            case "whole" -> draft.whole = true;
            case "same" -> draft.same = true;
            case "negate" -> draft.negates = true;
            case "restrict" -> draft.restricts = true;
            case "cumulative" -> draft.cumulative = true;
            case "inflight?" -> draft.inFlight |= !draft.measures.isEmpty() || draft.highest || draft.most;
            case "inflight" -> draft.inFlight = true;
            case "highest" -> draft.highest = true;
            case "unitless" -> draft.unitless.add(rest);
            case "in" -> draft.unit = Unit.of(rest);
            case "every" -> draft.periodNanos = Optional.of(nanos(rest));
            case "for" -> draft.durationNanos = Optional.of(nanos(rest));
            case "top" -> draft.top = Optional.of(count(rest));
            case "topeach" -> {
                draft.top = Optional.of(count(rest));
                draft.topEach = true;
            }
            case "at" -> draft.rateHertz = Optional.of(count(rest));
            case "step" -> draft.step = Optional.of(bucket(rest));
            case "upto" -> draft.maximum = Optional.of(bucket(rest));
            case "range" -> range(rest);
            case "event" ->
                draft.hits.add(new Draft.Hit(
                        rest, IntStream.range(at, match.end()).boxed().toList(), RULE_EVENT_SCORE, List.of()));
            case "assume" -> draft.assumptions.add(ASSUMED.getOrDefault(rest, rest));
            case "decline" -> draft.declines.add(rest);
            default -> throw new IllegalStateException("no action " + verb);
        }
    }

    private static String anyOfValues(String test) {
        int sign = test.lastIndexOf(' ', test.indexOf(Matcher.BETWEEN)) + 1;
        return identifiers(anyOf(test.substring(0, sign), several(test.substring(sign))));
    }

    /// In a condition: what it is done to, or who does it where it is done to nobody.
    static final String OBJECT = "object_or_process";

    /// What each occurrence is, so that it is nothing to be shown of one.
    private static final java.util.Set<String> OCCURRENCES = java.util.Set.of("calls", "requests");

    /// "pid and name" are the name of that process.
    private static List<String> named(String list) {
        List<String> names = java.util.Arrays.stream(list.split("\\|"))
                .filter(name -> !OCCURRENCES.contains(name))
                .toList();
        return names.contains("pid")
                ? names.stream()
                        .map(name -> name.equals("name") ? "process" : name)
                        .toList()
                : names;
    }

    /// One more column is added to the usual ones; who lists several says what the columns are.
    private void also(List<String> names) {
        (names.size() > 1 ? draft.columns : draft.also).addAll(names);
    }

    private static String within(String condition) {
        java.util.regex.Matcher path = IS_PATH.matcher(condition);
        boolean directory = path.find() && (path.group(1).endsWith("/") || DIRECTORIES.contains(path.group(1)));
        return directory
                ? path.replaceFirst("path starts with "
                        + java.util.regex.Matcher.quoteReplacement(withSlash("\"" + path.group(1) + "\"")))
                : condition;
    }

    private static final java.util.Set<String> DIRECTORIES = Tables.words("directories.words");
    private static final java.util.regex.Pattern IS_PATH = java.util.regex.Pattern.compile("^path is \"([^\"]*)\"");

    private void measure(String name) {
        if (name.equals("count?")) {
            draft.counted = true;
        } else {
            draft.measures.add(name);
        }
    }

    private long bucket(String quantity) {
        draft.bucketsInBase |= quantity.contains(" ");
        return base(quantity);
    }

    private void range(String rest) {
        String[] ends = rest.split(" \\.\\. ");
        draft.minimum = Optional.of(bucket(ends[0]));
        draft.maximum = Optional.of(bucket(ends[1]));
    }

    /// Attributes of several words become one word in a condition.
    private static String identifiers(String condition) {
        int open = condition.indexOf('{');
        int close = condition.indexOf('}');
        return open < 0 || close < open
                ? condition
                : condition.substring(0, open)
                        + condition.substring(open + 1, close).replaceAll("\\W", "_")
                        + identifiers(condition.substring(close + 1));
    }

    /// The quoted texts of a list slot.
    private static List<String> several(String list) {
        return Stream.of(list.split(Matcher.BETWEEN)).map(Actions::asRun).toList();
    }

    /// "Postgres" at the start of a sentence is the program that runs as `postgres`.
    private static String asRun(String quoted) {
        String lower = quoted.toLowerCase(Locale.ROOT);
        String name = lower.replace("\"", "");
        return PROGRAMS.contains(name) && !PROGRAMS.contains(quoted.replace("\"", "")) ? lower : quoted;
    }

    private static final java.util.Set<String> PROGRAMS = Tables.words("programs.words");

    private static List<String> slashed(String list) {
        return several(list).stream().map(Actions::withSlash).toList();
    }

    /// "read from /dev/urandom": what lies in `/dev` itself is a device.
    private static boolean isDevice(String list) {
        return list.matches("\"/dev/[^/]+\"") && !DIRECTORIES.contains(list.substring(1, list.length() - 1));
    }

    private static String anyOf(String test, List<String> texts) {
        String all = String.join(" or ", texts.stream().map(text -> test + text).toList());
        return texts.size() == 1 ? all : "(" + all + ")";
    }

    private static String withSlash(String quoted) {
        String inside = quoted.substring(1, quoted.length() - 1);
        return "\"" + inside + (inside.endsWith("/") ? "" : "/") + "\"";
    }

    /// `5 s` and `5000000 ns` in nanoseconds.
    private static long nanos(String time) {
        return base(time);
    }

    private static long base(String quantity) {
        String[] words = quantity.split(" ");
        long factor = words.length == 2 ? Unit.of(words[1]).map(Unit::factor).orElse(1L) : 1;
        return Long.parseLong(words[0]) * factor;
    }

    private static int count(String number) {
        return (int) Math.clamp(Long.parseLong(number), 1, LARGEST_COUNT);
    }
}
