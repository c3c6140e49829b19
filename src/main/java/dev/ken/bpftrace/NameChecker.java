package dev.ken.bpftrace;

import java.util.Set;

/// Checks builtins: that they exist, and are there in the type of probe. Other names are constants.
final class NameChecker {
    private static final Set<String> RETURNS = Set.of("kretprobe", "uretprobe", "fexit");
    private static final Set<String> ENTRIES =
            Set.of("kprobe", "uprobe", "usdt", "rawtracepoint", "watchpoint", "asyncwatchpoint");
    private static final Set<String> STACKED = Set.of("kprobe", "uprobe");
    private static final Set<String> FUNCTIONS =
            Set.of("kprobe", "kretprobe", "uprobe", "uretprobe", "watchpoint", "asyncwatchpoint");

    private final Place place;

    NameChecker(Place place) {
        this.place = place;
    }

    void check(Expression.Name name) {
        String provider = place.context().provider();
        String text = name.name();
        if (text.matches("arg\\d")) {
            there(
                    name,
                    ENTRIES.contains(provider) || traced(provider),
                    "fields of a tracepoint are read with `args->name`");
        } else if (text.matches("sarg\\d")) {
            there(name, STACKED.contains(provider), "");
        } else if (text.equals("retval")) {
            there(name, RETURNS.contains(provider), "system call returns are read with `args->ret`");
        } else if (text.equals("func")) {
            there(
                    name,
                    FUNCTIONS.contains(provider)
                            || traced(provider) && place.dialect().since(Dialect.V0_18),
                    "");
        } else if (text.equals("args")) {
            there(name, !FieldChecker.withoutArgs(provider), "");
        } else if (text.equals("cpid")) {
            place.error("builtin", "`cpid` is only there where bpftrace starts a command (-c)", name.at());
        } else if (Functions.builtin(text, place.dialect()).isEmpty()) {
            constant(name);
        }
    }

    private static boolean traced(String provider) {
        return provider.equals("fentry") || provider.equals("fexit");
    }

    private void there(Expression.Name name, boolean right, String tracepointHint) {
        if (!right) {
            String provider = place.context().provider();
            place.error(
                    "builtin",
                    "`" + name.name() + "` is not there in " + provider + " probes",
                    name.at(),
                    provider.equals("tracepoint") && !tracepointHint.isEmpty()
                            ? new String[] {tracepointHint}
                            : new String[0]);
        }
    }

    private void constant(Expression.Name name) {
        if (place.context().constants().containsKey(name.name())
                || place.types().value(name.name()).isPresent()) {
            return;
        }
        if (Functions.builtin(name.name(), Dialect.ANY).isPresent()) {
            place.error(
                    "dialect",
                    "`" + name.name() + "` is not there in bpftrace "
                            + place.dialect().shown(),
                    name.at());
            return;
        }
        boolean capitals = name.name().matches("[A-Z][A-Z0-9_]+");
        if (place.types().open()
                || place.types().macros(name.name())
                || capitals && !place.types().complete()) {
            place.error("unknown-constant", "the value of `" + name.name() + "` is not known to KEN", name.at());
        } else {
            place.error(
                    "unknown-name",
                    "unknown name `" + name.name() + "`",
                    name.at(),
                    Names.hint(Names.nearest(name.name(), Functions.builtinNames())));
        }
    }
}
