package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// "A file audit for /etc/ssl: every open below that directory": where a text names one place, what points back at it
/// says its name, and that it is a directory.
final class Places {
    private static final Set<String> INSIDE =
            Set.of("in", "inside", "below", "under", "beneath", "within", "to", "from", "of");
    private static final Set<String> POINTING = Set.of("that", "this", "the");
    private static final Set<String> DIRECTORIES = Set.of("directory", "folder", "dir", "tree", "path");

    private Places() {}

    /// The text with the place where it is pointed at.
    static List<Token> named(List<Token> text) {
        List<Token> paths = text.stream()
                .filter(token -> token.kind() == Kind.PATH)
                .distinct()
                .toList();
        if (paths.size() != 1 || paths.getFirst().text().contains("*")) {
            return text;
        }
        Token path = paths.getFirst();
        Token directory = path.text().endsWith("/") ? path : Token.of(Kind.PATH, path.text() + "/");
        List<Token> out = new ArrayList<>();
        boolean pointed = false;
        for (int at = 0; at < text.size(); at++) {
            boolean back = at > 0
                    && at + 1 < text.size()
                    && out.contains(path)
                    && INSIDE.contains(word(text.get(at - 1)))
                    && POINTING.contains(word(text.get(at)))
                    && DIRECTORIES.contains(word(text.get(at + 1)));
            out.add(back ? directory : text.get(at));
            pointed |= back;
            at += back ? 1 : 0;
        }
        boolean called = false;
        for (int at = 1; at < text.size(); at++) {
            called |= text.get(at).equals(path)
                    && DIRECTORIES.contains(word(text.get(at - 1)))
                    && !word(text.get(at - 1)).equals("path");
        }
        if (!pointed && !called) {
            return text;
        }
        out.replaceAll(token -> token.equals(path) ? directory : token);
        return List.copyOf(out);
    }

    private static String word(Token token) {
        return token.kind() == Kind.WORD ? token.text().toLowerCase(Locale.ROOT) : "";
    }
}
