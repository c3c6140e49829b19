package dev.ken.logic;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes assertions as an SMT-LIB 2 script, so that any solver can be asked the same question.
public final class SmtLib {
    private final StringBuilder definitions = new StringBuilder();
    private final Set<String> declarations = new LinkedHashSet<>();
    private final Map<Term, String> names = new HashMap<>();
    private final Map<String, List<String>> signatures = new HashMap<>();

    private SmtLib() {}

    public static String script(List<Term> assertions) {
        SmtLib writer = new SmtLib();
        String asserted = assertions.stream()
                .map(term -> "(assert " + writer.name(term) + ")\n")
                .collect(Collectors.joining());
        return "(set-logic QF_UFBV)\n"
                + String.join("", writer.declarations)
                + writer.definitions
                + asserted
                + "(check-sat)\n";
    }

    private String name(Term term) {
        String known = names.get(term);
        if (known == null) {
            known = switch (term) {
                case Term.Literal literal -> literal(literal);
                case Term.Symbol symbol -> symbol(symbol);
                case Term.Apply apply -> define(apply);
            };
            names.put(term, known);
        }
        return known;
    }

    private static String literal(Term.Literal literal) {
        return switch (literal.sort()) {
            case Sort.Bool() -> literal.isZero() ? "false" : "true";
            case Sort.Bits(int width) -> bits(literal.value(), width);
        };
    }

    private String symbol(Term.Symbol symbol) {
        String quoted = "|" + symbol.name() + "|";
        declarations.add("(declare-const " + quoted + " " + sort(symbol.sort()) + ")\n");
        return quoted;
    }

    private String define(Term.Apply apply) {
        if (apply.arguments().isEmpty()) {
            return function(apply);
        }
        String arguments = apply.arguments().stream().map(this::name).collect(Collectors.joining(" "));
        String body = apply.op() == Op.FLOOR_LOG2
                ? logarithm(apply, arguments)
                : "(" + operator(apply) + " " + arguments + ")";
        String name = "$" + names.size();
        definitions
                .append("(define-fun ")
                .append(name)
                .append(" () ")
                .append(sort(apply.sort()))
                .append(' ')
                .append(body)
                .append(")\n");
        return name;
    }

    /// The position of the highest set bit, found by comparisons: SMT-LIB has no such operator.
    private static String logarithm(Term.Apply apply, String argument) {
        int width = apply.width();
        String result = bits(BigInteger.ZERO, width);
        for (int bit = 1; bit < width; bit++) {
            String power = bits(BigInteger.ONE.shiftLeft(bit), width);
            result = "(ite (bvule " + power + " " + argument + ") " + bits(BigInteger.valueOf(bit), width) + " "
                    + result + ")";
        }
        return result;
    }

    private static String bits(BigInteger value, int width) {
        return "#b" + value.add(BigInteger.ONE.shiftLeft(width)).toString(2).substring(1);
    }

    private String operator(Term.Apply apply) {
        return switch (apply.op()) {
            case CALL -> function(apply);
            case EXTRACT -> "(_ extract " + apply.high() + " " + apply.low() + ")";
            case ZERO_EXTEND, SIGN_EXTEND ->
                "(_ " + apply.op().smt() + " "
                        + (apply.width() - apply.argument(0).width()) + ")";
            case NOT, AND, OR, EQ, ITE, ADD, SUB, MUL, UDIV, UREM, SDIV, SREM, BIT_AND, BIT_OR, BIT_XOR, BIT_NOT ->
                apply.op().smt();
            case SHL, LSHR, ASHR, ULT, ULE, SLT, SLE, CONCAT -> apply.op().smt();
            case FLOOR_LOG2 -> throw new IllegalStateException("a logarithm is written by its definition");
        };
    }

    /// Functions of one name may take different sorts here; in a script each gets a name of its own.
    private String function(Term.Apply apply) {
        String sorts = apply.arguments().stream().map(a -> sort(a.sort())).collect(Collectors.joining(" "));
        String signature = "(" + sorts + ") " + sort(apply.sort());
        List<String> known = signatures.computeIfAbsent(apply.function(), _ -> new ArrayList<>());
        if (!known.contains(signature)) {
            known.add(signature);
        }
        int which = known.indexOf(signature);
        String quoted = "|" + apply.function() + "()" + (which == 0 ? "" : which + 1) + "|";
        declarations.add("(declare-fun " + quoted + " " + signature + ")\n");
        return quoted;
    }

    private static String sort(Sort sort) {
        return switch (sort) {
            case Sort.Bool() -> "Bool";
            case Sort.Bits(int width) -> "(_ BitVec " + width + ")";
        };
    }
}
