package dev.ken.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Writes JSON so that reading it back gives an equal value.
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWriter() {}

    /// One line, without a line end.
    public static String line(Json value) {
        return text(value, false);
    }

    /// Indented by two spaces, without a line end.
    public static String pretty(Json value) {
        return text(value, true);
    }

    private static String text(Json value, boolean indented) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            if (indented) {
                DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
                generator.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
            }
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be written", e);
        }
        return out.toString();
    }

    private static void write(Json value, JsonGenerator generator) throws IOException {
        switch (value) {
            case Json.Obj(var members) -> {
                generator.writeStartObject();
                for (Json.Member member : members) {
                    generator.writeFieldName(member.name());
                    write(member.value(), generator);
                }
                generator.writeEndObject();
            }
            case Json.Arr(var items) -> {
                generator.writeStartArray();
                for (Json item : items) {
                    write(item, generator);
                }
                generator.writeEndArray();
            }
            case Json.Str(var text) -> generator.writeString(text);
            case Json.Num(var number) -> generator.writeNumber(number);
            case Json.Bool(var bool) -> generator.writeBoolean(bool);
            case Json.Null() -> generator.writeNull();
        }
    }
}
