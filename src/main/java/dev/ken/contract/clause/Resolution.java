package dev.ken.contract.clause;

import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Signature.Parameter;
import dev.ken.contract.clause.Signature.Sort;
import dev.ken.kernel.Spelling;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Whether every name of a contract is one of the signature, and every formula is well-sorted.
public final class Resolution {
    private static final String CONTEXT = "args.";
    private static final String RESULT = "result";
    private static final int NEAR = 3;

    private enum Is {
        TRUTH,
        NUMBER
    }

    private final Signature signature;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private Span at = Span.NONE;
    private boolean onReturn;

    private Resolution(Signature signature) {
        this.signature = signature;
    }

    /// What is wrong with the contract for a thing of that signature; empty where it fits.
    public static List<Diagnostic> check(Contract contract, Signature signature) {
        Resolution resolution = new Resolution(signature);
        for (Clause clause : contract.clauses()) {
            resolution.at = clause.at();
            resolution.onReturn = clause.time() == Time.ENSURES;
            resolution.expect(clause.formula(), Is.TRUTH);
        }
        resolution.at = contract.at();
        contract.free().stream()
                .filter(name -> !name.equals(RESULT) || signature.result().isEmpty())
                .forEach(resolution::length);
        contract.modifies().stream()
                .filter(place -> place.startsWith("*"))
                .forEach(place -> resolution.name(place.substring(1)));
        return List.copyOf(resolution.diagnostics);
    }

    /// The parameter that a name is of, with or without `args.` and members behind it.
    static Optional<Parameter> parameter(Signature signature, String name) {
        String bare = name.startsWith(CONTEXT) ? name.substring(CONTEXT.length()) : name;
        return signature.parameter(bare.split("\\.", 2)[0]);
    }

    /// Whether a name says something of what a parameter points to.
    static boolean isMember(String name) {
        return (name.startsWith(CONTEXT) ? name.substring(CONTEXT.length()) : name).contains(".");
    }

    private void error(String code, String message, String... hints) {
        diagnostics.add(Diagnostic.error(code, message, at, hints));
    }

    private void expect(Formula formula, Is wanted) {
        Is found = sort(formula);
        if (found != wanted) {
            error(
                    "sort",
                    "`" + FormulaText.of(formula) + "` is " + (found == Is.TRUTH ? "a truth value" : "a number")
                            + " where " + (wanted == Is.TRUTH ? "a truth value" : "a number") + " is needed");
        }
    }

    private Is sort(Formula formula) {
        return switch (formula) {
            case Formula.Int _, Formula.Null _, Formula.ErrorNumber _ -> Is.NUMBER;
            case Formula.Name(String name) -> name(name);
            case Formula.Pointee(String name) -> pointee(name);
            case Formula.Length(String name) -> length(name);
            case Formula.Result() -> result();
            case Formula.Old(Formula of) -> {
                if (!onReturn) {
                    error("old", "`old` is only for what holds on return");
                }
                yield sort(of);
            }
            case Formula.Unary(var operator, Formula of) -> {
                Is is = operator == Formula.UnaryOperator.NOT ? Is.TRUTH : Is.NUMBER;
                expect(of, is);
                yield is;
            }
            case Formula.Binary(var operator, Formula left, Formula right) -> binary(operator, left, right);
            case Formula.InRange(Formula of, Formula least, Formula most) -> {
                List.of(of, least, most).forEach(part -> expect(part, Is.NUMBER));
                yield Is.TRUTH;
            }
            case Formula.Holds(var _, var arguments) -> {
                arguments.forEach(argument -> expect(argument, Is.NUMBER));
                yield Is.TRUTH;
            }
        };
    }

    private Is binary(BinaryOperator operator, Formula left, Formula right) {
        Is sides = switch (operator) {
            case IMPLIES, OR, AND -> Is.TRUTH;
            case EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST, BIT_OR, BIT_XOR, BIT_AND -> Is.NUMBER;
            case SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> Is.NUMBER;
        };
        expect(left, sides);
        expect(right, sides);
        return switch (operator) {
            case IMPLIES, OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, GREATER, AT_LEAST -> Is.TRUTH;
            case BIT_OR, BIT_XOR, BIT_AND, SHIFT_LEFT, SHIFT_RIGHT, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                Is.NUMBER;
        };
    }

    private Is result() {
        if (!onReturn) {
            error("result", "there is no result on entry");
        }
        if (signature.result().isEmpty()) {
            error("result", signature.name() + " returns nothing");
        }
        return Is.NUMBER;
    }

    private Is pointee(String name) {
        boolean number = parameter(signature, name)
                .map(p -> p.value().sort() == Sort.INTEGER && !isMember(name))
                .orElse(false);
        if (number) {
            error("pointer", "`" + name + "` is no pointer");
        }
        return name(name);
    }

    private Is name(String name) {
        Optional<Parameter> parameter = parameter(signature, name);
        length(name);
        if (parameter.isPresent() && parameter.get().value().sort() == Sort.OTHER && !isMember(name)) {
            error(
                    "name",
                    "nothing can be said of `" + name + "`, a "
                            + parameter.get().value().cType());
        }
        return Is.NUMBER;
    }

    private Is length(String name) {
        if (parameter(signature, name).isEmpty()) {
            Optional<String> near = signature.parameters().stream()
                    .map(Parameter::name)
                    .filter(known -> Spelling.distance(known, name) <= Math.min(NEAR, name.length() / 2))
                    .min(Comparator.comparingInt(known -> Spelling.distance(known, name)));
            String[] hints = near.map(known -> new String[] {"did you mean `" + known + "`?"})
                    .orElseGet(() -> new String[] {"it has " + names()});
            error("name", signature.name() + " has no parameter `" + name + "`", hints);
        }
        return Is.NUMBER;
    }

    private String names() {
        return signature.parameters().isEmpty()
                ? "no parameters"
                : String.join(
                        ", ",
                        signature.parameters().stream().map(Parameter::name).toList());
    }
}
