package dev.ken.bpftrace;

/// Whether evaluating an expression does something besides giving a value.
final class Effects {
    private Effects() {}

    static boolean in(Expression expression) {
        boolean[] found = {false};
        Walk.expression(expression, inner -> found[0] |= effect(inner));
        return found[0];
    }

    private static boolean effect(Expression expression) {
        return switch (expression) {
            case Expression.Step _ -> true;
            case Expression.Call call
            when call.function().equals("delete") || call.function().equals("find") -> true;
            case Expression.Call call ->
                Functions.function(call.function())
                        .filter(known -> known.result() instanceof ValueType.Nothing)
                        .isPresent();
            case Expression.Block block -> !block.body().isEmpty();
            case Expression _ -> false;
        };
    }
}
