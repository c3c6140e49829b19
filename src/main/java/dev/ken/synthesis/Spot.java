package dev.ken.synthesis;

import java.util.List;

/// One probe at which occurrences show.
///
/// @param probe   in bpftrace's words
/// @param known   the start was seen; empty: there is none to be seen
/// @param when    which occurrences of the probe are of the kind
/// @param moved   what it moved exists
/// @param names   its attributes, as expressions
/// @param forget  statements that drop what was kept of the start
record Spot(String probe, List<String> known, List<String> when, List<String> moved, Names names, List<String> forget) {
    String value(String attribute) {
        return names.attribute(attribute);
    }
}
