package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.kernel.catalog.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits a request into words, numbers with units, quoted texts, paths and exact names. Total.
final class Tokenizer {
    private static final Map<String, String> UNITS = Tables.pairs("units.words");
    private static final Map<String, String> NUMBERS = Tables.pairs("numbers.words");
    private static final Set<String> RANGE_STARTS = Set.copyOf(Lexicon.stems("between from"));
    private static final Set<String> RANGE_JOINTS = Set.copyOf(Lexicon.stems("and to"));
    private static final String INSIDE_WORDS = "_-.:/*'’()";
    private static final String OPENING = "\"“`'‘";
    private static final String CLOSING = "\"”`'’";
    /// Stands behind the last character.
    private static final char END = 0;
    /// The largest number that the text form of conditions has.
    private static final BigDecimal LARGEST = BigDecimal.valueOf(999_999_999_999_999_999L);

    /// What stands between "half" and its unit.
    private static final Pattern HALF = Pattern.compile("(?i)[ -]+(an? )?(?=(second|sec|minute|min|hour)s?\\b)");

    /// "calls/s", "reads/sec".
    private static final Pattern PACE = Pattern.compile("(?i)([a-z_]+)/(s|sec|second|min|minute|h|hour)");
    private static final Map<String, String> PACES = Map.of("m", "minute", "h", "hour");
    private static final String PER = "per-";
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern TIMES =
            Pattern.compile("(?i)\\d+ ?(ms|s|sec|secs|seconds?|min|mins|minutes?|h|hours?)\\b");
    private static final Set<String> SLASHED = Tables.words("slashed.words");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String request) {
        Tokenizer tokenizer = new Tokenizer(request);
        while (tokenizer.at < request.length()) {
            tokenizer.token();
        }
        return withSharedUnits(tokenizer.tokens);
    }

    /// "between 1 and 10 ms": a unit behind the second number is that of the first, too.
    private static List<Token> withSharedUnits(List<Token> tokens) {
        List<Token> out = new ArrayList<>(tokens);
        for (int at = 1; at + 2 < tokens.size(); at++) {
            Token first = tokens.get(at);
            Token second = tokens.get(at + 2);
            boolean pair = first.kind() == Kind.NUMBER
                    && first.unit().isEmpty()
                    && second.kind() == Kind.NUMBER
                    && second.unit().isPresent()
                    && RANGE_STARTS.contains(tokens.get(at - 1).stem())
                    && RANGE_JOINTS.contains(tokens.get(at + 1).stem());
            if (pair) {
                Unit unit = second.unit().orElseThrow();
                BigDecimal base = BigDecimal.valueOf(first.number()).multiply(BigDecimal.valueOf(unit.factor()));
                out.set(at, new Token(Kind.NUMBER, first.text(), "", clamped(base), second.unit()));
            }
        }
        return List.copyOf(out);
    }

    /// "0-100us": the unit behind the second number is that of the first, too.
    private void shareUnit(int first) {
        Token low = tokens.get(first);
        tokens.getLast()
                .unit()
                .ifPresent(unit -> tokens.set(
                        first,
                        new Token(
                                Kind.NUMBER,
                                low.text(),
                                "",
                                clamped(BigDecimal.valueOf(low.number()).multiply(BigDecimal.valueOf(unit.factor()))),
                                Optional.of(unit))));
    }

    /// "runs / cpu", "resets / 10 s".
    private Optional<Token> slash() {
        String rest = text.substring(at + 1).strip();
        if (TIMES.matcher(rest).lookingAt()) {
            return Optional.of(Token.word("every"));
        }
        Matcher next = WORD.matcher(rest);
        return next.lookingAt() && SLASHED.contains(next.group().toLowerCase(Locale.ROOT))
                ? Optional.of(Token.word("per"))
                : Optional.empty();
    }

    private char here() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private void token() {
        char c = here();
        int quote = OPENING.indexOf(c);
        int close = quote < 0 ? -1 : text.indexOf(CLOSING.charAt(quote), at + 1);
        if (close > at && close > at + 1) {
            String inside = text.substring(at + 1, close);
            tokens.add(Token.of(inside.startsWith("/") ? Kind.PATH : Kind.QUOTED, inside));
            at = close + 1;
        } else if (c == '/' && standsAlone() && slash().isPresent()) {
            slash().ifPresent(tokens::add);
            at++;
        } else if (c == '/') {
            path();
        } else if (c == '.' && isSuffix()) {
            suffix();
        } else if (c == '*'
                && at + 1 < text.length()
                && (text.charAt(at + 1) == '.' || Character.isLetterOrDigit(text.charAt(at + 1)))) {
            glob();
        } else if (Character.isDigit(c) || isNegative(c)) {
            number();
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else {
            if (c == ',') {
                tokens.add(Token.of(Kind.COMMA, ","));
            } else if ("+&".indexOf(c) >= 0 && standsAlone()) {
                tokens.add(Token.word("and"));
            } else if (c == '→' || text.startsWith("->", at)) {
                tokens.add(Token.word("and"));
                at += c == '→' ? 0 : 1;
            } else if (c == ':' || "-–—".indexOf(c) >= 0 && (standsAlone() || text.startsWith("--", at))) {
                tokens.add(Token.word(":"));
            } else if (text.startsWith("!=", at)) {
                symbol();
                return;
            } else if (".;?!\n".indexOf(c) >= 0) {
                tokens.add(Token.of(Kind.STOP, String.valueOf(c)));
            } else if ("<>=".indexOf(c) >= 0) {
                symbol();
                return;
            }
            at++;
        }
    }

    /// Whether there are blanks around the character here, and something behind: "calls - pid and name".
    private boolean standsAlone() {
        return at > 0
                && at + 2 < text.length()
                && Character.isWhitespace(text.charAt(at - 1))
                && Character.isWhitespace(text.charAt(at + 1));
    }

    /// "*.log", as the shell writes patterns.
    private void glob() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(here()) && ",;?!\"')".indexOf(here()) < 0) {
            at++;
        }
        tokens.add(Token.word(text.substring(start, at)));
    }

    /// Whether the ending of a file name stands here: ".log", not the end of a sentence.
    private boolean isSuffix() {
        return (at == 0 || text.charAt(at - 1) == ' ')
                && at + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(at + 1));
    }

    private void suffix() {
        int start = at++;
        while (at < text.length() && Character.isLetterOrDigit(here())) {
            at++;
        }
        tokens.add(Token.of(Kind.QUOTED, text.substring(start, at)));
    }

    /// A minus sign in front of a number that stands for itself ("-11"), not one between words ("sys-5").
    private boolean isNegative(char c) {
        boolean free = at == 0 || " =(<>".indexOf(text.charAt(at - 1)) >= 0;
        return c == '-' && free && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    private void symbol() {
        int start = at;
        while ("<>=!".indexOf(here()) >= 0) {
            at++;
        }
        String symbol = text.substring(start, at);
        tokens.add(new Token(Kind.WORD, symbol, symbol, 0, Optional.empty()));
    }

    private void path() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(here()) && ",;?!\"'".indexOf(here()) < 0) {
            at++;
        }
        String path = text.substring(start, at);
        String clean = path.replaceAll("(?<=.)[.:)]+$", "").replaceAll("(?<=/)\\*+$", "");
        at = start + clean.length();
        while (here() == '*') {
            at++;
        }
        tokens.add(Token.of(Kind.PATH, clean));
    }

    private void word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(here()) || INSIDE_WORDS.indexOf(here()) >= 0)) {
            if (here() == '(' && !text.startsWith("()", at)) {
                break;
            }
            at++;
        }
        String word = text.substring(start, at);
        while (word.length() > 1 && "-.:/*'’(".indexOf(word.charAt(word.length() - 1)) >= 0
                || word.endsWith(")") && !word.endsWith("()")) {
            word = word.substring(0, word.length() - 1);
        }
        at = start + word.length() + (isShort(word, start + word.length()) ? 1 : 0);
        Matcher pace = PACE.matcher(word);
        if (pace.matches()) {
            tokens.add(Token.word(pace.group(1)));
            tokens.add(Token.word("per"));
            tokens.add(Token.word(
                    PACES.getOrDefault(pace.group(2).toLowerCase(Locale.ROOT).substring(0, 1), "second")));
            return;
        }
        if (word.length() > PER.length()
                && word.toLowerCase(Locale.ROOT).startsWith(PER)
                && !word.equalsIgnoreCase("per-cpu")) {
            tokens.add(Token.word("per"));
            at = start + PER.length();
            return;
        }
        Matcher half = HALF.matcher(text).region(at, text.length());
        if (word.equalsIgnoreCase("half") && half.lookingAt()) {
            at = half.end();
            quantity(new BigDecimal("0.5"), word);
            return;
        }
        String spelled = NUMBERS.get(word.toLowerCase(Locale.ROOT));
        if (spelled == null && word.equalsIgnoreCase("one") && isUnitNext()) {
            quantity(BigDecimal.ONE, word);
        } else if (spelled == null) {
            tokens.add(Token.word(word));
        } else {
            quantity(new BigDecimal(spelled), word);
        }
    }

    /// Whether the mark at `end` belongs to a shortened word: "w/ reason", "sent vs. received", "avg. size".
    private boolean isShort(String word, int end) {
        boolean inside = end + 2 < text.length() && text.charAt(end + 1) == ' ';
        char next = inside ? text.charAt(end + 2) : END;
        String lower = word.toLowerCase(Locale.ROOT);
        return inside
                && (text.charAt(end) == '/' && lower.equals("w")
                        || text.charAt(end) == '.'
                                && SHORTENED.contains(lower)
                                && (Character.isLowerCase(next) || Character.isDigit(next)));
    }

    private static final Set<String> SHORTENED =
            Set.of("vs", "incl", "excl", "approx", "avg", "max", "min", "dest", "e.g", "i.e", "resp");

    /// Whether a unit of time stands behind: "one minute", not "one of them".
    private boolean isUnitNext() {
        String[] words = text.substring(at).strip().split("[^\\p{L}]", 2);
        String meaning = UNITS.getOrDefault(words[0].toLowerCase(Locale.ROOT), "");
        return words[0].length() > 1 && (meaning.endsWith("s") || meaning.startsWith("s "));
    }

    private void number() {
        if (text.startsWith("0x", at) && hexadecimal()) {
            return;
        }
        java.util.regex.Matcher device = DEVICE.matcher(text).region(at, text.length());
        if (device.lookingAt()) {
            tokens.add(Token.word(device.group()));
            at = device.end();
            return;
        }
        int start = at;
        at += here() == '-' ? 1 : 0;
        while (Character.isDigit(here())
                || (here() == ',' || here() == '_' || here() == '.')
                        && at + 1 < text.length()
                        && Character.isDigit(text.charAt(at + 1))) {
            at++;
        }
        if ((here() == 'e' || here() == 'E') && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            int mantissa = at++;
            while (Character.isDigit(here())) {
                at++;
            }
            if (at - mantissa > 3 || Character.isLetter(here())) {
                at = mantissa;
            }
        }
        if ("-–".indexOf(here()) >= 0 && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            String low = text.substring(start, at++);
            tokens.add(new Token(
                    Kind.NUMBER, low, "", clamped(new BigDecimal(low.replaceAll("[_,]", ""))), Optional.empty()));
            tokens.add(Token.word("to"));
            number();
            shareUnit(tokens.size() - 3);
            return;
        }
        String digits = text.substring(start, at).replaceAll("[_,]", "");
        boolean several = digits.indexOf('.') != digits.lastIndexOf('.');
        quantity(several ? BigDecimal.ZERO : new BigDecimal(digits), text.substring(start, at));
    }

    /// Takes a number as C writes it, to the base 16; false where no digits follow.
    private boolean hexadecimal() {
        int end = at + 2;
        while (end < text.length() && Character.digit(text.charAt(end), HEXADECIMAL) >= 0) {
            end++;
        }
        if (end == at + 2 || end > at + 2 + MOST_HEXADECIMAL_DIGITS) {
            return false;
        }
        long value = Long.parseLong(text, at + 2, end, HEXADECIMAL);
        tokens.add(new Token(Kind.NUMBER, text.substring(at, end), "", value, Optional.empty()));
        at = end;
        return true;
    }

    /// Major and minor number of a device.
    private static final Pattern DEVICE = Pattern.compile("\\d{1,3}:\\d{1,7}(?![\\w:.])");

    private static final int HEXADECIMAL = 16;
    private static final int MOST_HEXADECIMAL_DIGITS = 15;

    /// A number, and the unit that may follow.
    private void quantity(BigDecimal value, String written) {
        int start = at;
        while (here() == ' ' || here() == '-') {
            at++;
        }
        int unitStart = at;
        while (Character.isLetter(here()) || here() == 'µ' || here() == 'μ') {
            at++;
        }
        String unit = text.substring(unitStart, at);
        String meaning = Optional.ofNullable(UNITS.get(unit))
                .or(() -> Optional.ofNullable(UNITS.get(unit.toLowerCase(Locale.ROOT))))
                .orElse("");
        if (meaning.isEmpty() || Character.isDigit(here())) {
            at = start;
            tokens.add(new Token(Kind.NUMBER, written, "", clamped(value), Optional.empty()));
            return;
        }
        String all = written + " " + unit;
        if (meaning.equals("Hz")) {
            tokens.add(new Token(Kind.HERTZ, all, "", clamped(value), Optional.empty()));
            return;
        }
        String[] words = meaning.split(" ");
        Unit known = unit(words[0]);
        long times = words.length == 2 ? Long.parseLong(words[1]) : 1;
        BigDecimal base = value.multiply(BigDecimal.valueOf(known.factor())).multiply(BigDecimal.valueOf(times));
        tokens.add(new Token(Kind.NUMBER, all, "", clamped(base), Optional.of(known)));
    }

    /// The unit that a word names, where it is one of time or size.
    static Optional<Unit> unitNamed(String word) {
        String meaning = UNITS.getOrDefault(word, UNITS.getOrDefault(word.toLowerCase(Locale.ROOT), ""));
        return meaning.isEmpty() || meaning.equals("Hz") || meaning.contains(" ")
                ? Optional.empty()
                : Optional.of(unit(meaning));
    }

    private static Unit unit(String symbol) {
        return Unit.of(symbol).orElseThrow(() -> new IllegalStateException("no unit " + symbol));
    }

    private static long clamped(BigDecimal value) {
        return value.min(LARGEST)
                .max(LARGEST.negate())
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
