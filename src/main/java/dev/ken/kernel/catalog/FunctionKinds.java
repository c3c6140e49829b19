package dev.ken.kernel.catalog;

import dev.ken.kernel.KernelFunction;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Traceable;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Attribute.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// `function.NAME` for every function of the kernel that BTF describes and that probes can stand on: a span from call
/// to return, with the arguments of its prototype and its result. By fentry first, where arguments have their types;
/// by kprobe in the second way, where they are registers and the return does not know them.
final class FunctionKinds {
    private static final String PREFIX = "function.";
    private static final PointFacts FENTRY = new PointFacts(
            Optional.of("5.5"), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of(), List.of(), "");

    /// Arguments that come in registers (System V ABI for x86-64).
    private static final int IN_REGISTERS = 6;

    private FunctionKinds() {}

    static Optional<EventKind> find(String name, KernelModel kernel) {
        return Optional.of(name)
                .filter(n -> n.startsWith(PREFIX))
                .flatMap(n -> kernel.functions().find(n.substring(PREFIX.length())))
                .filter(function -> function.traceable() != Traceable.NO)
                .map(FunctionKinds::kind);
    }

    private static EventKind kind(KernelFunction function) {
        Btf btf = function.btf();
        List<Attribute> attributes = new ArrayList<>();
        Map<String, Reading> typed = new LinkedHashMap<>();
        Map<String, Reading> registers = new LinkedHashMap<>();
        List<BtfType.Parameter> parameters = function.prototype().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            BtfType.Parameter parameter = parameters.get(i);
            Optional<Type> type = type(btf, parameter.type());
            if (parameter.name().isEmpty() || type.isEmpty()) {
                continue;
            }
            String words = parameter.name().replace('_', ' ');
            attributes.add(new Attribute(
                    parameter.name(),
                    type.get(),
                    Unit.NONE,
                    Phase.START,
                    "the argument " + parameter.name(),
                    List.of(parameter.name(), words)));
            typed.put(parameter.name(), new Reading.Arg(parameter.name()));
            if (i < IN_REGISTERS) {
                registers.put(parameter.name(), narrow(btf, parameter.type(), new Reading.Builtin("arg" + i)));
            }
        }
        Map<String, Reading> results = results(function, attributes);
        String called = function.name();
        return new EventKind(
                PREFIX + called,
                "the kernel function " + called + " is called",
                "calls of " + called,
                List.of(called),
                attributes,
                List.of(
                        List.of(
                                point(Phase.START, "fentry:" + called, typed, FENTRY),
                                point(Phase.END, "fexit:" + called, results, FENTRY)),
                        List.of(
                                point(Phase.START, "kprobe:" + called, registers, PointFacts.NONE),
                                point(
                                        Phase.END,
                                        "kretprobe:" + called,
                                        withSign(results, attributes),
                                        PointFacts.NONE))),
                "calls that the compiler put into their callers");
    }

    private static Map<String, Reading> results(KernelFunction function, List<Attribute> attributes) {
        int returns = function.prototype().returns();
        Optional<Type> type = type(function.btf(), returns);
        if (type.isEmpty()) {
            return Map.of();
        }
        Map<String, Reading> results = new LinkedHashMap<>();
        Reading result = narrow(function.btf(), returns, new Reading.Builtin("retval"));
        List<String> phrases = List.of("return value", "result", "ret", "returns");
        attributes.add(new Attribute("ret", type.get(), Unit.NONE, Phase.END, "the return value", phrases));
        results.put("ret", result);
        if (type.get() == Type.SIGNED) {
            List<String> errors = List.of("error", "errno", "error code");
            attributes.add(new Attribute("error", Type.ERRNO, Unit.NONE, Phase.END, "the error", errors));
            results.put("error", result);
        }
        return results;
    }

    /// Where the type of what is given back is not told, the register has no sign.
    private static Map<String, Reading> withSign(Map<String, Reading> results, List<Attribute> attributes) {
        Reading register = new Reading.Builtin("retval");
        boolean signed = attributes.stream().anyMatch(one -> one.phase() == Phase.END && one.type() == Type.SIGNED);
        Map<String, Reading> all = new LinkedHashMap<>(results);
        if (signed) {
            all.replaceAll(
                    (_, reading) -> reading.equals(register) ? new Reading.SignedLow(Long.SIZE, register) : reading);
        }
        return all;
    }

    /// The part of a register that a value of the type fills: the rest of it may hold anything.
    private static Reading narrow(Btf btf, int type, Reading register) {
        long bytes = btf.sizeBytes(type).orElse(Long.BYTES);
        if (bytes >= Long.BYTES || btf.isPointer(type)) {
            return register;
        }
        return btf.isSigned(type) && bytes == Integer.BYTES
                ? new Reading.SignedLow(Integer.SIZE, register)
                : new Reading.Binary("&", register, new Reading.Number((1L << (bytes * Byte.SIZE)) - 1));
    }

    private static Optional<Type> type(Btf btf, int type) {
        if (btf.isPointer(type)) {
            return Optional.of(Type.ADDRESS);
        }
        return btf.isScalar(type) ? Optional.of(btf.isSigned(type) ? Type.SIGNED : Type.INTEGER) : Optional.empty();
    }

    private static ProbePoint point(Phase phase, String probe, Map<String, Reading> readings, PointFacts facts) {
        return new ProbePoint(phase, probe, Optional.empty(), Optional.empty(), readings, facts);
    }
}
