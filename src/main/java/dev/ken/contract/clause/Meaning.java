package dev.ken.contract.clause;

import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Formula.Predicate;
import dev.ken.contract.clause.Signature.Value;
import dev.ken.kernel.ErrorNumbers;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Formulas as terms over 64-bit symbols: one for each parameter (`p.NAME`), `result`, and each thing read
/// through a parameter. A comparison is unsigned where one of its sides is a pointer or an unsigned number of
/// 64 bits, else signed. What a type alone says of a value, and what a predicate says of an address, is
/// collected in [#facts].
public final class Meaning {
    private static final int BITS = 64;

    private final Signature signature;
    private final Terms terms;
    private final List<Term> facts = new ArrayList<>();

    public Meaning(Signature signature, Terms terms) {
        this.signature = signature;
        this.terms = terms;
        signature.parameters().forEach(p -> facts.add(bounds(p.value(), symbol("p." + p.name()))));
        signature.result().ifPresent(value -> facts.add(bounds(value, symbol("result"))));
    }

    /// What holds of every call, whatever its contract says. Grows with the formulas that were asked for.
    public List<Term> facts() {
        return List.copyOf(facts);
    }

    private Term symbol(String name) {
        return terms.symbol(name, Sort.bits(BITS));
    }

    private Term number(long value) {
        return terms.number(value, BITS);
    }

    private Term bounds(Value value, Term term) {
        return switch (value.sort()) {
            case POINTER, OTHER -> terms.bool(true);
            case BOOL -> terms.bits(Op.ULE, term, number(1));
            case INTEGER -> {
                if (value.widthBits() >= BITS) {
                    yield terms.bool(true);
                }
                Term narrow = terms.extract(term, value.widthBits() - 1, 0);
                yield terms.equal(term, terms.extend(narrow, BITS, value.signed()));
            }
        };
    }

    /// A formula that is a truth value.
    public Term truth(Formula formula) {
        return switch (formula) {
            case Formula.Binary(var operator, Formula left, Formula right) -> comparison(operator, left, right);
            case Formula.Unary(var _, Formula of) -> terms.not(truth(of));
            case Formula.InRange(Formula of, Formula least, Formula most) -> inRange(of, least, most);
            case Formula.Holds(var predicate, var arguments) ->
                holds(predicate, arguments.stream().map(this::value).toList());
            case Formula.Old(Formula of) -> truth(of);
            case Formula.Int _,
                    Formula.Name _,
                    Formula.Pointee _,
                    Formula.Length _,
                    Formula.Result _,
                    Formula.Null _,
                    Formula.ErrorNumber _ -> terms.unequal(value(formula), number(0));
        };
    }

    private Term comparison(BinaryOperator operator, Formula left, Formula right) {
        Op less = unsigned(left) || unsigned(right) ? Op.ULT : Op.SLT;
        Op atMost = less == Op.ULT ? Op.ULE : Op.SLE;
        return switch (operator) {
            case IMPLIES -> terms.implies(truth(left), truth(right));
            case OR -> terms.or(truth(left), truth(right));
            case AND -> terms.and(truth(left), truth(right));
            case EQUAL -> terms.equal(value(left), value(right));
            case UNEQUAL -> terms.unequal(value(left), value(right));
            case LESS -> terms.bits(less, value(left), value(right));
            case AT_MOST -> terms.bits(atMost, value(left), value(right));
            case GREATER -> terms.bits(less, value(right), value(left));
            case AT_LEAST -> terms.bits(atMost, value(right), value(left));
            case BIT_OR, BIT_XOR, BIT_AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                terms.unequal(arithmetic(operator, left, right), number(0));
        };
    }

    private Term inRange(Formula of, Formula least, Formula most) {
        boolean negative = least instanceof Formula.Int(long value) && value < 0
                || least instanceof Formula.Unary(var op, var _) && op == Formula.UnaryOperator.NEGATE;
        Op atMost = !negative && unsigned(of) ? Op.ULE : Op.SLE;
        return terms.and(terms.bits(atMost, value(least), value(of)), terms.bits(atMost, value(of), value(most)));
    }

    private Term holds(Predicate predicate, List<Term> arguments) {
        Term of = arguments.getFirst();
        return switch (predicate) {
            case POINTER -> terms.call(predicate.word(), Sort.BOOL, arguments);
            case READABLE, WRITABLE -> {
                Term claim = terms.call(predicate.word(), Sort.BOOL, arguments);
                Term something = terms.unequal(arguments.get(1), number(0));
                facts.add(terms.implies(terms.and(claim, something), address(of)));
                yield claim;
            }
            case TERMINATED -> {
                Term claim = terms.call(predicate.word(), Sort.BOOL, arguments);
                facts.add(terms.implies(claim, address(of)));
                yield claim;
            }
            case IS_ERR -> error(of);
            case IS_ERR_OR_NULL -> terms.or(terms.equal(of, number(0)), error(of));
            case ERRNO -> terms.bits(Op.ULE, number(-ErrorNumbers.MOST), of);
            case ALIGNED -> terms.equal(terms.bits(Op.UREM, of, arguments.get(1)), number(0));
        };
    }

    private Term error(Term pointer) {
        return terms.bits(Op.ULE, number(-ErrorNumbers.MOST), pointer);
    }

    private Term address(Term pointer) {
        return terms.and(terms.unequal(pointer, number(0)), terms.not(error(pointer)));
    }

    private Term value(Formula formula) {
        return switch (formula) {
            case Formula.Int(long value) -> number(value);
            case Formula.Null() -> number(0);
            case Formula.ErrorNumber(var _, int value) -> number(value);
            case Formula.Result() -> symbol("result");
            case Formula.Name(String name) ->
                Resolution.isMember(name) ? symbol("m." + name) : symbol("p." + parameter(name));
            case Formula.Pointee(String name) -> symbol("*" + name);
            case Formula.Length(String name) ->
                symbol("length." + (Resolution.isMember(name) ? name : parameter(name)));
            case Formula.Old(Formula.Pointee(String name)) -> symbol("old.*" + name);
            case Formula.Old(Formula.Name(String name)) when Resolution.isMember(name) -> symbol("old." + name);
            case Formula.Old(Formula of) -> value(of);
            case Formula.Unary(var operator, Formula of) -> unary(operator, of);
            case Formula.Binary(var operator, Formula left, Formula right) -> arithmetic(operator, left, right);
            case Formula.InRange _, Formula.Holds _ -> number(truth(formula));
        };
    }

    private String parameter(String name) {
        return Resolution.parameter(signature, name)
                .map(Signature.Parameter::name)
                .orElseThrow(() -> new IllegalStateException("unresolved name " + name));
    }

    private Term unary(Formula.UnaryOperator operator, Formula of) {
        return switch (operator) {
            case NOT -> number(terms.not(truth(of)));
            case NEGATE -> terms.bits(Op.SUB, number(0), value(of));
            case COMPLEMENT -> terms.bitNot(value(of));
        };
    }

    private Term number(Term truth) {
        return terms.choose(truth, number(1), number(0));
    }

    private Term arithmetic(BinaryOperator operator, Formula left, Formula right) {
        boolean unsigned = unsigned(left) || unsigned(right);
        Optional<Op> op = switch (operator) {
            case BIT_OR -> Optional.of(Op.BIT_OR);
            case BIT_XOR -> Optional.of(Op.BIT_XOR);
            case BIT_AND -> Optional.of(Op.BIT_AND);
            case SHIFT_LEFT -> Optional.of(Op.SHL);
            case SHIFT_RIGHT -> Optional.of(unsigned ? Op.LSHR : Op.ASHR);
            case ADD -> Optional.of(Op.ADD);
            case SUBTRACT -> Optional.of(Op.SUB);
            case MULTIPLY -> Optional.of(Op.MUL);
            case DIVIDE -> Optional.of(unsigned ? Op.UDIV : Op.SDIV);
            case REMAINDER -> Optional.of(unsigned ? Op.UREM : Op.SREM);
            case IMPLIES, OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST -> Optional.empty();
        };
        return op.map(o -> terms.bits(o, value(left), value(right)))
                .orElseGet(() -> number(comparison(operator, left, right)));
    }

    private boolean unsigned(Formula formula) {
        return switch (formula) {
            case Formula.Length _ -> true;
            case Formula.Int _,
                    Formula.Null _,
                    Formula.Pointee _,
                    Formula.ErrorNumber _,
                    Formula.InRange _,
                    Formula.Holds _ -> false;
            case Formula.Name(String name) ->
                !Resolution.isMember(name)
                        && Resolution.parameter(signature, name)
                                .map(p -> isUnsigned(p.value()))
                                .orElse(false);
            case Formula.Result() -> signature.result().map(Meaning::isUnsigned).orElse(false);
            case Formula.Old(Formula of) -> unsigned(of);
            case Formula.Unary(var _, Formula of) -> unsigned(of);
            case Formula.Binary(var _, Formula left, Formula right) -> unsigned(left) || unsigned(right);
        };
    }

    private static boolean isUnsigned(Value value) {
        return !value.signed() && value.widthBits() >= BITS;
    }
}
