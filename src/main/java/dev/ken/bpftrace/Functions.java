package dev.ken.bpftrace;

import dev.ken.bpftrace.ValueType.Int;
import dev.ken.bpftrace.ValueType.Nothing;
import dev.ken.bpftrace.ValueType.Opaque;
import dev.ken.bpftrace.ValueType.Pointer;
import dev.ken.bpftrace.ValueType.Text;
import dev.ken.bpftrace.ValueType.Unknown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions and builtins of the language. Source followed: bpftrace(8) of 0.17 to 0.27.
final class Functions {
    private static final int MANY = 1_000;
    private static final ValueType NOTHING = new Nothing();
    private static final ValueType TEXT = new Text(ValueType.TEXT_BYTES);
    private static final ValueType TRUTH = new Int(1, false);

    /// How many arguments a function takes, what it gives, whether it can change the system, and in which version it
    /// came.
    record Signature(int least, int most, ValueType result, boolean unsafe, Dialect since) {}

    private record Builtin(ValueType type, Dialect since) {}

    private static final Map<String, Signature> FUNCTIONS = functions();
    private static final Map<String, Builtin> BUILTINS = builtins();

    private Functions() {}

    static Optional<Signature> function(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    static List<String> functionNames(Dialect dialect) {
        return FUNCTIONS.entrySet().stream()
                .filter(known -> dialect.since(known.getValue().since()))
                .map(Map.Entry::getKey)
                .toList();
    }

    static List<String> builtinNames(Dialect dialect) {
        return BUILTINS.entrySet().stream()
                .filter(known -> dialect.since(known.getValue().since()))
                .map(Map.Entry::getKey)
                .toList();
    }

    static Optional<ValueType> builtin(String name) {
        return builtin(name, Dialect.ANY);
    }

    static Optional<ValueType> builtin(String name, Dialect dialect) {
        return Optional.ofNullable(BUILTINS.get(name))
                .filter(known -> dialect.since(known.since()))
                .map(Builtin::type);
    }

    private static Map<String, Signature> functions() {
        Map<String, Signature> all = new LinkedHashMap<>();
        actions(all);
        value(all, "str", 1, 2, TEXT);
        value(all, "strncmp", 3, 3, ValueType.UNSIGNED);
        value(all, "strcontains", 2, 2, ValueType.UNSIGNED);
        value(all, "strftime", 2, 2, TEXT);
        value(all, "strerror", 1, 1, TEXT);
        value(all, "buf", 1, 2, new Opaque("buf"));
        value(all, "ksym", 1, 1, new Opaque("ksym"));
        value(all, "usym", 1, 1, new Opaque("usym"));
        value(all, "kaddr", 1, 1, ValueType.UNSIGNED);
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
        value(all, "skboutput", 4, 4, ValueType.UNSIGNED);
        for (String name : new String[] {"sum", "min", "max", "avg", "stats"}) {
            aggregation(all, name, 1, 1);
        }
        aggregation(all, "count", 0, 0);
        aggregation(all, "hist", 1, 2);
        aggregation(all, "lhist", 4, 4);
        later(all);
        return all;
    }

    private static void later(Map<String, Signature> all) {
        since(all, Dialect.V0_18, "nsecs", 0, 1, ValueType.UNSIGNED);
        since(all, Dialect.V0_18, "offsetof", 2, 2, ValueType.UNSIGNED);
        since(all, Dialect.V0_20, "len", 1, 1, ValueType.SIGNED);
        since(all, Dialect.V0_22, "has_key", 2, 2, TRUTH);
        since(all, Dialect.V0_22, "percpu_kaddr", 1, 2, ValueType.UNSIGNED);
        since(all, Dialect.V0_24, "pid", 0, 1, ValueType.UNSIGNED);
        since(all, Dialect.V0_24, "tid", 0, 1, ValueType.UNSIGNED);
        since(all, Dialect.V0_23, "socket_cookie", 1, 1, ValueType.UNSIGNED);
        since(all, Dialect.V0_24, "strlen", 1, 1, ValueType.UNSIGNED);
        since(all, Dialect.V0_24, "strstr", 2, 2, ValueType.SIGNED);
        since(all, Dialect.V0_24, "ppid", 0, 1, ValueType.UNSIGNED);
        since(all, Dialect.V0_24, "errorf", 1, MANY, NOTHING);
        since(all, Dialect.V0_24, "warnf", 1, MANY, NOTHING);
        since(all, Dialect.V0_24, "memcmp", 3, 3, ValueType.SIGNED);
        since(all, Dialect.V0_24, "is_array", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "is_integer", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "is_literal", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "is_ptr", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "is_str", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "is_unsigned_integer", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "default_str_length", 0, 0, ValueType.UNSIGNED);
        since(all, Dialect.V0_24, "assert", 2, 2, NOTHING);
        since(all, Dialect.V0_24, "assert_str", 1, 1, NOTHING);
        since(all, Dialect.V0_24, "static_assert", 2, 2, NOTHING);
        since(all, Dialect.V0_24, "getopt", 1, 3, new Unknown());
        since(all, Dialect.V0_24, "fail", 1, MANY, NOTHING);
        since(all, Dialect.V0_24, "kfunc_exist", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "kfunc_allowed", 1, 1, TRUTH);
        since(all, Dialect.V0_24, "find", 3, 3, TRUTH);
        since(all, Dialect.V0_24, "strcap", 1, 1, ValueType.SIGNED);
        since(all, Dialect.V0_24, "syscall_name", 1, 1, TEXT);
        since(all, Dialect.V0_24, "signal_thread", 1, 1, NOTHING);
        since(all, Dialect.V0_24, "usermode", 0, 0, TRUTH);
        since(all, Dialect.V0_25, "pcomm", 0, 1, new Text(16));
        since(all, Dialect.V0_25, "has_cpid", 0, 0, TRUTH);
        since(all, Dialect.V0_25, "is_scalar", 1, 1, TRUTH);
        since(all, Dialect.V0_25, "typeinfo", 1, 1, new Unknown());
        since(all, Dialect.V0_26, "leader_tid", 0, 1, ValueType.UNSIGNED);
        since(all, Dialect.V0_26, "leader_comm", 0, 1, new Text(16));
        since(all, Dialect.V0_26, "signal_name", 1, 1, TEXT);
        since(all, Dialect.V0_26, "is_err", 1, 1, TRUTH);
        since(all, Dialect.V0_26, "dw_ustack", 0, 2, new Opaque("ustack"));
        since(all, Dialect.V0_27, "str_concat", 2, 2, TEXT);
        since(all, Dialect.V0_27, "container_of", 3, 3, new Unknown());
        since(all, Dialect.V0_27, "config", 0, 0, new Unknown());
        all.put("write_user", new Signature(3, 3, ValueType.SIGNED, true, Dialect.V0_26));
        since(all, Dialect.V0_24, "tseries", 3, 4, new Unknown());
        all.put("signal_thread", new Signature(1, 1, NOTHING, true, Dialect.V0_24));
        for (String name : new String[] {
            "cgroup",
            "comm",
            "cpid",
            "cpu",
            "curtask",
            "elapsed",
            "func",
            "gid",
            "jiffies",
            "ncpus",
            "numaid",
            "rand",
            "uid",
            "username",
            "probetype",
            "retval"
        }) {
            ValueType type =
                    name.equals("comm") || name.equals("username") || name.equals("func") ? TEXT : new Unknown();
            since(all, Dialect.V0_24, name, 0, name.equals("comm") ? 1 : 0, type);
        }
    }

    private static void actions(Map<String, Signature> all) {
        value(all, "printf", 1, MANY, NOTHING);
        value(all, "debugf", 1, MANY, NOTHING);
        value(all, "cat", 1, MANY, NOTHING);
        value(all, "print", 1, 3, NOTHING);
        value(all, "clear", 1, 1, NOTHING);
        value(all, "zero", 1, 1, NOTHING);
        value(all, "delete", 1, MANY, NOTHING);
        value(all, "exit", 0, 1, NOTHING);
        value(all, "time", 0, 1, NOTHING);
        value(all, "join", 1, 2, NOTHING);
        value(all, "unwatch", 1, 1, NOTHING);
        all.put("system", new Signature(1, MANY, NOTHING, true, Dialect.V0_17));
        all.put("signal", new Signature(1, 1, NOTHING, true, Dialect.V0_17));
        all.put("override", new Signature(1, 1, NOTHING, true, Dialect.V0_17));
    }

    private static void value(Map<String, Signature> all, String name, int least, int most, ValueType result) {
        since(all, Dialect.V0_17, name, least, most, result);
    }

    private static void since(
            Map<String, Signature> all, Dialect since, String name, int least, int most, ValueType result) {
        all.put(name, new Signature(least, most, result, false, since));
    }

    private static void aggregation(Map<String, Signature> all, String name, int least, int most) {
        value(
                all,
                name,
                least,
                most,
                new ValueType.Aggregation(MapShape.kind(name).orElseThrow()));
    }

    private static Map<String, Builtin> builtins() {
        Map<String, Builtin> all = new LinkedHashMap<>();
        for (String name :
                new String[] {"pid", "tid", "uid", "gid", "nsecs", "elapsed", "cpu", "numaid", "cgroup", "rand"}) {
            old(all, name, ValueType.UNSIGNED);
        }
        old(all, "cpid", ValueType.UNSIGNED);
        old(all, "comm", new Text(16));
        old(all, "probe", TEXT);
        old(all, "func", TEXT);
        old(all, "username", TEXT);
        old(all, "kstack", new Opaque("kstack"));
        old(all, "ustack", new Opaque("ustack"));
        old(all, "curtask", new Pointer("struct task_struct"));
        old(all, "retval", ValueType.SIGNED);
        old(all, "args", new ValueType.Context());
        old(all, "ctx", new ValueType.Context());
        for (int i = 0; i < 10; i++) {
            old(all, "arg" + i, ValueType.UNSIGNED);
            old(all, "sarg" + i, ValueType.UNSIGNED);
        }
        all.put("jiffies", new Builtin(ValueType.UNSIGNED, Dialect.V0_20));
        all.put("ncpus", new Builtin(ValueType.UNSIGNED, Dialect.V0_23));
        all.put("usermode", new Builtin(TRUTH, Dialect.V0_24));
        all.put("ppid", new Builtin(ValueType.UNSIGNED, Dialect.V0_24));
        all.put("pcomm", new Builtin(new Text(16), Dialect.V0_25));
        all.put("has_cpid", new Builtin(TRUTH, Dialect.V0_25));
        all.put("leader_tid", new Builtin(ValueType.UNSIGNED, Dialect.V0_26));
        all.put("leader_comm", new Builtin(new Text(16), Dialect.V0_26));
        all.put("probetype", new Builtin(TEXT, Dialect.V0_24));
        return all;
    }

    private static void old(Map<String, Builtin> all, String name, ValueType type) {
        all.put(name, new Builtin(type, Dialect.V0_17));
    }
}
