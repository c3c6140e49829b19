package dev.ken.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tracepoints recorded in one text (see `data/kernels/record-tracepoints`): `== category:name` lines, each followed by
/// the
/// field lines of the format. Formats are parsed when they are asked for.
public final class RecordedTracepoints implements Tracepoints {
    private static final String HEAD = "== ";

    private final String text;
    private final SortedMap<String, Integer> places = new TreeMap<>();

    public RecordedTracepoints(String text) {
        this.text = text;
        int at = text.startsWith(HEAD) ? 0 : text.indexOf("\n" + HEAD) + 1;
        while (at >= 0 && at < text.length() && text.startsWith(HEAD, at)) {
            int end = lineEnd(at);
            places.put(text.substring(at + HEAD.length(), end), end);
            int next = text.indexOf("\n" + HEAD, end);
            at = next < 0 ? -1 : next + 1;
        }
    }

    private int lineEnd(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    @Override
    public Optional<TracepointFormat> find(String category, String name) {
        Integer at = places.get(category + ":" + name);
        if (at == null) {
            return Optional.empty();
        }
        int next = text.indexOf("\n" + HEAD, at);
        String fields = text.substring(at, next < 0 ? text.length() : next);
        return TracepointFormatParser.parse(category, "name: " + name + "\n" + fields);
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(places.keySet());
    }
}
