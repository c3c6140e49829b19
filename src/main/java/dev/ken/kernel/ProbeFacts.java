package dev.ken.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one concrete probe (no wildcard) sees: the site it lies on, the system calls it is restricted to
/// (empty: all), and the symbol of the site behind each field of its context. Made by [Probes]; two probes that
/// read the same fact name the same symbol, which is what lets the judge compare programs that use different
/// probes.
public record ProbeFacts(String probe, Site site, List<Integer> syscalls, Map<String, SiteField> fields) {
    /// `symbol` names the attribute of the occurrence (`arg1`, `ret`, `prev_pid`); an array's element `i` is `symbol` +
    /// `i`.
    public record SiteField(String symbol, FieldType type) {}

    /// Stands between an argument and a field that is part of what tells the object apart that it points to.
    public static final String IDENTITY = ".identity ";

    /// Stands between an argument and a member behind it that holds a field in the order of the network.
    public static final String SWAPPED = ".swapped ";

    public ProbeFacts {
        syscalls = List.copyOf(syscalls);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public Optional<SiteField> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
