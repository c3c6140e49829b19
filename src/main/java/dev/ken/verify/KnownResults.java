package dev.ken.verify;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.contract.clause.Formula;
import dev.ken.kernel.SyscallTable;
import java.util.Optional;

/// What system calls and kernel functions give back, by their shipped contracts (`docs/contracts.md`): `connect` 0 or
/// an
/// error number, `openat` a descriptor or one. Contracts that nobody wrote say nothing.
record KnownResults(SyscallTable calls) {
    private static final long LARGEST_ERROR = 4095;

    /// Least and most.
    record Bounds(long least, long most) {
        private Bounds meet(Bounds other) {
            return new Bounds(Math.max(least, other.least), Math.min(most, other.most));
        }
    }

    private static final Bounds ANY = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

    Optional<Bounds> ofCall(long number) {
        return calls.name(number).flatMap(name -> of(Kind.SYSCALL, name));
    }

    Optional<Bounds> ofFunction(String name) {
        return of(Kind.FUNCTION, name);
    }

    private static Optional<Bounds> of(Kind kind, String name) {
        return ContractLibrary.one(kind, name)
                .map(contract -> contract.clauses(Time.ENSURES).stream()
                        .map(Contract.Clause::formula)
                        .map(KnownResults::bounds)
                        .reduce(ANY, Bounds::meet))
                .filter(bounds -> !bounds.equals(ANY));
    }

    /// Of `result in LEAST..MOST` and of `result == 0 || errno(result)`; of all else nothing.
    private static Bounds bounds(Formula formula) {
        return switch (formula) {
            case Formula.InRange(Formula.Result(), Formula.Int(long least), Formula.Int(long most)) ->
                new Bounds(least, most);
            case Formula.InRange(
                    Formula.Result(),
                    Formula.Unary(Formula.UnaryOperator op, Formula.Int(long least)),
                    Formula.Int(long most))
            when op == Formula.UnaryOperator.NEGATE -> new Bounds(-least, most);
            case Formula.Binary(Formula.BinaryOperator op, var left, var right)
            when op == Formula.BinaryOperator.OR && isZero(left) && isError(right) -> new Bounds(-LARGEST_ERROR, 0);
            case Formula.InRange _, Formula.Binary _, Formula.Int _, Formula.Name _, Formula.Pointee _ -> ANY;
            case Formula.Result _, Formula.Old _, Formula.Length _, Formula.Null _, Formula.ErrorNumber _ -> ANY;
            case Formula.Unary _, Formula.Holds _ -> ANY;
        };
    }

    private static boolean isZero(Formula formula) {
        return formula instanceof Formula.Binary(Formula.BinaryOperator op, Formula.Result(), Formula.Int(long zero))
                && op == Formula.BinaryOperator.EQUAL
                && zero == 0;
    }

    private static boolean isError(Formula formula) {
        return formula instanceof Formula.Holds(Formula.Predicate predicate, var arguments)
                && predicate == Formula.Predicate.ERRNO
                && arguments.size() == 1
                && arguments.getFirst() instanceof Formula.Result;
    }
}
