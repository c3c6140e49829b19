package dev.ken.comprehension;

import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a request into words, numbers with units, quoted texts and paths.
final class Tokenizer {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|[\"“”]([^\"“”]*)[\"“”]|'([^']*)'|(/[\\w./+-]*\\w|/)|(\\d[\\d_,]*(?:\\.\\d+)?)\\s*(ns|us|µs|ms|s|sec|secs|second|seconds|"
                    + "millisecond|milliseconds|microsecond|microseconds|nanosecond|nanoseconds|minute|minutes|min|k|kb|kib|mb|mib|gb|gib|"
                    + "b|byte|bytes|kilobyte|kilobytes|megabyte|megabytes|hz|hertz)?(?![\\w])|(\\d[\\d_]*)|([\\p{L}_][\\p{L}\\d_]*(?::[\\w:*]+|[-/.][\\p{L}\\d_]+)*(?:\\(\\))?)|(.)",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> NUMBERS = Map.ofEntries(
            Map.entry("one", 1L),
            Map.entry("two", 2L),
            Map.entry("three", 3L),
            Map.entry("four", 4L),
            Map.entry("five", 5L),
            Map.entry("six", 6L),
            Map.entry("seven", 7L),
            Map.entry("eight", 8L),
            Map.entry("nine", 9L),
            Map.entry("ten", 10L),
            Map.entry("twenty", 20L),
            Map.entry("thirty", 30L),
            Map.entry("hundred", 100L));

    private Tokenizer() {}

    static List<Token> tokens(String request) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(request);
        while (matcher.find()) {
            token(matcher).ifPresent(tokens::add);
        }
        return joined(tokens);
    }

    private static Optional<Token> token(Matcher matcher) {
        for (int group = 1; group <= 2; group++) {
            if (matcher.group(group) != null) {
                String text = matcher.group(group);
                Token.Kind kind = text.startsWith("/") ? Token.Kind.PATH : Token.Kind.QUOTED;
                return Optional.of(new Token(kind, text, "", 0, Optional.empty()));
            }
        }
        if (matcher.group(3) != null) {
            return Optional.of(new Token(Token.Kind.PATH, matcher.group(3), "", 0, Optional.empty()));
        }
        if (matcher.group(4) != null) {
            return Optional.of(number(
                    matcher.group(4), Optional.ofNullable(matcher.group(5)).orElse(""), matcher.group()));
        }
        if (matcher.group(6) != null) {
            return Optional.of(number(matcher.group(6), "", matcher.group()));
        }
        return Optional.ofNullable(matcher.group(7)).map(Tokenizer::word);
    }

    private static Token word(String text) {
        Long number = NUMBERS.get(text.toLowerCase(Locale.ROOT));
        return number == null
                ? new Token(Token.Kind.WORD, text, Stems.of(text), 0, Optional.empty())
                : new Token(Token.Kind.NUMBER, text, "", number, Optional.empty());
    }

    private static Token number(String digits, String unit, String text) {
        Optional<Unit> known = unit(unit);
        double value = Double.parseDouble(digits.replaceAll("[_,]", ""));
        long factor = unit.toLowerCase(Locale.ROOT).startsWith("min")
                ? 60_000_000_000L
                : known.map(Unit::factor).orElse(1L);
        boolean hertz = unit.toLowerCase(Locale.ROOT).startsWith("h");
        String stem = hertz ? "hz" : "";
        return new Token(Token.Kind.NUMBER, text.strip(), stem, Math.round(value * factor), known);
    }

    static Optional<Unit> unit(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "ns", "nanosecond", "nanoseconds" -> Optional.of(Unit.NANOSECONDS);
            case "us", "µs", "usecs", "microsecond", "microseconds" -> Optional.of(Unit.MICROSECONDS);
            case "ms", "msecs", "millisecond", "milliseconds" -> Optional.of(Unit.MILLISECONDS);
            case "s", "sec", "secs", "second", "seconds", "min", "minute", "minutes" -> Optional.of(Unit.SECONDS);
            case "b", "byte", "bytes" -> Optional.of(Unit.BYTES);
            case "k", "kb", "kib", "kilobyte", "kilobytes" -> Optional.of(Unit.KIBIBYTES);
            case "mb", "mib", "megabyte", "megabytes" -> Optional.of(Unit.MEBIBYTES);
            case "gb", "gib", "gigabyte", "gigabytes" -> Optional.of(Unit.GIBIBYTES);
            default -> Optional.empty();
        };
    }

    /// "five seconds": a number written out takes the unit that follows it.
    private static List<Token> joined(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        for (Token token : tokens) {
            Token last = out.isEmpty() ? token : out.getLast();
            Optional<Unit> unit = token.kind() == Token.Kind.WORD ? unit(token.text()) : Optional.empty();
            boolean spelled = last.kind() == Token.Kind.NUMBER
                    && last.unit().isEmpty()
                    && last.stem().isEmpty();
            if (!out.isEmpty() && spelled && unit.isPresent()) {
                out.removeLast();
                long factor = token.text().toLowerCase(Locale.ROOT).startsWith("min")
                        ? 60_000_000_000L
                        : unit.get().factor();
                out.add(new Token(
                        Token.Kind.NUMBER, last.text() + " " + token.text(), "", last.number() * factor, unit));
            } else {
                out.add(token);
            }
        }
        return out;
    }
}
