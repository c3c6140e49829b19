package dev.ken.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.ken.source.Diagnostic;
import dev.ken.source.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Reads one JSON value that fills a whole text. Bad input gives [JsonReading.Malformed], never an exception.
public final class JsonReader {
    /// Longest text read where the caller sets no limit, in UTF-16 units.
    public static final int LENGTH_LIMIT = 64 * 1024 * 1024;

    /// Deepest nesting of arrays and objects.
    public static final int DEPTH_LIMIT = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_LIMIT)
                    .maxStringLength(LENGTH_LIMIT)
                    .maxNameLength(LENGTH_LIMIT)
                    .build())
            .build();

    private JsonReader() {}

    public static JsonReading read(String text) {
        return read(text, LENGTH_LIMIT);
    }

    /// @param lengthLimit longest text accepted, in UTF-16 units
    public static JsonReading read(String text, int lengthLimit) {
        if (text.length() > lengthLimit) {
            return malformed(
                    "json-too-long",
                    "the text has " + text.length() + " characters, the limit is " + lengthLimit,
                    Span.NONE);
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return malformed("json-empty", "there is no JSON value", new Span(text.length(), text.length()));
            }
            Json value = value(parser);
            if (parser.nextToken() != null) {
                return malformed("json-syntax", "text follows after the end of the value", place(parser, text));
            }
            return new JsonReading.Read(value);
        } catch (StreamConstraintsException e) {
            return malformed("json-too-deep", firstSentence(e.getOriginalMessage()), Span.NONE);
        } catch (StreamReadException e) {
            long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            return malformed("json-syntax", firstSentence(e.getOriginalMessage()), at(offset, text));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    private static Json value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getDecimalValue());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private static Json.Obj object(JsonParser parser) throws IOException {
        List<Json.Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.add(new Json.Member(name, value(parser)));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonParser parser) throws IOException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Arr(items);
    }

    private static Span place(JsonParser parser, String text) {
        return at(parser.currentTokenLocation().getCharOffset(), text);
    }

    private static Span at(long offset, String text) {
        int start = (int) Math.clamp(offset, 0L, (long) text.length());
        return new Span(start, Math.min(start + 1, text.length()));
    }

    private static String firstSentence(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static JsonReading malformed(String code, String message, Span span) {
        return new JsonReading.Malformed(Diagnostic.error(code, message, span));
    }
}
