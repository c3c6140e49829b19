package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Spelling;
import dev.ken.source.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/// Looks for the kernel's functions that a script probes. BTF does not list every function that a kprobe may be on, so
/// a missing one is a warning there; fentry needs BTF.
final class ProbedFunctions {
    private ProbedFunctions() {}

    static List<Diagnostic> missing(BpftraceScript script, KernelModel kernel) {
        List<Diagnostic> all = new ArrayList<>();
        if (kernel.btf().isEmpty()) {
            return all;
        }
        for (Item.Probe probe : script.probes()) {
            for (Item.AttachPoint point : probe.attachPoints()) {
                String[] parts = point.text().split(":", -1);
                String name = parts[parts.length - 1].replaceFirst("\\+.*", "").replace("\"", "");
                boolean plain = name.matches("\\w+") && !point.text().contains("$");
                boolean traced = switch (ProbeContext.longName(point.provider())) {
                    case "fentry", "fexit" -> true;
                    default -> false;
                };
                boolean entry = switch (ProbeContext.longName(point.provider())) {
                    case "kprobe", "kretprobe" -> true;
                    default -> false;
                };
                if (plain && (traced || entry) && kernel.functions().find(name).isEmpty()) {
                    all.add(missing(point, name, traced, kernel));
                }
            }
        }
        return all;
    }

    private static Diagnostic missing(Item.AttachPoint point, String name, boolean traced, KernelModel kernel) {
        String[] hints = Names.hint(kernel.functions().nearest(name, 1).stream()
                .filter(near -> Spelling.distance(near, name) * 3 <= name.length())
                .findFirst());
        return traced
                ? Diagnostic.error("unknown-probe", "this kernel has no function `" + name + "`", point.at(), hints)
                : Diagnostic.warning(
                        "unknown-function-probe",
                        "the types of this kernel tell of no function `" + name + "`",
                        point.at(),
                        hints);
    }
}
