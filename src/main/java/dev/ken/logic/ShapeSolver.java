package dev.ken.logic;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Knows again what cannot hold, under whatever names it is asked ([Shape]). Only that is remembered: values
/// under which assertions hold are found anew, so that they do not depend on what was asked before. To be made
/// anew for each judgement, for the same reason.
public final class ShapeSolver implements Solver {
    private static final int MOST = 2_000;

    private final Solver behind;
    private final Set<String> impossible;

    public ShapeSolver(Solver behind) {
        this(behind, new HashSet<>());
    }

    private ShapeSolver(Solver behind, Set<String> impossible) {
        this.behind = behind;
        this.impossible = impossible;
    }

    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        Optional<String> shape = Shape.of(assertions);
        if (shape.filter(impossible::contains).isPresent()) {
            return new Answer.Unsat();
        }
        Answer answer = behind.check(assertions, limits);
        if (answer instanceof Answer.Unsat && impossible.size() < MOST) {
            shape.ifPresent(impossible::add);
        }
        return answer;
    }

    @Override
    public Solver about(Supplier<String> claim) {
        Solver told = behind.about(claim);
        return told == behind ? this : new ShapeSolver(told, impossible);
    }

    @Override
    public Solver unrecorded() {
        Solver plain = behind.unrecorded();
        return plain == behind ? this : new ShapeSolver(plain, impossible);
    }

    @Override
    public Solver recording(Solver steps) {
        return behind.recording(steps);
    }
}
