package dev.ken.runtime;

import java.util.ArrayList;
import java.util.List;

/// bpftrace prints the parts of a map key joined by commas, and a text part may itself hold commas. Knowing which
/// parts are numbers makes the split exact as long as at most one part is text.
public final class MapKeys {
    private MapKeys() {}

    public enum Kind {
        NUMBER,
        TEXT
    }

    /// The parts of a key as printed. Where more than one text part holds commas, the first text part gets the rest.
    public static List<String> split(String key, List<Kind> kinds) {
        if (kinds.size() <= 1) {
            return List.of(key);
        }
        List<String> pieces = List.of(key.split(",", -1));
        int extra = pieces.size() - kinds.size();
        if (extra < 0) {
            return pieces;
        }
        List<String> parts = new ArrayList<>();
        int at = 0;
        int toJoin = extra;
        for (Kind kind : kinds) {
            int width = kind == Kind.TEXT ? 1 + toJoin : 1;
            if (kind == Kind.TEXT) {
                toJoin = 0;
            }
            parts.add(String.join(",", pieces.subList(at, at + width)));
            at += width;
        }
        if (at < pieces.size()) {
            parts.add(String.join(",", pieces.subList(at, pieces.size())));
        }
        return parts;
    }
}
