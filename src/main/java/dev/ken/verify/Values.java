package dev.ken.verify;

import dev.ken.kernel.NetAddress;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Values of two programs side by side: bringing them to one sort, and saying them in words.
final class Values {
    private static final int NUMBER_BITS = 64;
    private static final int INT_BITS = 32;

    private Values() {}

    /// A name that stands for a number (a user's for their uid) says the same as the number.
    static Term meant(Term shown) {
        return shown instanceof Term.Apply apply
                        && apply.op() == Op.CALL
                        && apply.function().equals("username")
                ? apply.argument(0)
                : shown;
    }

    /// Whether two values are the same; empty where a number meets a text.
    static Optional<Term> same(Terms terms, Term a, Term b) {
        Optional<Term> left = plain(terms, a);
        Optional<Term> right = plain(terms, b);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        int width = Math.max(left.get().width(), right.get().width());
        boolean texts = left.get().width() > NUMBER_BITS && right.get().width() > NUMBER_BITS;
        if (left.get().width() != right.get().width() && !texts) {
            return Optional.empty();
        }
        return Optional.of(terms.equal(padded(terms, left.get(), width), padded(terms, right.get(), width)));
    }

    /// Whether a value is shown that is shown as an `int`: where that is all that the value has, the low bits decide.
    static Term sameInt(Terms terms, Term value, Term shown) {
        boolean isInt = value.width() == NUMBER_BITS
                && shown.width() == NUMBER_BITS
                && value instanceof Term.Apply extended
                && extended.op() == Op.SIGN_EXTEND
                && extended.argument(0).width() <= INT_BITS;
        return isInt
                ? terms.equal(terms.extract(value, INT_BITS - 1, 0), terms.extract(shown, INT_BITS - 1, 0))
                : same(terms, value, shown).orElse(terms.bool(false));
    }

    /// A key part of one map as a key part of another: padded or cut to `width`.
    static Optional<Term> fitted(Terms terms, Term value, int width) {
        if (value.width() == width) {
            return Optional.of(value);
        }
        if (value.width() <= NUMBER_BITS || width <= NUMBER_BITS) {
            return Optional.empty();
        }
        return Optional.of(
                width > value.width()
                        ? padded(terms, value, width)
                        : terms.extract(value, value.width() - 1, value.width() - width));
    }

    /// Text with zeros behind it.
    static Term padded(Terms terms, Term text, int width) {
        return width == text.width() ? text : terms.concat(text, terms.number(0, width - text.width()));
    }

    private static Optional<Term> plain(Terms terms, Term term) {
        return Optional.of(
                term.sort() instanceof Sort.Bool
                        ? terms.choose(term, terms.number(1, NUMBER_BITS), terms.number(0, NUMBER_BITS))
                        : term);
    }

    /// A value in words: text in quotes, a network address as one writes it, else a signed decimal number.
    static String words(Term term, Evaluator evaluator) {
        Optional<String> address = address(term, evaluator);
        if (address.isPresent()) {
            return address.get();
        }
        BigInteger value = evaluator.value(term);
        if (term.sort() instanceof Sort.Bits(int width)) {
            return width > NUMBER_BITS ? "'" + text(value, width / 8) + "'" : decimal(value, width);
        }
        return value.toString();
    }

    private static Optional<String> address(Term term, Evaluator evaluator) {
        if (!(term instanceof Term.Apply apply)) {
            return Optional.empty();
        }
        if (apply.op() == Op.ITE) {
            boolean first = evaluator.holds(apply.argument(0));
            return address(apply.argument(first ? 1 : 2), evaluator);
        }
        return apply.op() == Op.CALL && apply.function().equals("ntop")
                ? NetAddress.text(apply.arguments().stream()
                        .map(argument -> evaluator.value(argument).longValue())
                        .toList())
                : Optional.empty();
    }

    static String decimal(BigInteger value, int width) {
        return (value.testBit(width - 1) ? value.subtract(BigInteger.ONE.shiftLeft(width)) : value).toString();
    }

    /// The bytes up to the first NUL, as printable text.
    static String text(BigInteger value, int bytes) {
        byte[] all = new byte[bytes];
        byte[] raw = value.toByteArray();
        int from = Math.max(0, raw.length - bytes);
        System.arraycopy(raw, from, all, bytes - (raw.length - from), raw.length - from);
        int end = 0;
        while (end < bytes && all[end] != 0) {
            end++;
        }
        StringBuilder out = new StringBuilder();
        for (char c : new String(all, 0, end, StandardCharsets.ISO_8859_1).toCharArray()) {
            out.append(
                    c >= ' ' && c < 127
                            ? String.valueOf(c)
                            : "\\x" + Integer.toHexString(c | 0x100).substring(1));
        }
        return out.toString();
    }

    static String words(List<Term> terms, Evaluator evaluator) {
        List<String> words = new ArrayList<>();
        terms.forEach(term -> words.add(words(term, evaluator)));
        return String.join(", ", words);
    }
}
