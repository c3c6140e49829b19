package dev.ken.logic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Answers the same question once. A question is its assertions, so all terms are of one [Terms], and limits do
/// not differ. What was not decided is asked again.
public final class RememberingSolver implements Solver {
    private static final int MOST = 5_000;

    private final Solver behind;
    private final Map<List<Term>, Answer> answers;

    public RememberingSolver(Solver behind) {
        this(behind, new HashMap<>());
    }

    private RememberingSolver(Solver behind, Map<List<Term>, Answer> answers) {
        this.behind = behind;
        this.answers = answers;
    }

    /// The same memory in front of another solver that decides the same.
    public RememberingSolver over(Solver other) {
        return new RememberingSolver(other, answers);
    }

    @Override
    public Answer check(List<Term> assertions, SolverLimits limits) {
        Answer known = answers.get(assertions);
        if (known != null) {
            return known;
        }
        Answer answer = behind.check(assertions, limits);
        if (!(answer instanceof Answer.Unknown) && answers.size() < MOST) {
            answers.put(List.copyOf(assertions), answer);
        }
        return answer;
    }
}
