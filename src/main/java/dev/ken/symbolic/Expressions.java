package dev.ken.symbolic;

import dev.ken.ir.Expr;
import dev.ken.ir.Type;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The meaning of IR expressions as terms, at one occurrence.
final class Expressions {
    /// Text behind a user address is one unknown text of this width for each process and address; narrower
    /// reads are cuts of it, and what lies behind it is not modelled.
    static final int USER_TEXT_BYTES = 64;

    static final String USER_TEXT = "user.text";
    static final String USER_MEMORY = "memory.user";

    private final Terms terms;
    private final Occurrence occurrence;
    private final Map<String, Term> read;

    /// `read` is told the value of every attribute that is looked at.
    Expressions(Terms terms, Occurrence occurrence, Map<String, Term> read) {
        this.terms = terms;
        this.occurrence = occurrence;
        this.read = read;
    }

    static Sort sort(Type type) {
        return switch (type) {
            case Type.Bool() -> Sort.BOOL;
            case Type.Int() -> Sort.bits(64);
            case Type.Text(int widthBytes) -> Sort.bits(8 * widthBytes);
            case Type.Opaque _ -> Sort.bits(64);
            case Type.Tuple _ -> Sort.bits(type.widthBits());
        };
    }

    Term zero(Type type) {
        return switch (sort(type)) {
            case Sort.Bool() -> terms.bool(false);
            case Sort.Bits(int width) -> terms.number(0, width);
        };
    }

    Term of(Expr expr, Map<String, Term> locals) {
        return switch (expr) {
            case Expr.Bool(boolean value) -> terms.bool(value);
            case Expr.Int(long value) -> terms.number(value, 64);
            case Expr.Text(String value, int widthBytes) -> terms.text(value, widthBytes);
            case Expr.Local(String name, Type type) -> {
                Term known = locals.get(name);
                yield known == null ? zero(type) : known;
            }
            case Expr.Attribute(String name, Type type) -> attribute(name, sort(type));
            case Expr.Unary unary -> unary(unary, locals);
            case Expr.Binary(var op, var left, var right) -> binary(op, of(left, locals), of(right, locals));
            case Expr.Choose(var condition, var yes, var no) ->
                terms.choose(of(condition, locals), of(yes, locals), of(no, locals));
            case Expr.Narrow(var of, int widthBits, boolean signed) ->
                terms.extend(terms.extract(of(of, locals), widthBits - 1, 0), 64, signed);
            case Expr.UserText(var address, int widthBytes) -> resize(userText(of(address, locals)), widthBytes);
            case Expr.Resize(var of, int widthBytes) -> resize(of(of, locals), widthBytes);
            case Expr.TextTest(var op, var text, String literal) -> textTest(op, of(text, locals), literal);
            case Expr.Apply(String function, var _, Type type)
            when occurrence.fixed().containsKey(function) -> occurrence.attribute(terms, function, sort(type));
            case Expr.Apply(String function, List<Expr> arguments, Type type) -> {
                List<Term> values = new ArrayList<>();
                for (Expr argument : arguments) {
                    values.add(of(argument, locals));
                }
                int swapped = swappedBits(function);
                if (function.equals("bytes")) {
                    yield bytes(values.getFirst(), arguments.get(1), arguments.get(2));
                }
                yield swapped > 0 ? swapped(values.getFirst(), swapped) : terms.call(function, sort(type), values);
            }
            case Expr.Pack(var parts) -> pack(parts, locals);
            case Expr.Part part -> part(part, locals);
        };
    }

    /// `count` bytes of a text from byte `from` on, as a little-endian number; bytes behind the text are 0.
    private Term bytes(Term text, Expr from, Expr count) {
        if (!(from instanceof Expr.Int(long first)) || !(count instanceof Expr.Int(long bytes)) || bytes < 1) {
            throw new IllegalStateException("bytes of a text at a place that is not constant");
        }
        List<Term> all = new ArrayList<>();
        for (long i = first + bytes - 1; i >= first; i--) {
            int high = text.width() - 8 * (int) i - 1;
            all.add(high < 7 ? terms.number(0, 8) : terms.extract(text, high, high - 7));
        }
        Term number = all.getFirst();
        for (Term one : all.subList(1, all.size())) {
            number = terms.concat(number, one);
        }
        return terms.extend(number, Long.SIZE, false);
    }

    private static int swappedBits(String function) {
        return switch (function) {
            case "bswap16" -> Short.SIZE;
            case "bswap32" -> Integer.SIZE;
            case "bswap64" -> Long.SIZE;
            default -> 0;
        };
    }

    /// The low bytes in the other order, so that shifts and masks that do the same are the same.
    private Term swapped(Term number, int bits) {
        Term all = terms.extract(number, Byte.SIZE - 1, 0);
        for (int low = Byte.SIZE; low < bits; low += Byte.SIZE) {
            all = terms.concat(all, terms.extract(number, low + Byte.SIZE - 1, low));
        }
        return terms.extend(all, Long.SIZE, false);
    }

    private Term pack(List<Expr> parts, Map<String, Term> locals) {
        Term all = bits(of(parts.get(0), locals));
        for (Expr part : parts.subList(1, parts.size())) {
            all = terms.concat(all, bits(of(part, locals)));
        }
        return all;
    }

    private Term bits(Term term) {
        return term.sort() instanceof Sort.Bool ? terms.choose(term, terms.number(1, 1), terms.number(0, 1)) : term;
    }

    private Term part(Expr.Part part, Map<String, Term> locals) {
        if (!(part.type() instanceof Type.Tuple(var types))) {
            throw new IllegalStateException("a part of what is no tuple");
        }
        int low = types.subList(part.index() + 1, types.size()).stream()
                .mapToInt(Type::widthBits)
                .sum();
        Type type = types.get(part.index());
        Term bits = terms.extract(of(part.tuple(), locals), low + type.widthBits() - 1, low);
        return type instanceof Type.Bool ? terms.equal(bits, terms.number(1, 1)) : bits;
    }

    private Term attribute(String name, Sort sort) {
        Term value = occurrence.attribute(terms, name, sort);
        read.put(name, value);
        return value;
    }

    /// What lies behind an address is a fact of the process and of the time: occurrences between which the
    /// process cannot have written there share the attribute `memory.user`.
    private Term userText(Term address) {
        Term process = attribute("pid", Sort.bits(64));
        Term time = attribute(USER_MEMORY, Sort.bits(64));
        return terms.call(USER_TEXT, Sort.bits(8 * USER_TEXT_BYTES), List.of(process, address, time));
    }

    private Term unary(Expr.Unary unary, Map<String, Term> locals) {
        Term of = of(unary.of(), locals);
        return switch (unary.op()) {
            case NOT -> terms.not(of);
            case NEGATE -> terms.bits(Op.SUB, terms.number(0, 64), of);
            case COMPLEMENT -> terms.bitNot(of);
        };
    }

    private Term binary(Expr.BinaryOp op, Term a, Term b) {
        return switch (op) {
            case ADD -> terms.bits(Op.ADD, a, b);
            case SUB -> terms.bits(Op.SUB, a, b);
            case MUL -> terms.bits(Op.MUL, a, b);
            case UDIV -> guarded(Op.UDIV, a, b, terms.number(0, 64));
            case SDIV -> guarded(Op.SDIV, a, b, terms.number(0, 64));
            case UREM -> guarded(Op.UREM, a, b, a);
            case SREM -> guarded(Op.SREM, a, b, a);
            case BIT_AND -> terms.bits(Op.BIT_AND, a, b);
            case BIT_OR -> terms.bits(Op.BIT_OR, a, b);
            case BIT_XOR -> terms.bits(Op.BIT_XOR, a, b);
            case SHL -> terms.bits(Op.SHL, a, masked(b));
            case LSHR -> terms.bits(Op.LSHR, a, masked(b));
            case ASHR -> terms.bits(Op.ASHR, a, masked(b));
            case EQ -> terms.equal(a, b);
            case NE -> terms.unequal(a, b);
            case ULT -> terms.bits(Op.ULT, a, b);
            case ULE -> terms.bits(Op.ULE, a, b);
            case SLT -> terms.bits(Op.SLT, a, b);
            case SLE -> terms.bits(Op.SLE, a, b);
            case AND -> terms.and(a, b);
            case OR -> terms.or(a, b);
        };
    }

    private Term guarded(Op op, Term a, Term b, Term byZero) {
        Term zero = terms.number(0, 64);
        return terms.choose(terms.equal(b, zero), byZero, terms.bits(op, a, b));
    }

    /// BPF shifts use the low six bits of the distance (RFC 9669 § 4.1).
    private Term masked(Term distance) {
        return terms.bits(Op.BIT_AND, distance, terms.number(63, 64));
    }

    private Term resize(Term text, int widthBytes) {
        int bits = 8 * widthBytes;
        if (bits == text.width()) {
            return text;
        }
        if (bits > text.width()) {
            return terms.concat(text, terms.number(0, bits - text.width()));
        }
        Term head = terms.extract(text, text.width() - 1, text.width() - bits + 8);
        return terms.concat(head, terms.number(0, 8));
    }

    private Term textTest(Expr.TextOp op, Term text, String literal) {
        byte[] bytes = literal.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int length = text.width() / 8;
        if (bytes.length == 0) {
            return terms.bool(true);
        }
        if (bytes.length > length - 1) {
            return terms.bool(false);
        }
        List<Term> places = new ArrayList<>();
        int last = op == Expr.TextOp.PREFIX ? 0 : length - 1 - bytes.length;
        for (int at = 0; at <= last; at++) {
            Term here = at(text, bytes, at);
            boolean ends = op == Expr.TextOp.SUFFIX;
            places.add(ends ? terms.and(here, byteIs(text, at + bytes.length, (byte) 0)) : here);
        }
        return terms.or(places);
    }

    private Term at(Term text, byte[] bytes, int at) {
        int high = text.width() - 8 * at - 1;
        int low = high - 8 * bytes.length + 1;
        java.math.BigInteger literal = new java.math.BigInteger(1, bytes);
        return terms.equal(terms.extract(text, high, low), terms.number(literal, 8 * bytes.length));
    }

    private Term byteIs(Term text, int at, byte value) {
        int high = text.width() - 8 * at - 1;
        return terms.equal(terms.extract(text, high, high - 7), terms.number(value, 8));
    }
}
