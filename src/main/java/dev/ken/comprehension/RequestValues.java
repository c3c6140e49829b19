package dev.ken.comprehension;

import dev.ken.corpus.Wording;
import dev.ken.kernel.ErrorNumbers;
import dev.ken.kernel.catalog.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The values that stand in a request, as intents write them. A model may use these and no others.
///
/// @param numbers without a unit
/// @param sizes   with a unit, `4 KiB`
/// @param times   with a unit, `10 ms`
/// @param texts   names, paths and what is quoted, without quotes
/// @param errors  names of errors
record RequestValues(Set<String> numbers, Set<String> sizes, Set<String> times, Set<String> texts, Set<String> errors) {
    private static final int MOST = 24;
    private static final int SHORTEST_NAME = 2;
    private static final Set<String> MOMENTS = Set.of("second", "sec", "secondly");

    RequestValues {
        numbers = new LinkedHashSet<>(numbers);
        sizes = new LinkedHashSet<>(sizes);
        times = new LinkedHashSet<>(times);
        texts = new LinkedHashSet<>(texts);
        errors = new LinkedHashSet<>(errors);
    }

    static RequestValues of(String request) {
        RequestValues values = new RequestValues(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
        Tokenizer.tokens(request).forEach(values::add);
        return values;
    }

    /// Without texts that are words of a vocabulary; what is quoted, and paths, are none.
    RequestValues without(Set<String> stems) {
        Set<String> names = new LinkedHashSet<>(texts);
        names.removeIf(text -> text.chars().allMatch(Character::isLetter)
                && Wording.stems(text).stream().anyMatch(stems::contains));
        return new RequestValues(numbers, sizes, times, names, errors);
    }

    private void add(Token token) {
        switch (token.kind()) {
            case NUMBER -> number(token.number(), token.unit());
            case HERTZ -> numbers.add(Long.toString(token.number()));
            case QUOTED, PATH -> text(token.text());
            case WORD -> word(token.text());
            case COMMA, STOP -> {}
        }
    }

    private void number(long base, Optional<Unit> unit) {
        switch (unit.map(Unit::family).orElse(Unit.Family.PLAIN)) {
            case PLAIN -> numbers.add(Long.toString(base));
            case SIZE -> sizes.add(scaled(base, Unit.GIBIBYTES, Unit.MEBIBYTES, Unit.KIBIBYTES, Unit.BYTES));
            case TIME -> times.add(scaled(base, Unit.SECONDS, Unit.MILLISECONDS, Unit.MICROSECONDS, Unit.NANOSECONDS));
        }
    }

    /// In the largest unit that leaves a whole number.
    private static String scaled(long base, Unit... units) {
        for (Unit unit : units) {
            if (base % unit.factor() == 0) {
                return base / unit.factor() + " " + unit.symbol();
            }
        }
        throw new IllegalStateException("the last unit is the base");
    }

    /// How many of the base unit (bytes, nanoseconds) a value is: 4096 of `4 KiB`.
    static long base(String value) {
        String[] words = value.split(" ");
        long factor = words.length == 2 ? Unit.of(words[1]).map(Unit::factor).orElse(1L) : 1;
        return Long.parseLong(words[0]) * factor;
    }

    private void word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (MOMENTS.contains(lower)) {
            times.add("1 s");
        } else if (lower.equals("minute")) {
            times.add("60 s");
        } else if (ErrorNumbers.byName(word).isPresent()) {
            errors.add(word);
        } else if (isName(word, lower)) {
            text(word);
        }
    }

    /// What no reader of English takes for a word about the answer may be a name.
    private static boolean isName(String word, String lower) {
        List<String> stems = Wording.stems(lower);
        boolean plain = word.chars().allMatch(Character::isLetter);
        boolean english = plain && !Ordinary.PROGRAMS.contains(lower) && Ordinary.ENGLISH.contains(lower);
        return word.length() >= SHORTEST_NAME
                && !stems.isEmpty()
                && !english
                && !Ordinary.UNITS.contains(lower)
                && (!plain || stems.stream().noneMatch(Wording::isChatter));
    }

    /// Words that are no names, unless they are known as programs or stand in quotes.
    private static final class Ordinary {
        private static final Set<String> ENGLISH = Tables.words("english.words");
        private static final Set<String> UNITS = Tables.pairs("units.words").keySet();
        private static final Set<String> PROGRAMS = Tables.words("programs.words");
    }

    private void text(String text) {
        if (texts.size() < MOST && !text.isBlank()) {
            texts.add(text);
        }
    }
}
