package dev.ken.source;

import java.util.ArrayList;
import java.util.List;

/// Texts parted at single characters, without a regular expression: a start reads thousands of lines before anything
/// is compiled.
public final class Blanks {
    private Blanks() {}

    /// What stands between spaces, in its order; nothing for a text of spaces.
    public static List<String> words(String text) {
        return parts(text, ' ');
    }

    /// What stands between separators, without spaces around it and without empty parts.
    public static List<String> parts(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int found = text.indexOf(separator, at);
            int end = found < 0 ? text.length() : found;
            String part = text.substring(at, end).strip();
            if (!part.isEmpty()) {
                parts.add(part);
            }
            at = end + 1;
        }
        return parts;
    }
}
