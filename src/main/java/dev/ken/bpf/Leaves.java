package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What expressions are made of.
final class Leaves {
    private Leaves() {}

    /// The locals and attributes in an expression, as `name=NAME,` which is how they stand in the text of a
    /// value; those that defined locals are made of, too.
    static Set<String> of(Expr expr, Map<String, Expr> definitions) {
        Set<String> names = new TreeSet<>();
        collect(expr, definitions, names);
        return names;
    }

    private static void collect(Expr expr, Map<String, Expr> definitions, Set<String> names) {
        switch (expr) {
            case Expr.Local(String name, var _) -> {
                Expr made = definitions.get(name);
                if (names.add("name=" + name + ",") && made != null) {
                    collect(made, definitions, names);
                }
            }
            case Expr.Attribute(String name, var _) -> names.add("name=" + name + ",");
            case Expr.Unary(var _, var of) -> collect(of, definitions, names);
            case Expr.Binary(var _, var left, var right) -> {
                collect(left, definitions, names);
                collect(right, definitions, names);
            }
            case Expr.Choose(var condition, var yes, var no) -> {
                collect(condition, definitions, names);
                collect(yes, definitions, names);
                collect(no, definitions, names);
            }
            case Expr.Narrow(var of, int _, boolean _) -> collect(of, definitions, names);
            case Expr.UserText(var address, int _) -> collect(address, definitions, names);
            case Expr.Resize(var of, int _) -> collect(of, definitions, names);
            case Expr.TextTest(var _, var text, String _) -> collect(text, definitions, names);
            case Expr.Apply(var _, var arguments, var _) ->
                arguments.forEach(argument -> collect(argument, definitions, names));
            case Expr.Pack(var parts) -> parts.forEach(part -> collect(part, definitions, names));
            case Expr.Part(var tuple, int _, var _) -> collect(tuple, definitions, names);
            case Expr.Bool _, Expr.Int _, Expr.Text _ -> {}
        }
    }
}
