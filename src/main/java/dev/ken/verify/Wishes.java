package dev.ken.verify;

import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Conditions under which values read well. They only choose among examples.
final class Wishes {
    /// How much is wished for.
    enum Wish {
        /// The same few threads in every example, and addresses that the kernel gives.
        PLAIN,
        /// The same where such an address has to be NULL or an error.
        WITHOUT_ADDRESSES,
        /// A thread may also have a name that is asked about.
        ASKED_NAMES,
        SHORT_NAMES,
        PRINTABLE,
        /// As with names that are asked about, where a thread has a large number.
        LARGE_NUMBERS
    }

    private static final long LARGEST_SIZE = 1L << 47;
    private static final long LARGEST_ERROR = 4095;
    /// More constants are not tried as names.
    private static final int MOST_TEXTS = 8;
    /// Where the kernel keeps what it allocates: all memory is mapped there (Documentation/arch/x86/x86_64/mm.rst).
    private static final long KERNEL_MEMORY = 0xffff888000001000L;

    private static final long KERNEL_MEMORY_END = 0xffffc87ffffff000L;

    private Wishes() {}

    /// `pointers` says which symbols are addresses of something in the kernel; texts in `about` are asked about.
    static List<Term> of(Terms terms, List<Term> about, Wish wish, Predicate<String> pointers) {
        Map<String, Term> symbols = World.symbols(about);
        Set<Term> texts = wish == Wish.ASKED_NAMES || wish == Wish.LARGE_NUMBERS ? texts(about) : Set.of();
        List<Term> wishes = new ArrayList<>();
        symbols.forEach((name, symbol) -> {
            int dot = name.indexOf('.');
            if (dot > 0 && symbol.sort() instanceof Sort.Bits && pointers.test(name)) {
                if (wish != Wish.WITHOUT_ADDRESSES) {
                    wishes.add(between(terms, symbol, KERNEL_MEMORY, KERNEL_MEMORY_END));
                }
            } else if (dot > 0 && symbol.sort() instanceof Sort.Bits) {
                wish(terms, name, dot, symbol, wish, texts, wishes);
            }
        });
        return wishes;
    }

    /// Constant texts that look like names.
    private static Set<Term> texts(List<Term> about) {
        Set<Term> texts = new LinkedHashSet<>();
        Set<Term> seen = new HashSet<>();
        List<Term> open = new ArrayList<>(about);
        while (!open.isEmpty()) {
            Term term = open.removeLast();
            if (seen.add(term)) {
                switch (term) {
                    case Term.Literal literal
                    when literal.sort() instanceof Sort.Bits && literal.width() == 8 * Readings.COMM_BYTES ->
                        texts.add(literal);
                    case Term.Literal _, Term.Symbol _ -> {}
                    case Term.Apply apply -> open.addAll(apply.arguments());
                }
            }
        }
        return texts.size() > MOST_TEXTS ? Set.of() : texts;
    }

    private static void wish(
            Terms terms, String name, int dot, Term symbol, Wish wish, Set<Term> texts, List<Term> wishes) {
        boolean plain = wish == Wish.PLAIN || wish == Wish.WITHOUT_ADDRESSES;
        boolean owned = name.matches("t\\d+\\..*");
        int thread = owned ? Integer.parseInt(name.substring(1, dot)) : 1;
        long id = Samples.FIRST_THREAD - 1L + thread;
        String attribute = name.substring(dot + 1);
        if (attribute.startsWith("comm") && symbol.width() > 64) {
            String command = Samples.COMMANDS.get((thread - 1) % Samples.COMMANDS.size());
            wishes.add(
                    switch (wish) {
                        case PLAIN, WITHOUT_ADDRESSES -> terms.equal(symbol, terms.text(command, symbol.width() / 8));
                        case ASKED_NAMES, LARGE_NUMBERS -> {
                            List<Term> names = new ArrayList<>();
                            names.add(terms.equal(symbol, terms.text(command, symbol.width() / 8)));
                            texts.stream()
                                    .filter(text -> text.width() == symbol.width())
                                    .forEach(text -> names.add(terms.equal(symbol, text)));
                            yield terms.or(names);
                        }
                        case SHORT_NAMES -> name(terms, symbol);
                        case PRINTABLE -> printable(terms, symbol);
                    });
            return;
        }
        switch (attribute) {
            case "tid", "pid" ->
                wishes.add(plain ? between(terms, symbol, id, id) : between(terms, symbol, 1, largestId(wish)));
            case "len" -> wishes.add(between(terms, symbol, plain ? 60 : 14, plain ? 98 : 1514));
            case "uid", "gid", "cpu" -> wishes.add(between(terms, symbol, 0, plain ? 0 : 9));
            case "time" -> {
                long first = Samples.time(name, at -> Samples.SECOND * at).orElse(Samples.SECOND);
                long slack = wish == Wish.PRINTABLE ? 900_000_000L : 0;
                wishes.add(between(terms, symbol, first, first + slack));
            }
            default -> likely(terms, name, symbol, wish, wishes);
        }
    }

    /// Numbers of threads that are asked about may be larger.
    private static long largestId(Wish wish) {
        return wish == Wish.LARGE_NUMBERS ? 99_999 : 99;
    }

    /// Sizes, addresses of programs and results are below 2^47, and what is negative is an error number or an `int`.
    private static void likely(Terms terms, String name, Term symbol, Wish wish, List<Term> wishes) {
        if (name.matches("e\\d+\\..*") && symbol.width() == Long.SIZE && wish != Wish.PRINTABLE) {
            long least = wish == Wish.SHORT_NAMES ? Integer.MIN_VALUE : -LARGEST_ERROR;
            wishes.add(terms.bits(Op.SLE, terms.number(least, Long.SIZE), symbol));
            wishes.add(terms.bits(Op.SLT, symbol, terms.number(LARGEST_SIZE, Long.SIZE)));
        }
    }

    private static Term between(Terms terms, Term symbol, long low, long high) {
        return terms.and(
                terms.bits(Op.ULE, terms.number(low, 64), symbol), terms.bits(Op.ULE, symbol, terms.number(high, 64)));
    }

    /// Three small letters and nothing more.
    private static Term name(Terms terms, Term text) {
        List<Term> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Term it = terms.extract(text, text.width() - 8 * i - 1, text.width() - 8 * i - 8);
            all.add(terms.bits(Op.ULE, terms.number('a', 8), it));
            all.add(terms.bits(Op.ULE, it, terms.number('z', 8)));
        }
        all.add(terms.equal(terms.extract(text, text.width() - 25, 0), terms.number(0, text.width() - 24)));
        return terms.and(all);
    }

    /// At least one printable character, and nothing after the first NUL.
    private static Term printable(Terms terms, Term text) {
        List<Term> all = new ArrayList<>();
        int bytes = text.width() / 8;
        for (int i = 0; i < bytes; i++) {
            int high = text.width() - 8 * i - 1;
            Term it = terms.extract(text, high, high - 7);
            Term zero = terms.equal(it, terms.number(0, 8));
            Term letter = terms.and(
                    terms.bits(Op.ULE, terms.number('-', 8), it), terms.bits(Op.ULE, it, terms.number('z', 8)));
            all.add(i == 0 ? letter : terms.or(zero, letter));
            if (i + 1 < bytes) {
                Term next = terms.extract(text, high - 8, high - 15);
                all.add(terms.implies(zero, terms.equal(next, terms.number(0, 8))));
            }
        }
        return terms.and(all);
    }
}
