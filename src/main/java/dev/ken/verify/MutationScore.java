package dev.ken.verify;

import java.util.List;

/// How many small wrong variants of the program the same intent refutes. `survivors` names the others; some of
/// them do what the program does.
public record MutationScore(int refuted, int total, List<String> survivors) {
    public MutationScore {
        survivors = List.copyOf(survivors);
    }
}
