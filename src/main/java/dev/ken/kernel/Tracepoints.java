package dev.ken.kernel;

import java.util.List;
import java.util.Optional;

/// The tracepoints of one kernel, live or recorded. Implementations answer the same question always alike.
public interface Tracepoints {
    /// The format of `category:name`; empty where this kernel has no such tracepoint.
    Optional<TracepointFormat> find(String category, String name);

    /// All names as `category:name`, sorted.
    List<String> names();
}
