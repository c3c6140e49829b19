package dev.ken.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process that runs programs in the kernel and tells what they see in the JSON lines of bpftrace.
///
/// @param what     for messages: `bpftrace`
/// @param settings variables of its environment
/// @param input    what it reads
/// @param version  whose habits it has
record RunCommandLine(
        String what, List<String> words, Map<String, String> settings, String input, BpftraceVersion version) {
    RunCommandLine {
        words = List.copyOf(words);
    }

    /// @throws IllegalStateException if there is no bpftrace
    static RunCommandLine bpftrace(Environment environment, String script, RunLimits limits) {
        Environment.Bpftrace installed =
                environment.bpftrace().orElseThrow(() -> new IllegalStateException("no bpftrace"));
        BpftraceVersion version = installed.version();
        return new RunCommandLine(
                "bpftrace",
                List.of(installed.path().toString(), "-v", "-B", "line", "-f", "json", "-"),
                Map.of(version.mapKeysVariable(), Integer.toString(limits.mapKeys())),
                script + refreshProbe(version, limits),
                version);
    }

    /// The program that [ReaderBuild] made; `device` is the interface of a program for packets, where its own is not
    /// meant.
    static RunCommandLine reader(Path program, Optional<String> device) {
        List<String> words = new ArrayList<>(List.of(program.toString(), "-j"));
        device.ifPresent(name -> words.addAll(List.of("-i", name)));
        return new RunCommandLine("the program", words, Map.of(), "", BpftraceVersion.OLDEST);
    }

    /// Where a signal does not make bpftrace tell its maps, one more timer does. It only reads.
    private static String refreshProbe(BpftraceVersion version, RunLimits limits) {
        if (limits.refreshMillis().isEmpty()
                || version.printsOnSignal()
                || limits.liveMaps().isEmpty()) {
            return "";
        }
        StringBuilder probe =
                new StringBuilder("\ninterval:ms:" + limits.refreshMillis().get() + " {");
        limits.liveMaps().forEach(map -> probe.append(" print(").append(map).append(");"));
        return probe.append(" }\n").toString();
    }
}
