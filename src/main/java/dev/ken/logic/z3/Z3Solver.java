package dev.ken.logic.z3;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Params;
import com.microsoft.z3.Status;
import com.microsoft.z3.Z3Exception;
import dev.ken.logic.Answer;
import dev.ken.logic.Model;
import dev.ken.logic.Solver;
import dev.ken.logic.SolverLimits;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Z3 in process. Each question has a context of its own: an answer depends on nothing that was asked before,
/// and what the question took outside of the heap is given back with it. A failure of Z3 is [Answer.Unknown],
/// never a verdict.
public final class Z3Solver implements Solver {
    /// Most questions are easy, and the plain core is quickest with them. What it does not decide in a few
    /// steps is prepared for longer.
    private static final int QUICK_RESOURCES = 200_000;

    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        int quick = Math.min(QUICK_RESOURCES, limits.resources());
        Answer answer = ask(Context::mkSimpleSolver, assertions, new SolverLimits(quick, limits.limitMillis()));
        return answer instanceof Answer.Unknown && quick < limits.resources()
                ? ask(context -> context.mkSolver("QF_UFBV"), assertions, limits)
                : answer;
    }

    private static Answer ask(
            Function<Context, com.microsoft.z3.Solver> kind, List<Term> assertions, SolverLimits limits) {
        try (Context context = new Context()) {
            return ask(context, kind.apply(context), assertions, limits);
        } catch (Z3Exception failure) {
            return new Answer.Unknown("solver failure: " + failure.getMessage());
        }
    }

    private static Answer ask(
            Context context, com.microsoft.z3.Solver solver, List<Term> assertions, SolverLimits limits) {
        Params parameters = context.mkParams();
        parameters.add("timeout", limits.limitMillis());
        parameters.add("rlimit", limits.resources());
        parameters.add("random_seed", 0);
        solver.setParameters(parameters);
        Translation translation = new Translation(context);
        for (Term assertion : assertions) {
            solver.add((BoolExpr) translation.of(assertion));
        }
        Status status = solver.check();
        return switch (status) {
            case UNSATISFIABLE -> new Answer.Unsat();
            case SATISFIABLE -> new Answer.Sat(translation.model(solver.getModel()));
            case UNKNOWN -> new Answer.Unknown("solver gave up: " + solver.getReasonUnknown());
        };
    }

    /// Terms of one question as Z3 expressions, and back.
    private static final class Translation {
        private final Context context;
        private final Map<Term, Expr<?>> done = new HashMap<>();
        private final Map<String, FuncDecl<?>> functions = new HashMap<>();

        Translation(Context context) {
            this.context = context;
        }

        Expr<?> of(Term term) {
            Expr<?> known = done.get(term);
            if (known == null) {
                known = switch (term) {
                    case Term.Literal literal -> literal(literal);
                    case Term.Symbol symbol -> context.mkConst(symbol.name(), sort(symbol.sort()));
                    case Term.Apply apply -> apply(apply);
                };
                done.put(term, known);
            }
            return known;
        }

        private com.microsoft.z3.Sort sort(Sort sort) {
            return switch (sort) {
                case Sort.Bool() -> context.mkBoolSort();
                case Sort.Bits(int width) -> context.mkBitVecSort(width);
            };
        }

        private Expr<?> literal(Term.Literal literal) {
            return switch (literal.sort()) {
                case Sort.Bool() -> context.mkBool(!literal.isZero());
                case Sort.Bits(int width) -> context.mkBV(literal.value().toString(), width);
            };
        }

        private BoolExpr bool(Term.Apply apply, int index) {
            return (BoolExpr) of(apply.argument(index));
        }

        @SuppressWarnings("unchecked")
        private Expr<com.microsoft.z3.BitVecSort> bits(Term.Apply apply, int index) {
            return (Expr<com.microsoft.z3.BitVecSort>) of(apply.argument(index));
        }

        private BoolExpr[] bools(Term.Apply apply) {
            return apply.arguments().stream().map(a -> (BoolExpr) of(a)).toArray(BoolExpr[]::new);
        }

        private Expr<?> apply(Term.Apply apply) {
            return switch (apply.op()) {
                case NOT -> context.mkNot(bool(apply, 0));
                case AND -> context.mkAnd(bools(apply));
                case OR -> context.mkOr(bools(apply));
                case EQ -> context.mkEq(of(apply.argument(0)), of(apply.argument(1)));
                case ITE -> context.mkITE(bool(apply, 0), of(apply.argument(1)), of(apply.argument(2)));
                case ADD -> context.mkBVAdd(bits(apply, 0), bits(apply, 1));
                case SUB -> context.mkBVSub(bits(apply, 0), bits(apply, 1));
                case MUL -> context.mkBVMul(bits(apply, 0), bits(apply, 1));
                case UDIV -> context.mkBVUDiv(bits(apply, 0), bits(apply, 1));
                case UREM -> context.mkBVURem(bits(apply, 0), bits(apply, 1));
                case SDIV -> context.mkBVSDiv(bits(apply, 0), bits(apply, 1));
                case SREM -> context.mkBVSRem(bits(apply, 0), bits(apply, 1));
                case BIT_AND -> context.mkBVAND(bits(apply, 0), bits(apply, 1));
                case BIT_OR -> context.mkBVOR(bits(apply, 0), bits(apply, 1));
                case BIT_XOR -> context.mkBVXOR(bits(apply, 0), bits(apply, 1));
                case BIT_NOT -> context.mkBVNot(bits(apply, 0));
                case SHL -> context.mkBVSHL(bits(apply, 0), bits(apply, 1));
                case LSHR -> context.mkBVLSHR(bits(apply, 0), bits(apply, 1));
                case ASHR -> context.mkBVASHR(bits(apply, 0), bits(apply, 1));
                case ULT -> context.mkBVULT(bits(apply, 0), bits(apply, 1));
                case ULE -> context.mkBVULE(bits(apply, 0), bits(apply, 1));
                case SLT -> context.mkBVSLT(bits(apply, 0), bits(apply, 1));
                case SLE -> context.mkBVSLE(bits(apply, 0), bits(apply, 1));
                case CONCAT -> context.mkConcat(bits(apply, 0), bits(apply, 1));
                case EXTRACT -> context.mkExtract(apply.high(), apply.low(), bits(apply, 0));
                case ZERO_EXTEND ->
                    context.mkZeroExt(apply.width() - apply.argument(0).width(), bits(apply, 0));
                case SIGN_EXTEND ->
                    context.mkSignExt(apply.width() - apply.argument(0).width(), bits(apply, 0));
                case FLOOR_LOG2 -> throw new IllegalStateException("a logarithm is asked about by its definition");
                case CALL -> call(apply);
            };
        }

        private Expr<?> call(Term.Apply apply) {
            com.microsoft.z3.Sort[] domain =
                    apply.arguments().stream().map(a -> sort(a.sort())).toArray(com.microsoft.z3.Sort[]::new);
            FuncDecl<?> function = functions.computeIfAbsent(
                    apply.function() + java.util.Arrays.toString(domain),
                    key -> context.mkFuncDecl(apply.function(), domain, sort(apply.sort())));
            return function.apply(apply.arguments().stream().map(this::of).toArray(Expr[]::new));
        }

        /// The values of all symbols and calls that the question mentions.
        Model model(com.microsoft.z3.Model answer) {
            Map<String, BigInteger> symbols = new HashMap<>();
            Map<Model.Call, BigInteger> calls = new HashMap<>();
            for (Term term : done.keySet()) {
                switch (term) {
                    case Term.Symbol symbol -> symbols.put(symbol.name(), value(answer, term));
                    case Term.Apply apply
                    when apply.op() == dev.ken.logic.Op.CALL ->
                        calls.put(
                                new Model.Call(
                                        apply.function(),
                                        apply.arguments().stream()
                                                .map(a -> value(answer, a))
                                                .toList()),
                                value(answer, term));
                    case Term.Apply _, Term.Literal _ -> {}
                }
            }
            return new Model(symbols, calls);
        }

        private BigInteger value(com.microsoft.z3.Model answer, Term term) {
            Expr<?> value = answer.eval(of(term), true);
            return switch (value) {
                case com.microsoft.z3.BitVecNum number -> number.getBigInteger();
                case BoolExpr bool -> bool.isTrue() ? BigInteger.ONE : BigInteger.ZERO;
                case BitVecExpr other -> throw new Z3Exception("no value for " + other);
                default -> throw new Z3Exception("no value for " + value);
            };
        }
    }
}
