package dev.ken.synthesis.c;

import dev.ken.kernel.KernelFunction;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.catalog.CReading;
import dev.ken.kernel.catalog.ProbePoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The parameters of programs at fentry and fexit: those of the function, and behind them what it returns.
final class Prototypes {
    private static final String FEXIT = "fexit:";

    private Prototypes() {}

    static boolean has(ProbePoint point) {
        return point.probe().startsWith("fentry:") || point.probe().startsWith(FEXIT);
    }

    private static Optional<KernelFunction> function(ProbePoint point, KernelModel kernel) {
        String probe = point.probe();
        return has(point) ? kernel.functions().find(probe.substring(probe.lastIndexOf(':') + 1)) : Optional.empty();
    }

    /// The names that they have in a program.
    static Set<String> names(ProbePoint point, KernelModel kernel) {
        Set<String> names = new LinkedHashSet<>();
        function(point, kernel)
                .ifPresent(function -> function.prototype()
                        .parameters()
                        .forEach(parameter -> names.add(CReading.parameter(parameter.name()))));
        if (point.probe().startsWith(FEXIT)) {
            names.add("ret");
        }
        return names;
    }

    static List<String> parameters(ProbePoint point, KernelModel kernel) {
        KernelFunction function = function(point, kernel)
                .orElseThrow(() -> new Unsayable("The parameters of the function at " + point.probe()
                        + " are not known; --target bpftrace can."));
        List<String> all = new ArrayList<>();
        for (BtfType.Parameter parameter : function.prototype().parameters()) {
            int type = parameter.type();
            if (!function.btf().isPointer(type) && !function.btf().isScalar(type)) {
                throw new Unsayable("The function at " + point.probe()
                        + " is given a structure, which cannot be written in C yet; --target bpftrace can.");
            }
            all.add(function.btf().cText(type, CReading.parameter(parameter.name())));
        }
        int result = function.prototype().returns();
        if (point.probe().startsWith(FEXIT) && function.btf().strip(result) != 0) {
            all.add(function.btf().cText(result, "ret"));
        }
        return all;
    }
}
