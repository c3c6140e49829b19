package dev.ken.llm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A prompt: a file `NAME.prompt` beside the class that fills it. `{word}` stands for a value; what a value
/// holds is never looked at again, so braces in it are data.
public record Template(String name, String text) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    /// The file of that name beside `owner`.
    public static Template of(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name + ".prompt")) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name + ".prompt beside " + owner.getName());
            }
            return new Template(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The words that stand for values.
    public Set<String> places() {
        Set<String> places = new LinkedHashSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }

    /// @param values one for each place, and none besides
    public String filled(Map<String, String> values) {
        if (!places().equals(values.keySet())) {
            throw new IllegalStateException(
                    "the prompt " + name + " has the places " + places() + ", given were " + values.keySet());
        }
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(String.valueOf(values.get(place.group(1)))));
    }
}
