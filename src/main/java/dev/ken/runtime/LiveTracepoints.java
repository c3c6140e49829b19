package dev.ken.runtime;

import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.TracepointFormatParser;
import dev.ken.kernel.Tracepoints;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The tracepoints of the running kernel, read when they are asked for and kept from then on.
public final class LiveTracepoints implements Tracepoints {
    private final Tracefs tracefs;
    private final Map<String, Optional<TracepointFormat>> formats = new ConcurrentHashMap<>();
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();

    public LiveTracepoints(Tracefs tracefs) {
        this.tracefs = tracefs;
    }

    @Override
    public Optional<TracepointFormat> find(String category, String name) {
        return formats.computeIfAbsent(
                category + ":" + name,
                _ -> tracefs.formatText(category, name).flatMap(text -> TracepointFormatParser.parse(category, text)));
    }

    @Override
    public List<String> names() {
        return names.computeIfAbsent("", _ -> tracefs.names());
    }
}
