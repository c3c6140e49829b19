package dev.ken.contract.known;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Clause;
import dev.ken.contract.clause.Contract.Subject;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.clause.Formula;
import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Formula.Predicate;
import dev.ken.contract.clause.Signature;
import dev.ken.contract.clause.Signature.Parameter;
import dev.ken.contract.clause.Signature.Range;
import dev.ken.contract.clause.Signature.Value;
import dev.ken.kernel.ErrorNumbers;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What types alone say: `pointer(file)`, `mode in 0..65535`, `length(args.comm) == 16`. Of 64-bit numbers, and of
/// structures passed by value, they say nothing.
final class TypeClauses {
    private static final int BITS = 64;
    /// Names that mean something else in a formula; `args.` before them says that a parameter is meant.
    private static final Set<String> WORDS = Set.of("result", "null", "in", "old", "args");

    private TypeClauses() {}

    /// Of every parameter, and of the result. `context` writes every name with `args.` before it.
    static Contract of(Subject subject, Signature signature, String source, boolean context) {
        List<Clause> clauses = new ArrayList<>();
        for (Parameter parameter : signature.parameters()) {
            String name = parameter.name();
            String written =
                    context || WORDS.contains(name) || ErrorNumbers.byName(name).isPresent() ? "args." + name : name;
            formula(new Formula.Name(written), parameter.value())
                    .or(() -> length(written, parameter.value()))
                    .ifPresent(formula -> clauses.add(clause(Time.REQUIRES, formula, parameter.value())));
        }
        signature
                .result()
                .ifPresent(value -> formula(new Formula.Result(), value)
                        .ifPresent(formula -> clauses.add(clause(Time.ENSURES, formula, value))));
        return new Contract(subject, "", source, clauses, List.of(), List.of(), Optional.empty(), Span.NONE);
    }

    private static Clause clause(Time time, Formula formula, Value value) {
        return new Clause(time, formula, value.cType(), Span.NONE);
    }

    private static Optional<Formula> formula(Formula of, Value value) {
        return switch (value.sort()) {
            case BOOL -> Optional.of(range(of, new Range(0, 1)));
            case POINTER -> Optional.of(new Formula.Holds(Predicate.POINTER, List.of(of)));
            case INTEGER -> value.enumerators().or(() -> width(value)).map(range -> range(of, range));
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<Range> width(Value value) {
        int bits = value.widthBits();
        if (bits >= BITS) {
            return Optional.empty();
        }
        long half = 1L << (bits - 1);
        return Optional.of(value.signed() ? new Range(-half, half - 1) : new Range(0, 2 * half - 1));
    }

    private static Formula range(Formula of, Range range) {
        return new Formula.InRange(of, new Formula.Int(range.least()), new Formula.Int(range.most()));
    }

    private static Optional<Formula> length(String name, Value value) {
        Formula length = new Formula.Length(name);
        return value.bytes()
                .map(bytes -> bytes.least() == bytes.most()
                        ? new Formula.Binary(BinaryOperator.EQUAL, length, new Formula.Int(bytes.most()))
                        : range(length, bytes));
    }
}
