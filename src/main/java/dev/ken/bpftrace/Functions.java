package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Int;
import dev.ken.bpftrace.ValueType.Nothing;
import dev.ken.bpftrace.ValueType.Opaque;
import dev.ken.bpftrace.ValueType.Pointer;
import dev.ken.bpftrace.ValueType.Text;
import dev.ken.bpftrace.ValueType.Unknown;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The functions and builtins of the language. Source followed: bpftrace(8) of 0.17 and 0.23.
final class Functions {
    private static final int MANY = 64;
    private static final ValueType NOTHING = new Nothing();
    private static final ValueType TEXT = new Text(ValueType.TEXT_BYTES);

    /// How many arguments a function takes, what it gives, and whether it can change the system.
    record Signature(int least, int most, ValueType result, boolean unsafe) {}

    private static final Map<String, Signature> FUNCTIONS = functions();
    private static final Map<String, ValueType> BUILTINS = builtins();

    private Functions() {}

    static Optional<Signature> function(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    static Iterable<String> functionNames() {
        return FUNCTIONS.keySet();
    }

    static Optional<ValueType> builtin(String name) {
        return Optional.ofNullable(BUILTINS.get(name));
    }

    static Iterable<String> builtinNames() {
        return BUILTINS.keySet();
    }

    private static Map<String, Signature> functions() {
        Map<String, Signature> all = new LinkedHashMap<>();
        actions(all);
        value(all, "str", 1, 2, TEXT);
        value(all, "strncmp", 3, 3, ValueType.UNSIGNED);
        value(all, "strcontains", 2, 2, ValueType.UNSIGNED);
        value(all, "strftime", 2, 2, TEXT);
        value(all, "strerror", 1, 1, TEXT);
        value(all, "strlen", 1, 1, ValueType.UNSIGNED);
        value(all, "len", 1, 1, ValueType.SIGNED);
        value(all, "has_key", 2, 2, new Int(1, false));
        value(all, "buf", 1, 2, new Opaque("buf"));
        value(all, "ksym", 1, 1, new Opaque("ksym"));
        value(all, "usym", 1, 1, new Opaque("usym"));
        value(all, "kaddr", 1, 1, new Pointer(""));
        value(all, "uaddr", 1, 1, new Pointer(""));
        value(all, "ntop", 1, 2, new Opaque("inet"));
        value(all, "pton", 1, 1, new Opaque("inet-bytes"));
        value(all, "macaddr", 1, 1, new Opaque("mac"));
        value(all, "cgroupid", 1, 1, ValueType.UNSIGNED);
        value(all, "cgroup_path", 1, 2, new Opaque("cgroup-path"));
        value(all, "reg", 1, 1, ValueType.UNSIGNED);
        value(all, "bswap", 1, 1, ValueType.UNSIGNED);
        value(all, "kstack", 0, 2, new Opaque("kstack"));
        value(all, "ustack", 0, 2, new Opaque("ustack"));
        value(all, "kptr", 1, 1, new Pointer(""));
        value(all, "uptr", 1, 1, new Pointer(""));
        value(all, "path", 1, 2, TEXT);
        value(all, "sizeof", 1, 1, ValueType.UNSIGNED);
        value(all, "nsecs", 0, 1, ValueType.UNSIGNED);
        value(all, "pid", 0, 1, ValueType.UNSIGNED);
        value(all, "tid", 0, 1, ValueType.UNSIGNED);
        value(all, "skboutput", 4, 4, ValueType.UNSIGNED);
        for (String name : new String[] {"sum", "min", "max", "avg", "stats"}) {
            value(all, name, 1, 1, new ValueType.Aggregation(MapShape.kind(name).orElseThrow()));
        }
        value(
                all,
                "count",
                0,
                0,
                new ValueType.Aggregation(MapShape.kind("count").orElseThrow()));
        value(all, "hist", 1, 2, new ValueType.Aggregation(MapShape.kind("hist").orElseThrow()));
        value(
                all,
                "lhist",
                4,
                4,
                new ValueType.Aggregation(MapShape.kind("lhist").orElseThrow()));
        return all;
    }

    private static void actions(Map<String, Signature> all) {
        value(all, "printf", 1, MANY, NOTHING);
        value(all, "errorf", 1, MANY, NOTHING);
        value(all, "debugf", 1, MANY, NOTHING);
        value(all, "cat", 1, MANY, NOTHING);
        value(all, "print", 1, 3, NOTHING);
        value(all, "clear", 1, 1, NOTHING);
        value(all, "zero", 1, 1, NOTHING);
        value(all, "delete", 1, 2, NOTHING);
        value(all, "exit", 0, 1, NOTHING);
        value(all, "time", 0, 1, NOTHING);
        value(all, "join", 1, 2, NOTHING);
        value(all, "unwatch", 1, 1, NOTHING);
        all.put("system", new Signature(1, MANY, NOTHING, true));
        all.put("signal", new Signature(1, 1, NOTHING, true));
        all.put("override", new Signature(1, 1, NOTHING, true));
    }

    private static void value(Map<String, Signature> all, String name, int least, int most, ValueType result) {
        all.put(name, new Signature(least, most, result, false));
    }

    private static Map<String, ValueType> builtins() {
        Map<String, ValueType> all = new LinkedHashMap<>();
        for (String name : new String[] {
            "pid", "tid", "uid", "gid", "nsecs", "elapsed", "cpu", "numaid", "cgroup", "rand", "jiffies", "ncpus"
        }) {
            all.put(name, ValueType.UNSIGNED);
        }
        all.put("cpid", ValueType.UNSIGNED);
        all.put("usermode", new Int(1, false));
        all.put("comm", new Text(16));
        all.put("probe", TEXT);
        all.put("func", TEXT);
        all.put("username", TEXT);
        all.put("kstack", new Opaque("kstack"));
        all.put("ustack", new Opaque("ustack"));
        all.put("curtask", new Pointer("struct task_struct"));
        all.put("retval", ValueType.SIGNED);
        all.put("args", new ValueType.Context());
        all.put("ctx", new ValueType.Context());
        for (int i = 0; i < 10; i++) {
            all.put("arg" + i, ValueType.UNSIGNED);
            all.put("sarg" + i, ValueType.UNSIGNED);
        }
        all.put("stack", new Unknown());
        return all;
    }
}
