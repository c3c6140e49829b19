package dev.ken.ir;

import java.util.List;

/// Statements that run in order, then a jump.
public record Block(List<Stmt> statements, Jump jump) {
    public Block {
        statements = List.copyOf(statements);
    }
}
