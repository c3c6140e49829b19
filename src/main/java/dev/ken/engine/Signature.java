package dev.ken.engine;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeNames;
import dev.ken.kernel.Probes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What a contract of a program can name: its probes with their fields, its maps with the sorts of their keys.
/// What the program does is left out, so that whoever says what it must do does not copy what it does.
final class Signature {
    private static final int MOST_PROBES = 12;
    private static final int MOST_FIELDS = 16;

    private Signature() {}

    static String of(Module module, KernelModel kernel) {
        Set<String> lines = new LinkedHashSet<>();
        module.procedures().stream()
                .map(procedure -> ProbeNames.of(procedure.site(), call(procedure), kernel))
                .distinct()
                .limit(MOST_PROBES)
                .forEach(probe -> lines.add("probe " + probe + fields(probe, kernel)));
        module.maps().forEach(map -> lines.add("map " + map(map)));
        return String.join("\n", lines) + "\n";
    }

    private static OptionalLong call(Procedure procedure) {
        return procedure.guard() instanceof Expr.Binary(var op, Expr.Attribute(String name, var _), Expr.Int(long nr))
                        && op == Expr.BinaryOp.EQ
                        && name.equals("nr")
                ? OptionalLong.of(nr)
                : OptionalLong.empty();
    }

    private static String fields(String probe, KernelModel kernel) {
        String names = Probes.resolve(probe, kernel).stream()
                .flatMap(facts -> facts.fields().keySet().stream())
                .map(name -> name.matches("arg\\d|retval|ctx") ? name : "args." + name)
                .limit(MOST_FIELDS)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " with " + names;
    }

    private static String map(MapDecl map) {
        List<String> keys = map.keys().stream().map(Signature::sort).toList();
        String kind = switch (map.kind()) {
            case SCALAR -> sort(map.value());
            case LOG2, LINEAR -> "histogram";
            case COUNT, SUM, MINIMUM, MAXIMUM, AVERAGE, STATISTICS ->
                map.kind().name().toLowerCase(Locale.ROOT);
        };
        return map.name() + (keys.isEmpty() ? "" : "[" + String.join(", ", keys) + "]") + ": " + kind;
    }

    private static String sort(Type type) {
        return switch (type) {
            case Type.Bool() -> "truth value";
            case Type.Int() -> "number";
            case Type.Text _ -> "text";
            case Type.Opaque(String kind) -> kind;
            case Type.Tuple(var parts) ->
                parts.stream().map(Signature::sort).collect(Collectors.joining(", ", "(", ")"));
        };
    }
}
