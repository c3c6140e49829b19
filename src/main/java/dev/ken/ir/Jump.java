package dev.ken.ir;

/// How a block ends. Targets are indices into [Procedure#blocks].
public sealed interface Jump {
    record Goto(int target) implements Jump {}

    record Branch(Expr condition, int yes, int no) implements Jump {}

    record Return() implements Jump {}
}
