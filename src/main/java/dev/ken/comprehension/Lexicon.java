package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.kernel.BlockDevices;
import dev.ken.kernel.Spelling;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.source.Blanks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words that mean something: those of the rules, of the catalog's phrases, and those that may be passed over.
final class Lexicon {
    private static final int SHORTEST_CORRECTED = 5;
    private static final int LONGEST_CORRECTED = 20;
    /// What fits into the name of a process (TASK_COMM_LEN in include/linux/sched.h).
    private static final int LONGEST_COMM = 15;

    /// A phrase and a kind that it names.
    ///
    /// @param place which of all phrases it is
    record Phrase(List<String> stems, String kind, int place) {}

    private final Rules rules;
    private final BlockDevices devices;
    private final Set<String> ignorable;
    private final Set<String> introductions;
    private final Set<String> programs;
    private final List<Phrase> phrases;
    private final Map<String, List<Phrase>> phrasesByFirst;
    /// Changed with what one request names only where the others that have it do not see it.
    private Map<String, List<List<String>>> attributes = new LinkedHashMap<>();
    private final Set<List<String>> ambientPhrases;
    private final Set<String> modifiers;
    /// Stems that are known as exact names only.
    private final Set<String> named = new LinkedHashSet<>();
    private final Matches matches;
    /// What was learnt of one request, in order: those of one origin that have learnt the same know the same.
    private String names = "";
    /// Kinds whose exact names have been learnt.
    private final Set<String> learnt = new LinkedHashSet<>();
    private final Set<String> joining;
    /// The stems of the words that were made known here, and the phrases for attributes: most are said of many kinds.
    private final Map<String, String> stemsByWord = new HashMap<>();
    /// What phrases say, while they are learnt.
    private final Set<List<String>> said = new HashSet<>();
    private final Set<String> attributesLearnt = new HashSet<>();
    /// Every stem that means something, and the shortest word that has it.
    private Map<String, String> vocabulary = new LinkedHashMap<>();

    Lexicon(Rules rules, Catalog catalog, BlockDevices devices) {
        this.rules = rules;
        this.devices = devices;
        this.matches = new Matches();
        this.ignorable = new LinkedHashSet<>();
        this.introductions = new LinkedHashSet<>();
        this.phrases = new ArrayList<>();
        this.phrasesByFirst = new LinkedHashMap<>();
        this.ambientPhrases = new LinkedHashSet<>();
        this.modifiers = new LinkedHashSet<>();
        this.joining = new LinkedHashSet<>();
        this.programs = Tables.words("programs.words");
        Tables.words("ignorable.words").forEach(word -> ignorable.add(known(word)));
        Tables.words("introduction.words").forEach(word -> introductions.add(known(word)));
        rules.vocabulary().forEach(this::known);
        Tables.words("function.words").forEach(word -> joining.add(Stems.of(word)));
        catalog.curated().values().forEach(this::learn);
        catalog.curated().values().forEach(this::learnPlural);
        catalog.ambient().values().forEach(ambient -> {
            learn(ambient.attribute());
            ambient.attribute().phrases().forEach(phrase -> ambientPhrases.add(stems(phrase)));
        });
        Tables.lines("attributes.words").forEach(line -> learnAttribute(line.substring(0, line.indexOf(" = "))));
        phrases.forEach(phrase -> phrasesByFirst
                .computeIfAbsent(phrase.stems().getFirst(), _ -> new ArrayList<>())
                .add(phrase));
    }

    private Lexicon(Lexicon other) {
        this.rules = other.rules;
        this.devices = other.devices;
        this.matches = other.matches;
        this.names = other.names;
        this.programs = other.programs;
        this.ignorable = other.ignorable;
        this.introductions = other.introductions;
        this.phrases = other.phrases;
        this.phrasesByFirst = other.phrasesByFirst;
        this.attributes = other.attributes;
        this.ambientPhrases = other.ambientPhrases;
        this.modifiers = other.modifiers;
        this.joining = other.joining;
        this.vocabulary = other.vocabulary;
        named.addAll(other.named);
        learnt.addAll(other.learnt);
    }

    /// One that knows the same and may learn the names of one request: what one request names must not change how
    /// the next is read.
    Lexicon copy() {
        return new Lexicon(this);
    }

    /// The block devices of the kernel that is read for.
    BlockDevices devices() {
        return devices;
    }

    private void learn(EventKind kind) {
        kind.phrases().forEach(phrase -> learn(phrase, kind));
        kind.attributes().forEach(this::learn);
    }

    private void learn(String phrase, EventKind kind) {
        List<String> stems = known(Blanks.words(phrase));
        phrases.add(new Phrase(stems, kind.name(), phrases.size()));
        said.add(stems);
        for (String stem : stems) {
            if (!joining.contains(stem)) {
                modifiers.add(stem);
            }
        }
    }

    /// What KEN calls a kind can be asked for by that name, except where a phrase of another kind says the same. One
    /// word may mean much else ("stops").
    private void learnPlural(EventKind kind) {
        List<String> stems = stems(kind.plural());
        if (stems.size() > 1 && !said.contains(stems)) {
            learn(kind.plural(), kind);
        }
    }

    /// Makes a word known that names a kind exactly, and the attributes of that kind.
    void learnName(String word, EventKind kind) {
        boolean strange = !vocabulary.containsKey(Stems.of(word));
        boolean first = learnt.add(kind.name());
        if (strange || first) {
            vocabulary = new LinkedHashMap<>(vocabulary);
            attributes = new LinkedHashMap<>(attributes);
        }
        if (strange) {
            named.add(known(word));
        }
        if (first) {
            kind.attributes().forEach(this::learn);
        }
        names += strange || first ? word + "\n" + kind.name() + "\n" : "";
    }

    /// Where rules were found to fit in such a text, for who knows what is known now.
    Matches.Noted matches(List<Token> tokens) {
        return matches.of(tokens, names);
    }

    /// Whether what is known has not changed since.
    boolean isAsOf(Matches.Noted noted) {
        return noted.names().equals(names);
    }

    /// Makes the attributes of a derived kind known.
    private void learn(Attribute attribute) {
        learnAttribute(attribute.name());
        attribute.phrases().forEach(this::learnAttribute);
        GlossTitle.of(attribute).ifPresent(this::learnAttribute);
    }

    private void learnAttribute(String phrase) {
        if (!attributesLearnt.add(phrase)) {
            return;
        }
        List<String> stems = known(Blanks.words(phrase));
        attributes.merge(
                stems.getFirst(),
                List.of(stems),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
    }

    private List<String> known(List<String> words) {
        List<String> stems = new ArrayList<>(words.size());
        for (String word : words) {
            stems.add(known(word));
        }
        return List.copyOf(stems);
    }

    private String known(String word) {
        String before = stemsByWord.get(word);
        if (before != null) {
            return before;
        }
        String stem = Stems.of(word);
        vocabulary.merge(stem, word, (one, other) -> other.length() < one.length() ? other : one);
        stemsByWord.put(word, stem);
        return stem;
    }

    static List<String> stems(String phrase) {
        List<String> stems = new ArrayList<>();
        for (String word : Blanks.words(phrase)) {
            stems.add(Stems.of(word));
        }
        return List.copyOf(stems);
    }

    Rules rules() {
        return rules;
    }

    /// Those that have no other stems than these, in their order.
    List<Phrase> phrasesOf(Set<String> stems) {
        List<Phrase> found = new ArrayList<>();
        for (String stem : stems) {
            for (Phrase phrase : phrasesFrom(stem)) {
                if (stems.containsAll(phrase.stems())) {
                    found.add(phrase);
                }
            }
        }
        found.sort(Comparator.comparingInt(Phrase::place));
        return found;
    }

    /// Those whose first word has that stem.
    List<Phrase> phrasesFrom(String stem) {
        return phrasesByFirst.getOrDefault(stem, List.of());
    }

    boolean isIgnorable(Token token) {
        return token.kind() == Kind.COMMA || token.kind() == Kind.STOP || ignorable.contains(token.stem());
    }

    boolean isIntroduction(String stem) {
        return introductions.contains(stem);
    }

    boolean isJoint(Token token) {
        return token.kind() == Kind.COMMA
                || Set.of("and", "the", "with", "their", "it", "plu").contains(token.stem());
    }

    /// Whether it means something besides being the exact name of a kind.
    boolean isOrdinary(Token token) {
        return isKnown(token) && !named.contains(token.stem());
    }

    boolean isKnown(Token token) {
        return vocabulary.containsKey(token.stem());
    }

    boolean isProgram(Token token) {
        String text = token.text().toLowerCase(Locale.ROOT).replaceAll("['’]s$", "");
        boolean quoted = token.kind() == Kind.QUOTED && token.text().length() <= LONGEST_COMM;
        return quoted || token.kind() == Kind.WORD && programs.contains(text);
    }

    /// Whether it can only be the name of something: quoted, a known program, or a word that is neither English nor
    /// means anything else.
    boolean isName(Token token) {
        return isAnyName(token)
                && !token.text().matches(".*['’](d|ll|re|ve|t)")
                && !isLibrary(token.text())
                && (isProgram(token)
                        || !isEnglish(token.text()) && !Matcher.isDevice(token.text()) && !isAcronym(token.text()));
    }

    /// Whether it can be the name of a process behind a word for an exception: what it means elsewhere does not count
    /// ("except gdb and strace"), unless it is an English word.
    boolean isOther(Token token) {
        if (Matcher.JOINTS.contains(token.text().toLowerCase(Locale.ROOT)) && token.kind() == Kind.WORD) {
            return false;
        }
        return isName(token)
                || token.kind() == Kind.WORD
                        && attributes.getOrDefault(token.stem(), List.of()).stream()
                                .noneMatch(stems -> stems.size() == 1)
                        && !(isKnown(token) && token.text().endsWith("s"))
                        && !isEnglish(token.text())
                        && !isEnglish(vocabulary.getOrDefault(token.stem(), token.text()))
                        && !Matcher.isConstant(token.text())
                        && token.text().chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0)
                        && Character.isLowerCase(token.text().charAt(0));
    }

    /// Whether the word is part of what events are called, and not of what is known of them.
    boolean namesEvents(String text) {
        String stem = Stems.of(text);
        boolean attribute = attributes.getOrDefault(stem, List.of()).stream().anyMatch(stems -> stems.size() == 1);
        return modifiers.contains(stem) && !ignorable.contains(stem) && !attribute;
    }

    /// "libssl", "libz.so.1": a library, which runs nothing by itself.
    static boolean isLibrary(String text) {
        return LIBRARY.matcher(text).matches();
    }

    private static final Pattern LIBRARY = Pattern.compile("lib[a-z][a-z0-9+]*([-.][a-z0-9.]+)?(\\.so[.0-9]*)?");

    /// "TPM", "AES": what is written in capitals is no process unless it is said to be one.
    private static boolean isAcronym(String text) {
        return text.length() > 1
                && text.chars().allMatch(c -> Character.isUpperCase(c) || Character.isDigit(c) || c == '_');
    }

    /// Whether a word says only how.
    boolean isLight(String word) {
        return LIGHT.contains(word);
    }

    private static final Set<String> LIGHT = Tables.words("light.words");

    /// Whether it is a word of English, or one of what happens in the kernel.
    boolean isEnglishOrKnown(String text) {
        return vocabulary.containsKey(Stems.of(text)) || isEnglish(text);
    }

    private static boolean isEnglish(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).replaceAll("['’]s$", "").split("-")).stream()
                .allMatch(English.WORDS::contains);
    }

    /// English words, read when the first is asked for.
    private static final class English {
        private static final Set<String> WORDS = Tables.words("english.words");
    }

    /// The same where it was said that a name follows, so that it may be an English word.
    boolean isAnyName(Token token) {
        return isProgram(token)
                || token.kind() == Kind.WORD
                        && !isKnown(token)
                        && !Matcher.isConstant(token.text())
                        && Character.isLetter(token.text().charAt(0));
    }

    /// Whether a word may stand before an attribute to say of what it is: a word of a phrase for a kind.
    boolean isModifier(Token token) {
        return token.kind() == Kind.WORD
                && modifiers.contains(token.stem())
                && !ignorable.contains(token.stem())
                && Tokenizer.unitNamed(token.text()).isEmpty();
    }

    /// How many tokens from `at` on are the longest phrase for an attribute of anything.
    int attributeAt(List<Token> tokens, int at) {
        int longest = 0;
        for (List<String> stems : attributes.getOrDefault(tokens.get(at).stem(), List.of())) {
            boolean joins = stems.size() == 1 && joining.contains(stems.getFirst());
            if (stems.size() > longest && !joins && stands(stems, tokens, at)) {
                longest = stems.size();
            }
        }
        return longest;
    }

    /// Whether what every occurrence has is named at `at`.
    boolean isAmbient(List<Token> tokens, int at) {
        return ambientPhrases.stream().anyMatch(phrase -> stands(phrase, tokens, at));
    }

    /// Whether all of the tokens name what every occurrence has.
    boolean isAmbient(List<Token> tokens) {
        return ambientPhrases.stream().anyMatch(phrase -> phrase.size() == tokens.size() && stands(phrase, tokens, 0));
    }

    /// How many tokens from `at` on are the longest phrase for a kind.
    int phraseAt(List<Token> tokens, int at) {
        int longest = 0;
        for (Phrase phrase : phrasesFrom(tokens.get(at).stem())) {
            int length = phrase.stems().size();
            if (length > longest && stands(phrase.stems(), tokens, at)) {
                longest = length;
            }
        }
        return longest;
    }

    static boolean stands(List<String> stems, List<Token> tokens, int at) {
        if (at + stems.size() > tokens.size()) {
            return false;
        }
        for (int i = 0; i < stems.size(); i++) {
            Token token = tokens.get(at + i);
            if (token.kind() != Kind.WORD || !token.stem().equals(stems.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// The known word that a misspelt one means, where it is a stem or exactly one is near; of short ones only such as
    /// say how and not what.
    Optional<String> corrected(Token token) {
        String stem = token.stem();
        String text = token.text().toLowerCase(Locale.ROOT);
        boolean plain = token.text().chars().allMatch(Character::isLetter)
                && token.text().substring(1).chars().noneMatch(Character::isUpperCase);
        if (token.kind() != Kind.WORD
                || !plain
                || isKnown(token)
                || isProgram(token)
                || token.text().length() < SHORTEST_CORRECTED - 1
                || token.text().length() > LONGEST_CORRECTED) {
            return Optional.empty();
        }
        if (vocabulary.containsKey(text)) {
            return Optional.ofNullable(vocabulary.get(text));
        }
        List<String> near = near(text, stem);
        List<String> usual = near.stream()
                .filter(known -> modifiers.contains(known) || ignorable.contains(known))
                .toList();
        boolean isShort = text.length() < SHORTEST_CORRECTED;
        List<String> likely = usual.isEmpty() && !isShort ? near : usual;
        return likely.size() == 1 && !isEnglish(text)
                ? Optional.ofNullable(vocabulary.get(likely.getFirst()))
                : Optional.empty();
    }

    /// The stems of known words that are one slip away, in their order.
    private List<String> near(String text, String stem) {
        return vocabulary.entrySet().stream()
                .filter(known -> known.getKey().length() >= SHORTEST_CORRECTED - 1)
                .filter(known -> isNear(text, known.getValue())
                        || stem.length() >= SHORTEST_CORRECTED && isNear(stem, known.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Known words that may be meant by one that is not understood.
    List<String> suggested(String word) {
        String text = word.toLowerCase(Locale.ROOT);
        boolean plain = text.length() >= SHORTEST_SUGGESTED
                && text.length() <= LONGEST_CORRECTED
                && text.chars().allMatch(Character::isLetter);
        return plain && !isEnglish(text)
                ? vocabulary.entrySet().stream()
                        .filter(known -> known.getValue().chars().allMatch(Character::isLetter))
                        .filter(known -> isNear(text, known.getValue())
                                || isNear(text, known.getValue() + "s")
                                || text.length() >= LONG_ENOUGH_FOR_TWO
                                        && text.charAt(0) == known.getValue().charAt(0)
                                        && Spelling.distance(text, known.getValue()) <= 2
                                || isNear(Stems.of(text), known.getKey())
                                        && known.getKey().length() >= SHORTEST_SUGGESTED - 1)
                        .map(Map.Entry::getValue)
                        .sorted()
                        .limit(MOST_SUGGESTED)
                        .toList()
                : List.of();
    }

    private static final int SHORTEST_SUGGESTED = 4;
    /// Of such words two letters may be wrong.
    private static final int LONG_ENOUGH_FOR_TWO = 9;
    private static final int MOST_SUGGESTED = 3;

    /// One letter too many, missing or wrong, or two that changed places.
    private static boolean isNear(String a, String b) {
        if (a.charAt(0) != b.charAt(0) || Math.abs(a.length() - b.length()) > 1) {
            return false;
        }
        int distance = Spelling.distance(a, b);
        if (distance <= 1) {
            return true;
        }
        char[] left = a.toCharArray();
        char[] right = b.toCharArray();
        java.util.Arrays.sort(left);
        java.util.Arrays.sort(right);
        return distance == 2 && a.length() == b.length() && java.util.Arrays.equals(left, right);
    }
}
