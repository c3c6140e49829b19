package dev.ken.kernel.catalog;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Event kinds that nobody wrote down: `syscall.NAME` for every system call, `tracepoint.CATEGORY.NAME` for
/// every tracepoint, with the attributes that its format names, `function.NAME` for every kernel function
/// ([FunctionKinds]), and functions and probes of programs by their file ([UserKinds]).
final class DerivedKinds {
    static final String SYSCALL = "syscall.";
    private static final String TRACEPOINT = "tracepoint.";

    private DerivedKinds() {}

    static Optional<EventKind> find(String name, KernelModel kernel) {
        if (name.startsWith(SYSCALL)) {
            return syscall(name, name.substring(SYSCALL.length()), kernel);
        }
        if (name.startsWith(TRACEPOINT)) {
            String[] words = name.substring(TRACEPOINT.length()).split("\\.", 2);
            return words.length == 2
                    ? kernel.tracepoints().find(words[0], words[1]).map(format -> tracepoint(name, format))
                    : Optional.empty();
        }
        return FunctionKinds.find(name, kernel).or(() -> UserKinds.find(name));
    }

    /// The kernel's name of a call whose tracepoints are not named as the call is (see [Probes]).
    private static String tracepointOf(String call) {
        return switch (call) {
            case "stat", "lstat", "fstat", "uname" -> "new" + call;
            case "sendfile" -> "sendfile64";
            case "umount2" -> "umount";
            default -> call;
        };
    }

    private static Optional<EventKind> syscall(String name, String spoken, KernelModel kernel) {
        String call = tracepointOf(spoken);
        Optional<TracepointFormat> enter = kernel.tracepoints().find("syscalls", "sys_enter_" + call);
        if (enter.isEmpty()
                || kernel.tracepoints().find("syscalls", "sys_exit_" + call).isEmpty()) {
            return Optional.empty();
        }
        List<Attribute> attributes = new ArrayList<>();
        Map<String, Reading> readings = new LinkedHashMap<>();
        fields(enter.get(), attributes, readings);
        String gloss = "the return value of " + call;
        attributes.add(new Attribute(
                "ret", Type.SIGNED, Unit.NONE, Phase.END, gloss, List.of("return value", "result", "ret", "returns")));
        attributes.add(new Attribute(
                "error", Type.ERRNO, Unit.NONE, Phase.END, "the error", List.of("error", "errno", "error code")));
        Map<String, Reading> results = new LinkedHashMap<>();
        results.put("ret", new Reading.Arg("ret"));
        results.put("error", new Reading.Arg("ret"));
        List<ProbePoint> points = List.of(
                point(Phase.START, "tracepoint:syscalls:sys_enter_" + call, readings),
                point(Phase.END, "tracepoint:syscalls:sys_exit_" + call, results));
        return Optional.of(new EventKind(
                name,
                call + " is called",
                call + " calls",
                List.of(call),
                attributes,
                List.of(points),
                "calls through io_uring"));
    }

    private static EventKind tracepoint(String name, TracepointFormat format) {
        List<Attribute> attributes = new ArrayList<>();
        Map<String, Reading> readings = new LinkedHashMap<>();
        fields(format, attributes, readings);
        String probe = "tracepoint:" + format.category() + ":" + format.name();
        return new EventKind(
                name,
                "the tracepoint " + format.category() + ":" + format.name() + " fires",
                format.category() + ":" + format.name() + " events",
                List.of(format.name(), format.category() + ":" + format.name()),
                attributes,
                List.of(List.of(point(Phase.START, probe, readings))),
                "");
    }

    private static ProbePoint point(Phase phase, String probe, Map<String, Reading> readings) {
        return new ProbePoint(phase, probe, Optional.empty(), Optional.empty(), readings, PointFacts.NONE);
    }

    private static void fields(TracepointFormat format, List<Attribute> attributes, Map<String, Reading> readings) {
        for (TracepointFormat.Field field : format.fields()) {
            if (field.name().startsWith("__")) {
                continue;
            }
            Reading plain = new Reading.Arg(field.name());
            boolean text = field.cType().equals("const char *");
            Optional<Type> type = switch (field.type()) {
                case FieldType.Integer(var _, boolean signed) -> Optional.of(signed ? Type.SIGNED : Type.INTEGER);
                case FieldType.Pointer _ -> Optional.of(text ? Type.TEXT : Type.ADDRESS);
                case FieldType.Text _, FieldType.DynamicText() -> Optional.of(Type.TEXT);
                case FieldType.Array _, FieldType.Opaque _ -> Optional.empty();
            };
            boolean behind =
                    text && field.type() instanceof FieldType.Pointer || field.type() instanceof FieldType.DynamicText;
            type.ifPresent(t -> {
                String words = field.name().replace('_', ' ');
                attributes.add(new Attribute(
                        field.name(), t, Unit.NONE, Phase.START, "the " + words, List.of(field.name(), words)));
                readings.put(field.name(), behind ? new Reading.Text(plain) : plain);
            });
        }
    }
}
