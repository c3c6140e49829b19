package dev.ken.ir.run;

import dev.ken.ir.MapDecl;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a module did: what it showed in order, its maps when it ended, the checks that failed, assumptions that did not
/// hold, and what it did that is not modelled or ran into a limit.
public record Run(
        List<Output> outputs,
        Map<MapDecl, List<Output.Row>> maps,
        List<String> failedChecks,
        boolean assumed,
        List<String> gaps) {
    public Run {
        outputs = List.copyOf(outputs);
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        failedChecks = List.copyOf(failedChecks);
        gaps = List.copyOf(gaps);
    }
}
