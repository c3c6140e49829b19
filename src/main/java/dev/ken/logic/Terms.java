package dev.ken.logic;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes terms: interned, and simplified where a local look is enough ([BoolRules], [BitRules]). One instance
/// belongs to one thread and one question; terms of different instances must not meet. Every simplification is
/// an equivalence.
public final class Terms {
    /// Conjunctions and disjunctions of more than two terms that are remembered.
    private static final int MOST_REMEMBERED = 1 << 15;

    private final Applications applications = new Applications();
    private final Map<Sort, Map<BigInteger, Term>> literals = new HashMap<>();
    private final Map<String, Term> symbols = new HashMap<>();
    private final Map<Term, Term> negations = new HashMap<>();
    private final Pairs conjunctions = new Pairs();
    private final Pairs disjunctions = new Pairs();
    private final Map<List<Term>, Term> allOf = new HashMap<>();
    private final Map<List<Term>, Term> anyOf = new HashMap<>();
    private final Knowledge knowledge;
    private final Term yes;
    private final Term no;
    private int made;

    public Terms() {
        this(Knowledge.NONE);
    }

    /// Terms that are also simplified by what is known of their symbols.
    public Terms(Knowledge knowledge) {
        this.knowledge = knowledge;
        yes = literal(Sort.BOOL, BigInteger.ONE);
        no = literal(Sort.BOOL, BigInteger.ZERO);
    }

    public Term bool(boolean value) {
        return value ? yes : no;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    /// How many nodes were made so far.
    public int size() {
        return made;
    }

    public Term number(long value, int width) {
        return literal(Sort.bits(width), Bits.wrap(BigInteger.valueOf(value), width));
    }

    public Term number(BigInteger value, int width) {
        return literal(Sort.bits(width), Bits.wrap(value, width));
    }

    /// Bytes of `text` in UTF-8, first byte highest, cut or NUL-padded to `widthBytes`; a cut keeps a final NUL.
    public Term text(String text, int widthBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = new byte[widthBytes];
        System.arraycopy(bytes, 0, padded, 0, Math.min(bytes.length, widthBytes - 1));
        return literal(Sort.bits(8 * widthBytes), new BigInteger(1, padded));
    }

    Term literal(Sort sort, BigInteger value) {
        Map<BigInteger, Term> ofSort = literals.computeIfAbsent(sort, _ -> new HashMap<>());
        Term known = ofSort.get(value);
        if (known == null) {
            known = new Term.Literal(made++, sort, value);
            ofSort.put(value, known);
        }
        return known;
    }

    public Term symbol(String name, Sort sort) {
        Term symbol = symbols.get(name);
        if (symbol == null) {
            symbol = new Term.Symbol(made++, sort, name);
            symbols.put(name, symbol);
        }
        if (!symbol.sort().equals(sort)) {
            throw new IllegalStateException("symbol " + name + " is a " + symbol.sort() + ", not a " + sort);
        }
        return symbol;
    }

    /// The symbol of that name, or where that is of another sort, one of a name made of it and its own.
    public Term symbolOf(String name, Sort sort) {
        Term known = symbols.get(name);
        return known == null || known.sort().equals(sort)
                ? symbol(name, sort)
                : symbol(name + (sort instanceof Sort.Bits(int width) ? "'" + width : "'"), sort);
    }

    /// The symbols made so far whose name starts with `prefix`, by name.
    public Map<String, Term> symbolsFrom(String prefix) {
        Map<String, Term> found = new TreeMap<>();
        symbols.forEach((name, term) -> {
            if (name.startsWith(prefix)) {
                found.put(name, term);
            }
        });
        return found;
    }

    public Term call(String function, Sort result, List<Term> arguments) {
        return make(Op.CALL, result, arguments, function, 0, 0);
    }

    public Term not(Term a) {
        if (a instanceof Term.Literal literal) {
            return bool(literal.isZero());
        }
        if (a instanceof Term.Apply apply && apply.op() == Op.NOT) {
            return apply.argument(0);
        }
        Term known = negations.get(a);
        if (known == null) {
            known = negation(a);
            negations.put(a, known);
            negations.putIfAbsent(known, a);
        }
        return known;
    }

    /// Negations stand at the leaves only, so that what is said in two ways becomes one term.
    private Term negation(Term a) {
        if (a instanceof Term.Apply apply && (apply.op() == Op.AND || apply.op() == Op.OR)) {
            List<Term> negated = new ArrayList<>();
            apply.arguments().forEach(argument -> negated.add(not(argument)));
            return apply.op() == Op.AND ? or(negated) : and(negated);
        }
        return make(Op.NOT, Sort.BOOL, List.of(a));
    }

    public Term and(List<Term> terms) {
        return remembered(Op.AND, allOf, terms);
    }

    public Term and(Term a, Term b) {
        return remembered(Op.AND, conjunctions, a, b);
    }

    public Term or(List<Term> terms) {
        return remembered(Op.OR, anyOf, terms);
    }

    public Term or(Term a, Term b) {
        return remembered(Op.OR, disjunctions, a, b);
    }

    private Term remembered(Op op, Pairs known, Term a, Term b) {
        Term before = known.find(a, b);
        if (before != null) {
            return before;
        }
        Term now = BoolRules.nary(this, op, List.of(a, b));
        known.add(a, b, now);
        return now;
    }

    private Term remembered(Op op, Map<List<Term>, Term> known, List<Term> terms) {
        Term before = known.get(terms);
        if (before != null) {
            return before;
        }
        List<Term> kept = List.copyOf(terms);
        Term now = BoolRules.nary(this, op, kept);
        if (known.size() < MOST_REMEMBERED) {
            known.put(kept, now);
        }
        return now;
    }

    public Term implies(Term a, Term b) {
        return or(not(a), b);
    }

    public Term equal(Term a, Term b) {
        if (!a.sort().equals(b.sort())) {
            throw new IllegalStateException("= of " + a.sort() + " and " + b.sort());
        }
        return BoolRules.equal(this, a, b);
    }

    public Term unequal(Term a, Term b) {
        return not(equal(a, b));
    }

    public Term choose(Term condition, Term then, Term otherwise) {
        if (!then.sort().equals(otherwise.sort())) {
            throw new IllegalStateException("ite of " + then.sort() + " and " + otherwise.sort());
        }
        return BoolRules.choose(this, condition, then, otherwise);
    }

    /// A binary arithmetic, bitwise or comparison operator on two bit-vectors of one width.
    public Term bits(Op op, Term a, Term b) {
        if (!a.sort().equals(b.sort())) {
            throw new IllegalStateException(op + " of " + a.sort() + " and " + b.sort());
        }
        return BitRules.binary(this, op, a, b);
    }

    public Term add(Term a, Term b) {
        return bits(Op.ADD, a, b);
    }

    public Term bitNot(Term a) {
        return a instanceof Term.Literal literal
                ? number(Bits.mask(a.width()).subtract(literal.value()), a.width())
                : make(Op.BIT_NOT, a.sort(), List.of(a));
    }

    public Term extract(Term a, int high, int low) {
        return BitRules.extract(this, a, high, low);
    }

    /// `a` in the high bits, `b` in the low ones.
    public Term concat(Term a, Term b) {
        return BitRules.concat(this, a, b);
    }

    public Term extend(Term a, int width, boolean signed) {
        return BitRules.extend(this, a, width, signed);
    }

    public Term floorLog2(Term a) {
        return a instanceof Term.Literal literal
                ? number(Math.max(0, literal.value().bitLength() - 1), a.width())
                : make(Op.FLOOR_LOG2, a.sort(), List.of(a));
    }

    /// [Op#FLOOR_LOG2] of `a` in terms of comparisons.
    Term logarithmDefinition(Term a) {
        Term result = number(0, a.width());
        for (int bit = 1; bit < a.width(); bit++) {
            Term power = number(BigInteger.ONE.shiftLeft(bit), a.width());
            result = choose(bits(Op.ULE, power, a), number(bit, a.width()), result);
        }
        return result;
    }

    Term make(Op op, Sort sort, List<Term> arguments) {
        return make(op, sort, arguments, "", 0, 0);
    }

    Term make(Op op, Sort sort, List<Term> arguments, String function, int high, int low) {
        int hash = Applications.hash(op, sort, arguments, function, high, low);
        Term.Apply known = applications.find(hash, op, sort, arguments, function, high, low);
        if (known == null) {
            known = new Term.Apply(made++, sort, op, List.copyOf(arguments), function, high, low);
            applications.add(hash, known);
        }
        return known;
    }

    /// The same operator on other arguments, simplified anew.
    public Term rebuild(Term.Apply apply, List<Term> arguments) {
        return switch (apply.op()) {
            case NOT -> not(arguments.get(0));
            case AND -> and(arguments);
            case OR -> or(arguments);
            case EQ -> equal(arguments.get(0), arguments.get(1));
            case ITE -> choose(arguments.get(0), arguments.get(1), arguments.get(2));
            case ADD, SUB, MUL, UDIV, UREM, SDIV, SREM, BIT_AND, BIT_OR, BIT_XOR, SHL, LSHR, ASHR, ULT, ULE, SLT, SLE ->
                bits(apply.op(), arguments.get(0), arguments.get(1));
            case BIT_NOT -> bitNot(arguments.get(0));
            case CONCAT -> concat(arguments.get(0), arguments.get(1));
            case EXTRACT -> extract(arguments.get(0), apply.high(), apply.low());
            case ZERO_EXTEND -> extend(arguments.get(0), apply.width(), false);
            case SIGN_EXTEND -> extend(arguments.get(0), apply.width(), true);
            case FLOOR_LOG2 -> floorLog2(arguments.get(0));
            case CALL -> call(apply.function(), apply.sort(), new ArrayList<>(arguments));
        };
    }
}
