package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.contract.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text of several sentences in plainer ones that mean the same, for a further look at what is not understood: what
/// stands in parentheses is said with words, what is said once of a list is said of each of its entries, "the same
/// columns" are named, an order in the passive voice is one in the active. The forms are in `retelling.table`; none of
/// them may lose a word that says something, which is looked up in the text as it was written.
final class Retelling {
    /// Most sentences that are told otherwise.
    private static final int MOST_SENTENCES = 20;

    private static final Pattern ENDS = Pattern.compile("(?<=[^.][.!?])\\s+(?=\\S)|\\s*;\\s+|(?<=[.!?])$|\\n+");
    private static final List<Form> FORMS = Form.of("retelling.table");

    private Retelling() {}

    /// What the request means in the first of these texts that is understood and loses nothing.
    static Optional<Reading> read(String said, Lexicon lexicon, Function<String, Reading> read) {
        return of(said).stream()
                .filter(told -> Openings.isTitle(told.title(), lexicon))
                .map(told -> read.apply(told.text()))
                .filter(other -> other instanceof Reading.Understood(Intent intent) && keeps(said, intent))
                .findFirst();
    }

    /// The text in plainer words, the nearest to what was said first; empty where it has none of the forms.
    static List<Told> of(String request) {
        List<String> said = List.of(ENDS.split(Headings.without(request).strip()));
        if (said.size() > MOST_SENTENCES) {
            return List.of();
        }
        List<String> told = new ArrayList<>();
        for (String sentence : said) {
            for (String one : plain(bare(sentence)).split("\\. ")) {
                told.add(Repetition.of(one, told));
            }
        }
        told.removeIf(String::isBlank);
        List<String> parted =
                told.stream().flatMap(one -> Distribution.of(one).stream()).toList();
        String whole = text(said.stream().map(Retelling::bare).toList());
        List<Told> all = new ArrayList<>(List.of(new Told(text(told), ""), new Told(text(parted), "")));
        if (said.size() < 2) {
            // What is told in one breath is not taken apart.
            all.removeLast();
        }
        Matcher title = TITLE.matcher(told.isEmpty() ? "" : told.getFirst());
        if (title.matches() && said.size() > 1) {
            for (List<String> one : List.of(told, parted)) {
                List<String> rest = new ArrayList<>(one.subList(1, one.size()));
                if (title.group(2) != null) {
                    rest.addFirst(
                            one.getFirst().substring(Math.min(one.getFirst().length(), title.start(2))));
                }
                all.add(new Told(text(rest), title.group(1)));
            }
        }
        return all.stream()
                .filter(one -> !one.text().isBlank() && !one.text().equals(whole))
                .distinct()
                .toList();
    }

    /// @param title what stood in front and is left out
    record Told(String text, String title) {}

    /// Up to five words without a verb, number or name before a colon or alone.
    private static final Pattern TITLE = Pattern.compile("^((?:[A-Za-z][A-Za-z/-]*)(?: [a-z/-]+){0,4})(?:: (.+))?$");

    private static String text(List<String> sentences) {
        return sentences.isEmpty() ? "" : String.join(". ", sentences) + ".";
    }

    /// Whether a reading in plainer words has all that was asked for: as many numbers as were named, and the facts that
    /// stood in parentheses.
    static boolean keeps(String said, Intent intent) {
        long numbers = intent.parts().stream()
                .filter(part -> !(part.what() instanceof What.Report))
                .count();
        String text = IntentText.print(new Intent(intent.parts(), intent.durationNanos(), List.of()));
        return numbers >= Distribution.numbers(said)
                && ASIDE.matcher(said).results().allMatch(found -> text.contains(found.group(1)));
    }

    private static final Pattern ASIDE = Pattern.compile("\\((path|pid|tid|uid|gid|error|signal|device|sector|cpu)\\b");

    private static String bare(String sentence) {
        return sentence.strip().replaceAll("[.!?]+$", "");
    }

    private static String plain(String sentence) {
        String told = sentence;
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(told);
            if (matcher.find()) {
                told = matcher.replaceAll(form.told()).strip();
            }
        }
        told = UNKNOWN.matcher(told)
                .replaceAll(found -> ENGLISH.contains(found.group(1).toLowerCase(Locale.ROOT))
                        ? Matcher.quoteReplacement(found.group(1))
                        : Matcher.quoteReplacement("\"" + found.group(1) + "\""));
        return NAMES.matcher(told)
                .replaceAll(found -> Matcher.quoteReplacement(ONE.matcher(found.group(1))
                        .replaceAll(name -> Matcher.quoteReplacement("\"" + name.group() + "\""))));
    }

    private static final Pattern UNKNOWN = Pattern.compile("unknown\\{([^}]*)\\}");
    private static final Set<String> ENGLISH = Tables.words("english.words");
    private static final Pattern NAMES = Pattern.compile("names\\{([^}]*)\\}");
    private static final Pattern ONE = Pattern.compile("(?<![\\w./:@-])(?!(?:and|or)\\b)[\\w./:@-]+");
}
