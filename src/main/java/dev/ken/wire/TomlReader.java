package dev.ken.wire;

import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads a text as TOML (1.0), as the JSON value that has the same members; dates become texts. Bad input gives
/// [JsonReading.Malformed] (`toml-syntax`), never an exception.
public final class TomlReader {
    private TomlReader() {}

    public static JsonReading read(String text) {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            // Only the place: the message may quote a value, and that may be a key.
            return new JsonReading.Malformed(Diagnostic.error(
                    "toml-syntax",
                    "line " + first.position().line() + ", column "
                            + first.position().column() + " is not TOML",
                    Span.NONE));
        }
        return new JsonReading.Read(table(result));
    }

    private static Json table(TomlTable table) {
        List<Json.Member> members = new ArrayList<>();
        table.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> members.add(new Json.Member(entry.getKey(), value(entry.getValue()))));
        return new Json.Obj(members);
    }

    private static Json value(Object value) {
        return switch (value) {
            case TomlTable table -> table(table);
            case TomlArray array ->
                new Json.Arr(array.toList().stream().map(TomlReader::value).toList());
            case Long number -> Json.of(number);
            case Double number -> Double.isFinite(number) ? new Json.Num(BigDecimal.valueOf(number)) : new Json.Null();
            case Boolean bool -> Json.of(bool.booleanValue());
            default -> Json.of(value.toString());
        };
    }
}
