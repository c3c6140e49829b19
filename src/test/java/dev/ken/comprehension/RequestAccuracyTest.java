package dev.ken.comprehension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.comprehension.Asked.Answer;
import dev.ken.comprehension.packets.PacketReader;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentCheck;
import dev.ken.contract.IntentText;
import dev.ken.engine.Facts;
import dev.ken.engine.NearestKinds;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How many requests of an author who had not read the reader's rules are understood as they are meant
/// (`src/test/resources/requests/test`, and `later`, `third`, `fourth`, `fifth` and `sixth` by other such
/// authors), on a distribution's kernel; `words` and `whole` are what the reader was worked on with, a floor
/// and no measure. The tables by topic and all that is not right stand in `target/requests-NAME.txt`.
class RequestAccuracyTest {
    private enum Outcome {
        RIGHT,
        WRONG,
        ASKED,
        REFUSED,
        NOT_UNDERSTOOD
    }

    /// @param note what was read, and in what it differs from the nearest right answer
    private record Graded(Asked asked, Outcome outcome, String note) {}

    private static final Pattern MISSING = Pattern.compile("(\\S+) has no attribute (\\S+)");
    private static final Path FOLDERS = Path.of("src/test/resources/requests");
    private static final KernelModel KERNEL = Snapshots.find("6.12").orElseThrow();
    private static final Catalog CATALOG = CuratedCatalog.of(KERNEL);
    private static final Nearest NEAREST = new NearestKinds(new Facts(KERNEL, CATALOG));
    private static final Reader READER = new Reader(CATALOG, KERNEL, NEAREST);

    private static final LastParts PARTS = new LastParts(CATALOG);

    /// A set without it is there to be learnt from.
    private static final String LIMITS = "limits";
    /// By authors whose requests nothing was learnt from.
    private static final List<String> UNLEARNT =
            List.of("twentyfirst", "twentyfourth", "twentyfifth", "twentysixth", "twentyseventh", "twentyeighth");

    /// What the rules were worked on with, from which no weights were learnt.
    private static final List<String> WORKED_ON = List.of("degrees", "experts", "mentioned", "things");

    static List<String> sets() {
        return Stream.of(ImpressionTraining.SETS, UNLEARNT, WORKED_ON)
                .flatMap(List::stream)
                .filter(name -> Files.exists(FOLDERS.resolve(name).resolve(LIMITS)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void noFewerAreRightAndNoMoreAreWrong(String name) throws IOException {
        Path folder = FOLDERS.resolve(name);
        Path report = Path.of("target/requests-" + name + ".txt");
        List<Graded> all =
                Asked.read(folder).stream().map(RequestAccuracyTest::graded).toList();
        Files.createDirectories(report.getParent());
        Files.writeString(report, table(all) + "\n" + failures(all));
        System.out.println(table(all));
        Map<String, Long> limits = limits(folder);
        String said = "see " + report + "; the numbers are kept in " + folder.resolve(LIMITS);
        assertThat(count(all, Outcome.RIGHT)).as("right, %s", said).isGreaterThanOrEqualTo(limits.get("right"));
        assertThat(count(all, Outcome.WRONG)).as("wrong, %s", said).isLessThanOrEqualTo(limits.get("wrong"));
    }

    /// Of each request at least one answer can be judged, or is about a kind that the catalog has not yet.
    @ParameterizedTest
    @MethodSource("sets")
    void whatIsExpectedCanBeSaid(String name) throws IOException {
        Path folder = FOLDERS.resolve(name);
        List<String> gaps = Files.readAllLines(folder.resolve(LIMITS));
        List<String> bad = new ArrayList<>();
        for (Asked asked : Asked.read(folder)) {
            List<List<String>> problems = asked.answers().stream()
                    .map(answer -> problems(answer, gaps))
                    .toList();
            if (problems.stream().noneMatch(List::isEmpty)) {
                bad.add(asked.request() + ": " + problems.getFirst());
            }
        }
        assertThat(bad).isEmpty();
    }

    private static List<String> problems(Answer answer, List<String> gaps) {
        return switch (answer) {
            case Answer.Declines _, Answer.Asks _ -> List.of();
            case Answer.Means(Intent intent)
            when intent.parts().stream()
                    .anyMatch(part -> CATALOG.find(part.event()).isEmpty()) -> List.of();
            case Answer.Means(Intent intent) -> {
                String text = IntentText.print(intent)
                        .replace(Asked.ANY_PROCESS, "pid")
                        .replace(Asked.ANY_COLUMN, "pid");
                Intent plain =
                        IntentText.parse(new Source("expected", text)).intent().orElseThrow();
                yield IntentCheck.of(plain, CATALOG).stream()
                        .filter(problem -> !isKnownToLack(problem, gaps))
                        .toList();
            }
        };
    }

    /// Whether what is missing is an attribute that the catalog has and this kernel's points do not tell, or one that
    /// it is known to lack.
    private static boolean isKnownToLack(String problem, List<String> gaps) {
        Matcher matcher = MISSING.matcher(problem);
        return matcher.matches()
                && (gaps.contains("gap " + matcher.group(1) + " " + matcher.group(2))
                        || Optional.ofNullable(CATALOG.curated().get(matcher.group(1))).stream()
                                .flatMap(kind -> kind.attributes().stream())
                                .anyMatch(attribute -> attribute.name().equals(matcher.group(2))));
    }

    /// Where the kernel tells only the last part of a path, an answer is of that part, or a question.
    private static Asked sayable(Asked asked) {
        List<Answer> answers = asked.answers().stream()
                .map(answer -> switch (answer) {
                    case Answer.Means(Intent intent) ->
                        PARTS.sayable(intent).<Answer>map(Answer.Means::new).orElseGet(Answer.Asks::new);
                    case Answer.Asks _, Answer.Declines _ -> answer;
                })
                .toList();
        return new Asked(asked.topic(), asked.request(), answers);
    }

    private static Graded graded(Asked labelled) {
        Asked asked = sayable(labelled);
        // As `ken` reads them: those about packets are looked at first.
        Reading reading = PacketReader.read(asked.request(), false).orElseGet(() -> READER.read(asked.request()));
        return switch (reading) {
            case Reading.Understood(Intent intent) -> understood(asked, intent);
            case Reading.NeedsClarification(String question, var choices) -> {
                boolean right = asked.answers().contains(new Answer.Asks());
                boolean among = choices.stream()
                        .anyMatch(choice -> nearest(asked, choice.intent())
                                .filter(List::isEmpty)
                                .isPresent());
                yield new Graded(
                        asked,
                        right ? Outcome.RIGHT : Outcome.ASKED,
                        question + (among ? "\n(a choice is right)" : "\n(no choice is right)"));
            }
            case Reading.Declined(String reason, var _) ->
                new Graded(
                        asked,
                        asked.answers().contains(new Answer.Declines()) ? Outcome.RIGHT : Outcome.REFUSED,
                        reason);
            case Reading.NotUnderstood(String reason, var _) -> new Graded(asked, Outcome.NOT_UNDERSTOOD, reason);
        };
    }

    private static Graded understood(Asked asked, Intent intent) {
        Optional<List<String>> nearest = nearest(asked, intent);
        String note = "differs: "
                + nearest.map(all -> String.join(", ", all)).orElse("was to be no intent") + "\n"
                + IntentText.print(intent).strip();
        return new Graded(asked, nearest.filter(List::isEmpty).isPresent() ? Outcome.RIGHT : Outcome.WRONG, note);
    }

    /// In what an intent differs from the right answer that is nearest; empty where no intent is right.
    private static Optional<List<String>> nearest(Asked asked, Intent intent) {
        return asked.answers().stream()
                .flatMap(answer -> answer instanceof Answer.Means(Intent right)
                        ? Optional.of(Meaning.differences(right, intent)).stream()
                        : Stream.empty())
                .min(Comparator.comparingInt(List::size));
    }

    private static long count(List<Graded> all, Outcome outcome) {
        return all.stream().filter(one -> one.outcome() == outcome).count();
    }

    private static String table(List<Graded> all) {
        Map<String, List<Graded>> topics = all.stream()
                .collect(Collectors.groupingBy(one -> one.asked().topic(), TreeMap::new, Collectors.toList()));
        StringBuilder out =
                new StringBuilder("| topic | requests | right | wrong | asked | refused | not understood |\n"
                        + "|---|---|---|---|---|---|---|\n");
        topics.forEach((topic, some) -> out.append(row(topic, some)));
        return out.append(row("all", all)).toString();
    }

    private static String row(String topic, List<Graded> some) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, count(some, outcome));
        }
        return "| " + topic + " | " + some.size() + " | "
                + counts.values().stream().map(String::valueOf).collect(Collectors.joining(" | ")) + " |\n";
    }

    private static String failures(List<Graded> all) {
        StringBuilder out = new StringBuilder();
        for (Graded one : all) {
            if (one.outcome() == Outcome.RIGHT) {
                continue;
            }
            out.append(one.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(" (")
                    .append(one.asked().topic())
                    .append(")\n> ")
                    .append(one.asked().request())
                    .append('\n')
                    .append(one.note().indent(2))
                    .append(expected(one.asked()).indent(4))
                    .append('\n');
        }
        return out.toString();
    }

    private static String expected(Asked asked) {
        return "expected: "
                + switch (asked.answers().getFirst()) {
                    case Answer.Declines _ -> "declined";
                    case Answer.Asks _ -> "asks";
                    case Answer.Means(Intent intent) ->
                        IntentText.print(intent).strip().replace("\n", "; ");
                };
    }

    private static Map<String, Long> limits(Path folder) throws IOException {
        Map<String, Long> all = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve(LIMITS))) {
            if (line.contains("=")) {
                String[] words = line.split(" +");
                all.put(words[0], Long.parseLong(words[2]));
            }
        }
        return all;
    }
}
