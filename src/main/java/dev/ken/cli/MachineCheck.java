package dev.ken.cli;

import dev.ken.runtime.Environment;
import dev.ken.wire.Json;

/// What this machine has, and how to get what is missing.
record MachineCheck(Console console, Workshop workshop, boolean json) {
    int run() {
        Environment environment = workshop.environment().get();
        String bpftrace = environment
                .bpftrace()
                .map(one -> one.version() + " (" + one.path() + ")")
                .orElse("missing");
        if (json) {
            console.out()
                    .println(Json.object()
                            .with("kernel", environment.release())
                            .with("root", Json.of(environment.root()))
                            .with("bpftrace", bpftrace)
                            .with("btf", Json.of(environment.btf()))
                            .with("canRun", Json.of(environment.canRun()))
                            .with(
                                    "missing",
                                    AnswerJson.strings(environment.missing().stream()
                                            .map(Environment.Missing::sentence)
                                            .toList()))
                            .text());
        } else {
            console.out()
                    .println("kernel    " + environment.release() + (environment.btf() ? " with BTF" : " without BTF"));
            console.out().println("root      " + (environment.root() ? "yes" : "no"));
            console.out().println("bpftrace  " + bpftrace);
            environment.missing().forEach(one -> console.out().println("missing   " + one.sentence()));
            console.out()
                    .println(
                            environment.canRun()
                                    ? "Programs can be run here."
                                    : "Programs cannot be run here; all else works.");
        }
        return environment.canRun() ? ExitCode.DONE : ExitCode.LACKING;
    }
}
