package dev.ken.bpftrace;

import java.util.List;
import java.util.Optional;

/// Under which circumstances a program shall be legal.
///
/// @param parameters what the user gives for `$1`, `$2`, …; empty where that is not known yet
/// @param files      whether a file that a probe names is there
/// @param unsafe     whether functions that change the system are allowed
public record CheckSettings(Dialect dialect, Optional<List<String>> parameters, Files files, boolean unsafe) {
    /// Any version of bpftrace; nothing is known of parameters and files.
    public static final CheckSettings LENIENT = new CheckSettings(Dialect.ANY, Optional.empty(), _ -> true, true);

    public CheckSettings {
        parameters = parameters.map(List::copyOf);
    }

    /// Looks for programs and libraries.
    public interface Files {
        /// Whether `path` (or, without a slash, a name to be looked for in PATH) is a file that can be probed.
        boolean there(String path);
    }
}
