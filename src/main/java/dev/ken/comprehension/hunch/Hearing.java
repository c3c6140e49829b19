package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.Mention.Sort;
import dev.ken.comprehension.impression.Wordprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parts requests into words and mentions.
public final class Hearing {
    private static final String NUMBER = "\\d+(?:[.,]\\d+)*";
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|“[^”]*”|'[^' ]+'"
            + "|\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d+)?\\b|(?<!\\w)~?(?:/[\\w.*+-]+)+/?"
            + "|(?<![\\w/.*])\\*?\\.[A-Za-z]\\w*|\\b0x[0-9a-fA-F]+\\b|" + NUMBER
            + "\\s*(?:[A-Za-zµ]+)?(?!\\w)|" + NUMBER + "|[A-Za-z_][\\w.+:-]*[\\w+]|[A-Za-z_]|[.?!,;:()]");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}(/\\d+)?");
    private static final Pattern COUNT = Pattern.compile("(" + NUMBER + ")(\\s*)(\\D*)");
    private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(,\\d{3})+(\\.\\d+)?");
    /// A path at the end of a sentence.
    private static final Pattern PATH_AND_STOP = Pattern.compile("^(~?/.*[^.])\\.+$");
    private static final Pattern SIGNAL = Pattern.compile("SIG[A-Z0-9]+s?");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,15}");
    private static final String SUFFIX = "suffix";
    private static final Pattern ERROR = Pattern.compile("E[A-Z]{3,}");
    private static final Set<String> MOMENTS = Set.of("s", "min", "h");
    private static final Set<String> BEFORE_A_MOMENT =
            Set.of("every", "each", "a", "per", "one", "once", "next", "another");
    private static final int MOST_WORDS = 400;
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.?!:;])\\s+");
    private static final int MOST_SENTENCES = 12;
    private static final int FEWEST_WORDS = 4;

    private final Vocabulary vocabulary;

    /// What is known of words.
    ///
    /// @param words    those that are no names, whole and without endings
    /// @param programs those that name programs
    /// @param calls    names of system calls
    /// @param numbers  number words
    /// @param units    words for units, to their short form as in [Mention]
    public record Vocabulary(
            Set<String> words,
            Set<String> programs,
            Set<String> calls,
            Map<String, Double> numbers,
            Map<String, String> units) {}

    /// With that vocabulary.
    public Hearing(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// The same, which knows those words too.
    public Hearing knowing(Set<String> more) {
        Set<String> words = new HashSet<>(vocabulary.words());
        words.addAll(more);
        return new Hearing(new Vocabulary(
                words, vocabulary.programs(), vocabulary.calls(), vocabulary.numbers(), vocabulary.units()));
    }

    /// What is heard of each sentence of a request that is more than an aside.
    public List<Heard> sentences(String request) {
        return SENTENCE.splitAsStream(request)
                .limit(MOST_SENTENCES)
                .map(this::heard)
                .filter(heard -> heard.words().size() >= FEWEST_WORDS)
                .toList();
    }

    /// What is heard of a request.
    public Heard heard(String request) {
        return heard(request, new ArrayList<>());
    }

    /// The same; `starts` takes where each word begins in the request.
    Heard heard(String request, List<Integer> starts) {
        List<String> words = new ArrayList<>();
        List<Mention> mentions = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(request);
        int from = 0;
        while (words.size() < MOST_WORDS && matcher.find(from)) {
            String token = PATH_AND_STOP.matcher(matcher.group()).replaceFirst("$1");
            from = matcher.start() + token.length();
            starts.add(matcher.start());
            if (HEXADECIMAL.matcher(token).matches()) {
                mentions.add(new Mention(Sort.NUMBER, token, Long.decode(token), "", words.size()));
                words.add("#x");
            } else if (suffix(token).isPresent()) {
                mentions.add(new Mention(Sort.PATH, suffix(token).get(), 0, SUFFIX, words.size()));
                words.add("." + Sort.PATH);
            } else if (Character.isDigit(token.charAt(0))
                    && !ADDRESS.matcher(token).matches()) {
                from = matcher.start() + counted(token, words, mentions);
            } else {
                token(token, words, mentions);
            }
        }
        return new Heard(words, mentions);
    }

    /// How the names of files end: `.log`, `*.log`.
    private static Optional<String> suffix(String token) {
        String bare = token.startsWith("*") ? token.substring(1) : token;
        return bare.length() > 1 && bare.charAt(0) == '.' ? Optional.of(bare) : Optional.empty();
    }

    /// A number with its unit; what stands behind it and is none is left for later.
    private int counted(String token, List<String> words, List<Mention> mentions) {
        Matcher matcher = COUNT.matcher(token);
        if (!matcher.matches()) {
            words.add("#");
            return token.length();
        }
        String number = matcher.group(1);
        Optional<String> unit = unit(matcher.group(3), matcher.group(2).isEmpty());
        String plain = THOUSANDS.matcher(number).matches() ? number.replace(",", "") : number.replace(",", ".");
        double value = parsed(plain);
        mentions.add(new Mention(Sort.NUMBER, token, value, unit.orElse(""), words.size()));
        words.add("#" + unit.orElse(""));
        return unit.isPresent()
                ? token.length()
                : matcher.end(1) + matcher.group(2).length();
    }

    private static double parsed(String plain) {
        try {
            return Double.parseDouble(plain);
        } catch (NumberFormatException several) {
            return 0;
        }
    }

    private Optional<String> unit(String word, boolean joined) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.isEmpty() || lower.length() == 1 && !joined && !lower.equals("s")
                ? Optional.empty()
                : Optional.ofNullable(vocabulary.units().get(lower));
    }

    private void token(String token, List<String> words, List<Mention> mentions) {
        String lower = token.toLowerCase(Locale.ROOT);
        Optional<Sort> sort = sort(token, lower);
        if (sort.isPresent()) {
            boolean quoted = "\"“'".indexOf(token.charAt(0)) >= 0;
            boolean many = sort.get() == Sort.SIGNAL && token.endsWith("s");
            String text = quoted
                    ? token.substring(1, token.length() - 1)
                    : many ? token.substring(0, token.length() - 1) : token;
            mentions.add(new Mention(sort.get(), text, 0, quoted ? "quoted" : "", words.size()));
            words.add(sort.get().name());
            return;
        }
        Double number = vocabulary.numbers().get(lower);
        if (number != null) {
            mentions.add(new Mention(Sort.NUMBER, token, number, "", words.size()));
            words.add("#w");
            return;
        }
        String unit = vocabulary.units().get(lower);
        if (unit != null && MOMENTS.contains(unit) && lower.length() > 1 && !words.isEmpty()) {
            moment(token, unit, words, mentions);
            return;
        }
        words.add(stem(lower));
    }

    /// "every second", "two minutes", "half a second".
    private static void moment(String token, String unit, List<String> words, List<Mention> mentions) {
        String before = words.getLast();
        boolean half = before.equals("a")
                && words.size() > 1
                && words.get(words.size() - 2).equals("#w");
        if (half || before.equals("#w") && !mentions.isEmpty()) {
            Mention last = mentions.removeLast();
            mentions.add(new Mention(Sort.NUMBER, last.text(), last.number(), unit, last.place()));
        } else if (BEFORE_A_MOMENT.contains(before)) {
            mentions.add(new Mention(Sort.NUMBER, token, 1, unit, words.size()));
        }
        words.add(stem(token.toLowerCase(Locale.ROOT)));
    }

    private Optional<Sort> sort(String token, String lower) {
        char first = token.charAt(0);
        if ("\"“'".indexOf(first) >= 0 && token.length() > 2) {
            return Optional.of(token.charAt(1) == '/' ? Sort.PATH : Sort.NAME);
        }
        if (ADDRESS.matcher(token).matches()) {
            return Optional.of(Sort.ADDRESS);
        }
        if (first == '/' || first == '~') {
            return Optional.of(Sort.PATH);
        }
        if (SIGNAL.matcher(token).matches()) {
            return Optional.of(Sort.SIGNAL);
        }
        if (ERROR.matcher(token).matches()) {
            return Optional.of(Sort.ERROR);
        }
        return Character.isLetter(first) && isName(lower) || first == '_' ? Optional.of(Sort.NAME) : Optional.empty();
    }

    private boolean isName(String lower) {
        if (vocabulary.programs().contains(lower) || vocabulary.calls().contains(lower)) {
            return true;
        }
        return lower.length() > 1
                && !vocabulary.units().containsKey(lower)
                && !vocabulary.numbers().containsKey(lower)
                && !vocabulary.words().contains(lower)
                && !vocabulary.words().contains(stem(lower));
    }

    /// Whether a word names a program or a system call.
    String knownAs(Mention mention) {
        String lower = mention.text().toLowerCase(Locale.ROOT);
        return vocabulary.programs().contains(lower)
                ? "program"
                : vocabulary.calls().contains(lower) ? "call" : "name";
    }

    /// A word without its ending.
    public static String stem(String word) {
        return Wordprint.stem(word);
    }

    /// The words of a phrase, without endings.
    static List<String> stems(String phrase) {
        return Pattern.compile("[a-z]+")
                .matcher(phrase.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .map(Hearing::stem)
                .toList();
    }
}
