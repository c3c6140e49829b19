package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.KindFacts.Fact;
import dev.ken.comprehension.hunch.KindFacts.Place;
import dev.ken.comprehension.hunch.Mention.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The features that decisions go by.
public final class Cues {
    /// Before a condition that is told without a value, in the name of its model.
    public static final String CLOSED = "closed ";
    /// Before the name of a trait of the whole.
    public static final String FLAG = "flag ";
    /// Before what a fact is used for.
    public static final String JOB = "job ";

    private static final int FAR = 5;
    private static final int LEFT = 5;
    private static final int RIGHT = 3;
    private static final int MOST_DIGITS = 7;
    private static final int TWICE = 2;
    private static final int FARTHEST = 10;
    private static final Set<String> HEADS = Set.of(
            "by", "per", "each", "for", "with", "show", "print", "report", "list", "tell", "give", "column", "along",
            "includ", ":", "which", "what", "who", "group", "whose", "of", ".", "every", "how", "when", "where");

    private Cues() {}

    /// Of the whole request: words, neighbours, words with one between.
    public static Set<String> whole(Heard heard) {
        Set<String> cues = new TreeSet<>();
        List<String> framed = new ArrayList<>(List.of("^"));
        framed.addAll(heard.words());
        framed.add("$");
        heard.words().forEach(word -> cues.add("w " + word));
        for (int i = 0; i + 1 < framed.size(); i++) {
            cues.add("p " + framed.get(i) + " " + framed.get(i + 1));
        }
        for (int i = 0; i + 2 < heard.words().size(); i++) {
            cues.add("s " + heard.at(i) + " " + heard.at(i + 2));
        }
        heard.mentions().stream()
                .filter(mention -> mention.sort() == Sort.NAME)
                .forEach(mention -> cues.add("n " + (heard.isElsewhere(mention) ? Heard.ELSEWHERE : "")
                        + mention.text().toLowerCase(Locale.ROOT)));
        return cues;
    }

    /// Of a mention and what stands about it.
    public static Set<String> around(Heard heard, Mention mention, Hearing hearing) {
        int i = mention.place();
        Set<String> cues = new TreeSet<>();
        cues.add("t " + mention.sort() + (mention.sort() == Sort.NAME ? " " + hearing.knownAs(mention) : ""));
        cues.add("u " + mention.unit());
        if (heard.isElsewhere(mention)) {
            cues.add("elsewhere");
            cues.add("elsewhere " + mention.unit());
        }
        if (mention.sort() == Sort.NAME) {
            cues.add("x " + mention.text().toLowerCase(Locale.ROOT));
        }
        for (int d = -LEFT; d <= RIGHT; d++) {
            if (d != 0) {
                cues.add("c" + d + " " + heard.at(i + d));
                cues.add((d < 0 ? "L " : "R ") + heard.at(i + d));
            }
        }
        cues.add("b " + heard.at(i - 2) + " " + heard.at(i - 1));
        cues.add("a " + heard.at(i - 1) + " " + heard.at(i + 1));
        cues.add("e " + heard.at(i + 1) + " " + heard.at(i + 2));
        if (mention.sort() == Sort.NUMBER) {
            cues.add("d "
                    + Math.min(
                            MOST_DIGITS,
                            Long.toString(Math.abs((long) mention.number())).length()));
        }
        return cues;
    }

    /// Of a mention as a role that is not a test of a fact; `inKind`: whether the kind is called so.
    public static Set<String> role(String role, Mention mention, Set<String> around, boolean inKind) {
        Set<String> cues = new TreeSet<>();
        cues.add("=" + role);
        cues.add(role + "|in " + inKind + " " + mention.sort());
        around.forEach(cue -> cues.add(role + "|" + cue));
        return cues;
    }

    /// Of a mention as a value that a fact is tested against.
    public static Set<String> tested(Fact fact, Heard heard, Mention mention, Set<String> around) {
        Set<String> cues = new TreeSet<>();
        cues.add("=where " + fact.name());
        cues.add("=where");
        around.forEach(cue -> cues.add(fact.name() + "|" + cue));
        cues.add("y " + fact.type() + " " + fact.unit().symbol() + " " + mention.sort());
        cues.add("f " + fact.unit().symbol() + " " + mention.family());
        int near = FAR;
        for (Place place : KindFacts.places(heard, fact)) {
            near = Math.min(near, Math.abs(place.from() - mention.place()));
            near = Math.min(near, Math.abs(place.from() + place.size() - 1 - mention.place()));
        }
        if (near < FAR) {
            cues.add("near " + near);
            cues.add("near " + near + " " + mention.sort());
        }
        return cues;
    }

    /// Of how a fact is compared with a mention.
    public static Set<String> operator(Fact fact, Set<String> around) {
        Set<String> cues = new TreeSet<>(around);
        cues.add("y " + fact.type());
        cues.add("=" + fact.name());
        around.stream()
                .filter(cue -> cue.startsWith("b ") || cue.startsWith("t ") || cue.startsWith("u "))
                .forEach(cue -> cues.add(fact.name() + "|" + cue));
        return cues;
    }

    /// The word that a list which the word at a place stands in begins with.
    private static String head(Heard heard, int place) {
        for (int i = place - 1; i >= Math.max(0, place - FARTHEST); i--) {
            if (HEADS.contains(heard.at(i))) {
                return heard.at(i);
            }
        }
        return "";
    }

    /// Of a fact that may be a key, a column, or what is measured; `whole` of the request.
    public static Set<String> fact(Fact fact, Heard heard, Set<String> whole) {
        Set<String> cues = new TreeSet<>();
        cues.add("=" + fact.name());
        cues.add("y " + fact.type());
        cues.add("ambient " + fact.ambient());
        List<Place> places = KindFacts.places(heard, fact);
        cues.add("named " + Math.min(TWICE, places.size()));
        for (Place place : places) {
            int after = place.from() + place.size();
            String before = heard.at(place.from() - 1);
            cues.add("p " + before);
            cues.add("pp " + heard.at(place.from() - 2) + " " + before);
            cues.add("3 " + heard.at(place.from() - 3));
            cues.add("n " + heard.at(after));
            cues.add("pn " + before + " " + heard.at(after));
            cues.add("w " + String.join(" ", heard.words().subList(place.from(), after)));
            String head = head(heard, place.from());
            cues.add("h " + head);
            cues.add("hp " + head + " " + before);
            cues.add(fact.name() + "|p " + before);
        }
        whole.forEach(cue -> cues.add(fact.name() + "&" + cue));
        return cues;
    }
}
