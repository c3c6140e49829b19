package dev.ken.ir;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Modules as text, one statement a line; [IrParser] reads it. Deterministic: equal modules (but for source places) print
/// alike.
public final class IrText {
    /// Names that need no quotes; [IrReader] reads them as one word.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$@%][^\\s()\\[\\],\":]*");

    private IrText() {}

    public static String print(Module module) {
        StringBuilder out = new StringBuilder();
        for (MapDecl map : module.maps()) {
            out.append(declaration(map)).append('\n');
        }
        for (Procedure procedure : module.procedures()) {
            out.append("procedure ").append(quoted(procedure.name())).append(" on ");
            out.append(quoted(procedure.site().text())).append(" when ").append(print(procedure.guard())).append('\n');
            for (int i = 0; i < procedure.blocks().size(); i++) {
                out.append("  ").append(i).append(":\n");
                Block block = procedure.blocks().get(i);
                block.statements().forEach(statement -> out.append("    ").append(print(statement)).append('\n'));
                out.append("    ").append(jump(block.jump())).append('\n');
            }
        }
        module.notModelled().forEach(reason -> out.append("unmodelled ").append(quoted(reason)).append('\n'));
        return out.toString();
    }

    /// `map NAME[key types] KIND value type`, and `shown` with shapes where the types do not tell how it is shown.
    private static String declaration(MapDecl map) {
        String keys = map.keys().stream().map(IrText::type).collect(Collectors.joining(", ", "[", "]"));
        String plain = "map " + name(map.name()) + keys + " " + map.kind() + " " + type(map.value());
        if (map.shown().equals(MapDecl.Shown.of(map.keys(), map.value()))) {
            return plain;
        }
        String shapes = map.shown().keys().stream().map(Shape::text).collect(Collectors.joining(", ", "[", "]"));
        return plain + " shown " + shapes + " " + map.shown().value().text();
    }

    /// A name as it is where it is one plain word, else in quotes.
    private static String name(String name) {
        return PLAIN.matcher(name).matches() && !name.equals("true") && !name.equals("false") ? name : quoted(name);
    }

    public static String type(Type type) {
        return switch (type) {
            case Type.Bool() -> "bool";
            case Type.Int() -> "int";
            case Type.Text(int widthBytes) -> "text(" + widthBytes + ")";
            case Type.Opaque(String kind) -> "opaque(" + quoted(kind) + ")";
            case Type.Tuple(var parts) ->
                parts.stream().map(IrText::type).collect(Collectors.joining(", ", "tuple(", ")"));
        };
    }

    static String jump(Jump jump) {
        return switch (jump) {
            case Jump.Goto(int target) -> "goto " + target;
            case Jump.Branch(var condition, int yes, int no) ->
                "branch " + print(condition) + " " + yes + " " + no;
            case Jump.Return() -> "return";
        };
    }

    public static String print(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(String local, var value, _) -> name(local) + " = " + print(value);
            case Stmt.MapGet(String map, var keys, String value, String present, _) ->
                "get " + name(value) + " " + name(present) + " = " + name(map) + list(keys);
            case Stmt.MapUpdate(String map, var keys, var update, _) ->
                "update " + name(map) + list(keys) + " " + update(update);
            case Stmt.MapDelete(String map, var keys, _) -> "delete " + name(map) + list(keys);
            case Stmt.MapClear(String map, _) -> "clear " + name(map);
            case Stmt.WalkStart(String map, String walk, _) -> "walk " + name(map) + " " + name(walk);
            case Stmt.WalkNext(String map, String walk, var keys, String value, String found, String more, _) ->
                "next " + name(map) + " " + name(walk) + " "
                        + keys.stream().map(IrText::name).collect(java.util.stream.Collectors.joining(", ", "[", "]"))
                        + " " + name(value) + " " + name(found) + " " + name(more);
            case Stmt.MapZero(String map, _) -> "zero " + name(map);
            case Stmt.Emit(String form, var values, var channel, _) ->
                "emit " + quoted(form) + " " + list(values)
                        + (channel == Stmt.Channel.TEXT ? "" : " as " + word(channel.name()));
            case Stmt.PrintMap(String map, Optional<Integer> top, long divisor, _, _, _) ->
                "print " + name(map) + top.map(n -> " top " + n).orElse("") + (divisor == 1 ? "" : " divisor " + divisor);
            case Stmt.Decide(var verdict, _) -> "decide " + print(verdict);
            case Stmt.Exit _ -> "exit";
            case Stmt.Assume(var condition, _) -> "assume " + print(condition);
            case Stmt.Check(String claim, var condition, _) -> "check " + quoted(claim) + " " + print(condition);
            case Stmt.Havoc(String local, Type type, String reason, _) ->
                "havoc " + name(local) + " " + type(type) + " " + quoted(reason);
        };
    }

    private static String update(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Set(var value) -> "set " + print(value);
            case Stmt.Update.Count() -> "count";
            case Stmt.Update.Sum(var value) -> "sum " + print(value);
            case Stmt.Update.Minimum(var value) -> "minimum " + print(value);
            case Stmt.Update.Maximum(var value) -> "maximum " + print(value);
            case Stmt.Update.Average(var value) -> "average " + print(value);
            case Stmt.Update.Statistics(var value) -> "statistics " + print(value);
            case Stmt.Update.Log2(var value) -> "log2 " + print(value);
            case Stmt.Update.Linear(var value, long minimum, long maximum, long step) ->
                "linear " + print(value) + " " + minimum + " " + maximum + " " + step;
        };
    }

    private static String list(List<Expr> exprs) {
        return exprs.stream().map(IrText::print).collect(Collectors.joining(", ", "[", "]"));
    }

    /// Prefix form: `(op operand …)`.
    public static String print(Expr expr) {
        return switch (expr) {
            case Expr.Bool(boolean value) -> Boolean.toString(value);
            case Expr.Int(long value) -> Long.toString(value);
            case Expr.Text(String value, int widthBytes) -> quoted(value) + ":" + widthBytes;
            case Expr.Local(String name, Type type) -> "(local " + name(name) + " " + type(type) + ")";
            case Expr.Attribute(String name, Type type) ->
                type instanceof Type.Int && name(name).equals(name) ? name : "(attribute " + name(name) + " " + type(type) + ")";
            case Expr.Unary(var op, var of) -> form(word(op.name()), print(of));
            case Expr.Binary(var op, var left, var right) -> form(word(op.name()), print(left), print(right));
            case Expr.Choose(var condition, var yes, var no) -> form("choose", print(condition), print(yes), print(no));
            case Expr.Narrow(var of, int widthBits, boolean signed) ->
                form("narrow", (signed ? "s" : "u") + widthBits, print(of));
            case Expr.UserText(var address, int widthBytes) ->
                form("user-text", Integer.toString(widthBytes), print(address));
            case Expr.Resize(var of, int widthBytes) -> form("resize", Integer.toString(widthBytes), print(of));
            case Expr.TextTest(var op, var text, String literal) -> form(word(op.name()), print(text), quoted(literal));
            case Expr.Apply(String function, var arguments, Type type) ->
                form("apply", quoted(function), type(type), list(arguments));
            case Expr.Pack(var parts) -> form("pack", list(parts));
            case Expr.Part(var tuple, int index, Type type) ->
                form("part", Integer.toString(index), type(type), print(tuple));
        };
    }

    private static String word(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static String form(String... parts) {
        StringJoiner joiner = new StringJoiner(" ", "(", ")");
        for (String part : parts) {
            joiner.add(part);
        }
        return joiner.toString();
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 127) {
                        out.append("\\x").append(Integer.toHexString(c | 0x100).substring(1));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
