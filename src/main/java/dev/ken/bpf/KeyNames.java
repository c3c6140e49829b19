package dev.ken.bpf;

import dev.ken.ir.MapDecl;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What stands beside the parts of the keys of a table when somebody reads it: the names of the fields of its key.
final class KeyNames {
    private KeyNames() {}

    /// The lines of tables whose keys have several parts, all of them with names.
    static Map<String, Stmt.Layout> of(Collection<MapShape> shapes, SilentParts parts, List<MapDecl> maps) {
        Map<String, List<Field>> keys = new LinkedHashMap<>();
        shapes.forEach(shape -> shape.value().forEach(field -> {
            List<Optional<Field>> all = parts.fields(shape.table(field), shape);
            if (all.stream().allMatch(Optional::isPresent)) {
                keys.put(shape.table(field), all.stream().map(Optional::get).toList());
            }
        }));
        Map<String, Stmt.Layout> lines = new LinkedHashMap<>();
        for (MapDecl map : maps) {
            List<Field> fields = keys.getOrDefault(map.name(), List.of());
            boolean told = fields.size() > 1
                    && fields.size() == map.keys().size()
                    && fields.stream().noneMatch(field -> field.name().isEmpty());
            if (told) {
                lines.put(map.name(), line(fields, map.keys()));
            }
        }
        return lines;
    }

    private static Stmt.Layout line(List<Field> fields, List<Type> types) {
        List<String> forms = new ArrayList<>();
        for (int part = 0; part < fields.size(); part++) {
            forms.add(Records.named(fields, fields.get(part), types.get(part) instanceof Type.Int));
        }
        return new Stmt.Layout(
                String.join("\t", forms) + "\n",
                IntStream.range(0, fields.size()).boxed().toList());
    }
}
