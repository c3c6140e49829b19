package dev.ken.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Tracepoints recorded in one text: `== category:name` lines, each followed by the field lines of the format. Formats
/// are parsed when they are asked for; one that is no format throws [MalformedSnapshot].
public final class RecordedTracepoints implements Tracepoints {
    /// What stands before the name of an event.
    public static final String HEAD = "== ";

    private final String file;
    private final String text;
    private final SortedMap<String, Integer> places = new TreeMap<>();
    private final Map<String, TracepointFormat> formats = new ConcurrentHashMap<>();

    /// `file` is where the text comes from, for messages.
    public RecordedTracepoints(String file, String text) {
        this.file = file;
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
        return at == null
                ? Optional.empty()
                : Optional.of(formats.computeIfAbsent(category + ":" + name, _ -> format(category, name, at)));
    }

    private TracepointFormat format(String category, String name, int at) {
        int next = text.indexOf("\n" + HEAD, at);
        String fields = text.substring(at, next < 0 ? text.length() : next);
        try {
            return TracepointFormatParser.fields(category, name, fields);
        } catch (TracepointFormatParser.NoFormat wrong) {
            String event = category + ":" + name + ": ";
            throw new MalformedSnapshot(file, SnapshotHead.TRACEPOINTS, at + wrong.at(), event + wrong.getMessage());
        }
    }

    @Override
    public List<String> names() {
        return new ArrayList<>(places.keySet());
    }
}
