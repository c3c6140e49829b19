package dev.ken.engine;

import java.util.Optional;

/// Who reads requests and who writes programs.
///
/// @param clauses who says in Hoare clauses what a proved program must do; empty: nobody
public record Engine(Comprehender comprehender, Proposer proposer, Optional<ModelClauses> clauses) {
    public Engine(Comprehender comprehender, Proposer proposer) {
        this(comprehender, proposer, Optional.empty());
    }
}
