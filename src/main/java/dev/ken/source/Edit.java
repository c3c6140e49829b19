package dev.ken.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Puts `text` in the place of `span`.
public record Edit(Span span, String text) {
    /// `text` after `edits`. Of edits that overlap, the first one is done.
    public static String apply(String text, List<Edit> edits) {
        List<Edit> ordered = new ArrayList<>(edits);
        ordered.sort(Comparator.comparingInt((Edit edit) -> edit.span().start())
                .thenComparingInt(edit -> edit.span().end()));
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (Edit edit : ordered) {
            if (edit.span().start() >= done && edit.span().end() <= text.length()) {
                out.append(text, done, edit.span().start()).append(edit.text());
                done = edit.span().end();
            }
        }
        return out.append(text, done, text.length()).toString();
    }
}
