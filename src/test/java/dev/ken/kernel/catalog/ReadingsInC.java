package dev.ken.kernel.catalog;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelFunction;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A translation unit with one program for each probe point, which reads every attribute as [CReading] says, each on a
/// line of its own.
final class ReadingsInC {
    /// Parameters that would hide what is called so here.
    private static final Set<String> TAKEN = Set.of("buf");

    private final KernelModel kernel;
    private final StringBuilder text = new StringBuilder("""
            #include "vmlinux.h"
            #include <bpf/bpf_helpers.h>
            #include <bpf/bpf_tracing.h>
            #include <bpf/bpf_core_read.h>
            #include <bpf/bpf_endian.h>
            #include <bpf/usdt.bpf.h>

            char LICENSE[] SEC("license") = "GPL";
            volatile __u64 sink;

            """);
    private int points;
    private int readings;

    ReadingsInC(KernelModel kernel) {
        this.kernel = kernel;
    }

    int points() {
        return points;
    }

    int readings() {
        return readings;
    }

    String text() {
        return text.toString();
    }

    void add(ProbePoint point) {
        String[] words = point.probe().split(":");
        Optional<String> head = switch (words[0]) {
            case "tracepoint" -> Optional.of(plain(tracepoint(words[1], words[2])));
            case "fentry" -> function(words[1]).map(f -> traced(f, false));
            case "fexit" -> function(words[1]).map(f -> traced(f, true));
            case "kprobe", "kretprobe", "uprobe", "uretprobe", "usdt" -> Optional.of(plain("struct pt_regs"));
            // Read off the bytes of packets, not off a context.
            case "packet" -> Optional.empty();
            default -> Optional.of(plain("struct bpf_perf_event_data"));
        };
        head.ifPresent(start -> {
            text.append("SEC(\"")
                    .append(CReading.section(point.probe()))
                    .append("\")\n")
                    .append(start)
                    .append("\n{\n");
            text.append("    char buf[64];\n");
            point.readings().forEach((name, reading) -> read(name, reading, point));
            point.when().ifPresent(when -> read("when", when, point));
            point.pairParts().forEach(part -> read("pair", part, point));
            text.append("    sink = (__u64)buf;\n    return 0;\n}\n\n");
            points++;
        });
    }

    private void read(String name, Reading reading, ProbePoint point) {
        readings++;
        text.append("    sink = (__u64)(")
                .append(CReading.of(reading, point.probe(), kernel))
                .append("); // ")
                .append(point.probe())
                .append(' ')
                .append(name)
                .append('\n');
    }

    private String plain(String context) {
        return "int p" + points + "(" + context + " *ctx)";
    }

    /// Of functions in modules the types are not in the kernel's own header.
    private Optional<KernelFunction> function(String name) {
        return kernel.functions().find(name).filter(f -> f.module().equals("vmlinux"));
    }

    private String traced(KernelFunction function, boolean result) {
        BtfType.Prototype prototype = function.prototype();
        String parameters = prototype.parameters().stream()
                .map(p -> ", "
                        + function.btf()
                                .cText(
                                        p.type(),
                                        TAKEN.contains(p.name()) ? p.name() + "_" : CReading.parameter(p.name())))
                .collect(Collectors.joining());
        boolean returns = function.btf().strip(prototype.returns()) != 0;
        String end = result && returns ? ", " + function.btf().cText(prototype.returns(), "ret") : "";
        return "int BPF_PROG(p" + points + parameters + end + ")";
    }

    /// The kernel's own structure where it has the name of the tracepoint, else one that its format tells.
    private String tracepoint(String category, String name) {
        if (category.equals("syscalls")) {
            return "struct trace_event_raw_sys_" + (name.startsWith("sys_enter_") ? "enter" : "exit");
        }
        String own = "trace_event_raw_" + name;
        if (kernel.btf().orElseThrow().find(Kind.STRUCT, own).isPresent()) {
            return "struct " + own;
        }
        TracepointFormat format = kernel.tracepoints().find(category, name).orElseThrow();
        String declared = "struct ken_" + points;
        text.append(declared).append(" {\n");
        int at = 0;
        for (TracepointFormat.Field field : format.fields()) {
            if (field.offsetBytes() > at) {
                text.append("    char pad")
                        .append(at)
                        .append('[')
                        .append(field.offsetBytes() - at)
                        .append("];\n");
            }
            text.append("    ").append(declaration(field)).append(";\n");
            at = field.offsetBytes() + field.sizeBytes();
        }
        text.append("} __attribute__((packed));\n");
        return declared;
    }

    private static String declaration(TracepointFormat.Field field) {
        return switch (field.type()) {
            case FieldType.Integer(int bytes, boolean signed) -> integer(bytes, signed) + " " + field.name();
            case FieldType.Pointer _ -> "void *" + field.name();
            case FieldType.Text(int bytes) -> "char " + field.name() + "[" + bytes + "]";
            case FieldType.DynamicText() -> "__u32 __data_loc_" + field.name();
            case FieldType.Array(int bytes, boolean signed, int length) ->
                integer(bytes, signed) + " " + field.name() + "[" + length + "]";
            case FieldType.Opaque _ -> "char " + field.name() + "[" + field.sizeBytes() + "]";
        };
    }

    private static String integer(int bytes, boolean signed) {
        return (signed ? "__s" : "__u") + List.of(8, 16, 32, 64).get(Integer.numberOfTrailingZeros(bytes));
    }
}
