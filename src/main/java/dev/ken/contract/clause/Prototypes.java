package dev.ken.contract.clause;

import dev.ken.contract.clause.Signature.Parameter;
import dev.ken.contract.clause.Signature.Range;
import dev.ken.contract.clause.Signature.Sort;
import dev.ken.contract.clause.Signature.Value;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.bpf.Prototype;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signatures of the things that a kernel tells the types of.
public final class Prototypes {
    private static final int POINTER_BITS = 64;
    /// The largest record of a tracepoint that BPF programs are shown (`PERF_MAX_TRACE_SIZE`,
    /// include/linux/trace_events.h).
    private static final long MOST_RECORD_BYTES = 8192;

    private static final int USER_ARGUMENTS = 10;

    private Prototypes() {}

    /// Of a kernel function, as BTF tells it. Parameters without a name are `arg0`, `arg1`, ….
    public static Optional<Signature> function(Btf btf, String name) {
        return functions(btf, name).stream().findFirst();
    }

    /// Of all kernel functions of that name, static ones may be several; those that look alike once.
    public static List<Signature> functions(Btf btf, String name) {
        return btf.findAll(Kind.FUNC, name).stream()
                .map(id -> (BtfType.Function) btf.type(id))
                .map(function -> of(btf, name, (BtfType.Prototype) btf.type(function.prototype())))
                .distinct()
                .toList();
    }

    private static Signature of(Btf btf, String name, BtfType.Prototype prototype) {
        List<Parameter> parameters = new ArrayList<>();
        for (BtfType.Parameter parameter : prototype.parameters()) {
            // The last parameter of a variadic function has neither a name nor a type.
            if (parameter.type() != 0 || !parameter.name().isEmpty()) {
                String called = parameter.name().isEmpty() ? "arg" + parameters.size() : parameter.name();
                parameters.add(new Parameter(called, value(btf, parameter.type())));
            }
        }
        Optional<Value> result =
                btf.strip(prototype.returns()) == 0 ? Optional.empty() : Optional.of(value(btf, prototype.returns()));
        return new Signature(name, parameters, result);
    }

    private static Value value(Btf btf, int type) {
        String c = btf.cText(type);
        BtfType bare = btf.type(btf.strip(type));
        if (bare instanceof BtfType.Int number && number.bool()) {
            return new Value(c, Sort.BOOL, 8, false);
        }
        if (btf.isPointer(type) || bare instanceof BtfType.Array) {
            return new Value(c, Sort.POINTER, POINTER_BITS, false);
        }
        long bytes = btf.sizeBytes(type).orElse(0);
        if (!btf.isScalar(type) || bytes < 1 || bytes > 8) {
            return new Value(c, Sort.OTHER, POINTER_BITS, false);
        }
        Optional<Range> range = bare instanceof BtfType.Enum choice ? Enumerators.range(choice) : Optional.empty();
        return new Value(c, Sort.INTEGER, (int) bytes * 8, btf.isSigned(type), range, Optional.empty());
    }

    /// Of a function that C declares so.
    public static Signature declared(Prototype prototype) {
        List<Parameter> parameters = prototype.parameters().stream()
                .map(p -> new Parameter(p.name(), CTypes.value(p.type())))
                .toList();
        Optional<Value> result =
                prototype.result().equals("void") ? Optional.empty() : Optional.of(CTypes.value(prototype.result()));
        return new Signature(prototype.name(), parameters, result);
    }

    /// Of a tracepoint: the fields of its format. With types, enumerations are known too.
    public static Signature tracepoint(TracepointFormat format, Optional<Btf> types) {
        List<Parameter> parameters = format.fields().stream()
                .map(field -> new Parameter(field.name(), value(field, types)))
                .toList();
        return new Signature(format.category() + ":" + format.name(), parameters, Optional.empty());
    }

    private static Value value(TracepointFormat.Field field, Optional<Btf> types) {
        String c = field.cType();
        Optional<Range> whole = Optional.of(new Range(field.sizeBytes(), field.sizeBytes()));
        Optional<Range> dynamic = Optional.of(new Range(0, MOST_RECORD_BYTES));
        boolean behind = c.startsWith("__data_loc") || c.startsWith("__rel_loc");
        return switch (field.type()) {
            case FieldType.Integer(int bytes, boolean _)
            when bytes == 1 && (c.equals("bool") || c.equals("_Bool")) -> new Value(c, Sort.BOOL, 8, false);
            case FieldType.Integer(int bytes, boolean signed) ->
                new Value(c, Sort.INTEGER, bytes * 8, signed, enumeration(c, types), Optional.empty());
            case FieldType.Pointer _ -> new Value(c, Sort.POINTER, POINTER_BITS, false);
            case FieldType.DynamicText() -> new Value(c, Sort.OTHER, POINTER_BITS, false, Optional.empty(), dynamic);
            case FieldType.Text _, FieldType.Array _, FieldType.Opaque _ ->
                new Value(c, Sort.OTHER, POINTER_BITS, false, Optional.empty(), behind ? dynamic : whole);
        };
    }

    private static Optional<Range> enumeration(String cType, Optional<Btf> types) {
        return cType.startsWith("enum ")
                ? types.flatMap(btf -> btf.enumeration(cType.substring("enum ".length())))
                        .flatMap(Enumerators::range)
                : Optional.empty();
    }

    /// Of a system call, as the format of the tracepoint at its entry tells it. Its number is a parameter too.
    public static Signature syscall(TracepointFormat enter) {
        List<Parameter> parameters = new ArrayList<>();
        for (TracepointFormat.Field field : enter.fields()) {
            Value told = CTypes.value(field.cType());
            parameters.add(
                    new Parameter(field.name(), told.sort() == Sort.OTHER ? value(field, Optional.empty()) : told));
        }
        return new Signature(enter.name(), parameters, Optional.of(CTypes.value("long")));
    }

    /// Of a function or probe of a program: its arguments as registers, and what it returns.
    public static Signature user(String name, boolean returns) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < USER_ARGUMENTS; i++) {
            parameters.add(new Parameter("arg" + i, new Value("u64", Sort.INTEGER, POINTER_BITS, false)));
        }
        Optional<Value> result =
                returns ? Optional.of(new Value("s64", Sort.INTEGER, POINTER_BITS, true)) : Optional.empty();
        return new Signature(name, parameters, result);
    }

    /// Of any hook: what every program can ask for, and what the program returns.
    public static Signature hook(String name) {
        List<Parameter> parameters = new ArrayList<>();
        for (String id : List.of("pid", "tid", "uid", "gid", "cpu")) {
            parameters.add(new Parameter(id, new Value("u32", Sort.INTEGER, 32, false)));
        }
        for (String id : List.of("nsecs", "cgroup")) {
            parameters.add(new Parameter(id, new Value("u64", Sort.INTEGER, POINTER_BITS, false)));
        }
        parameters.add(new Parameter("comm", new Value("char[16]", Sort.POINTER, POINTER_BITS, false)));
        return new Signature(name, parameters, Optional.of(new Value("int", Sort.INTEGER, 32, true)));
    }
}
