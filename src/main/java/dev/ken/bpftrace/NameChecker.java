package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import java.util.Set;

/// Checks builtins: that they exist, and are there in the type of probe. Other names are constants.
final class NameChecker {
    private static final Set<String> RETURNS = Set.of("kretprobe", "uretprobe", "fexit");
    private static final Set<String> ENTRIES = Set.of("kprobe", "uprobe", "usdt", "rawtracepoint");
    private static final Set<String> STACKED = Set.of("kprobe", "uprobe");
    private static final Set<String> FUNCTIONS =
            Set.of("kprobe", "kretprobe", "uprobe", "uretprobe", "watchpoint", "asyncwatchpoint");

    private static final Set<String> OLD_ENTRIES = Set.of("kprobe", "uprobe", "usdt");
    private static final Set<String> OLD_FUNCTIONS = Set.of("kprobe", "kretprobe", "uprobe", "uretprobe");

    /// Arguments of a function that lie in registers.
    private static final int MOST_ARGUMENT = 5;

    private final Place place;

    NameChecker(Place place) {
        this.place = place;
    }

    void check(Expression.Name name) {
        String provider = place.context().provider();
        String text = name.name();
        boolean old = !place.dialect().since(Dialect.V0_18);
        if (text.matches("arg\\d")) {
            argument(name, provider, old);
        } else if (text.equals("ctx")) {
            context(name, provider);
        } else if (text.matches("sarg\\d")) {
            there(name, STACKED.contains(provider), "");
            if (place.dialect() != Dialect.ANY && place.dialect().since(Dialect.V0_25)) {
                place.error("dialect", "`" + text + "` went with bpftrace 0.25", name.at());
            }
        } else if (text.equals("retval")) {
            returned(name, provider);
        } else if (text.equals("func")) {
            there(
                    name,
                    (old ? OLD_FUNCTIONS : FUNCTIONS).contains(provider)
                            || traced(provider) && place.dialect().since(Dialect.V0_18),
                    "");
        } else if (text.equals("args")) {
            there(name, !FieldChecker.withoutArgs(provider, place.dialect()), "");
            alone(name);
        } else if (text.equals("cpid")) {
            place.error("builtin", "`cpid` is only there where bpftrace starts a command (-c)", name.at());
        } else if (!(text.equals("perf") || text.equals("bpftrace"))
                && Functions.builtin(text, place.dialect()).isEmpty()) {
            constant(name);
        }
    }

    private void argument(Expression.Name name, String provider, boolean old) {
        boolean right = old ? OLD_ENTRIES.contains(provider) : ENTRIES.contains(provider) || traced(provider);
        there(name, right, "fields of a tracepoint are read with `args->name`");
        if (right
                && provider.equals("rawtracepoint")
                && place.context().fieldsKnown()
                && place.context().field(name.name()).isEmpty()) {
            place.sink()
                    .add(Diagnostic.warning(
                            "argument",
                            place.context().probe() + " has no `" + name.name()
                                    + "`; the kernel will refuse to load this",
                            name.at()));
        }
        boolean many = provider.equals("usdt") && place.dialect().since(Dialect.V0_24);
        if (right && !many && !traced(provider) && name.name().charAt(3) - '0' > MOST_ARGUMENT) {
            place.error("builtin", "x86-64 passes `arg0` to `arg" + MOST_ARGUMENT + "` in registers", name.at());
        }
    }

    /// The context is a structure of its own in each type of program.
    private void context(Expression.Name name, String provider) {
        String program = program(provider);
        if (program.isEmpty()) {
            place.error("builtin", "`ctx` is not there in " + provider + " probes", name.at());
        } else if (provider.equals("tracepoint")) {
            place.error("builtin", "`ctx` is not there in tracepoint probes", name.at(), "read `args->name`");
        } else if (place.providers().stream().anyMatch(other -> !program(other).equals(program))) {
            place.error("builtin", "`ctx` is of different types in the probes of this action", name.at());
        }
    }

    private static String program(String provider) {
        return switch (provider) {
            case "kprobe", "kretprobe", "uprobe", "uretprobe", "usdt" -> "kprobe";
            case "profile", "interval", "software", "hardware", "watchpoint", "asyncwatchpoint" -> "perf_event";
            case "tracepoint", "iter", "rawtracepoint" -> provider;
            default -> "";
        };
    }

    /// What has another type in each type of probe is there where all probes of an action are of one type.
    private void alone(Expression.Name name) {
        if (place.providers().size() > 1) {
            place.error(
                    "builtin",
                    "`" + name.name() + "` needs probes of one type; these are "
                            + String.join(" and ", place.providers()),
                    name.at());
        }
    }

    private static boolean traced(String provider) {
        return provider.equals("fentry") || provider.equals("fexit");
    }

    /// At the return of a system call there is one field that holds what is returned.
    private void returned(Expression.Name name, String provider) {
        if (provider.equals("tracepoint") && place.context().field("ret").isPresent()) {
            place.mendable(
                    "builtin",
                    "`retval` is not there in tracepoint probes",
                    name.at(),
                    new Edit(name.at(), "args->ret"),
                    "system call returns are read with `args->ret`");
        } else {
            there(name, RETURNS.contains(provider), "system call returns are read with `args->ret`");
        }
        alone(name);
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
        if (place.macros().contains(name.name())
                || place.context().constants().containsKey(name.name())
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
        if (Functions.function(name.name()).isPresent()) {
            // Before 0.24 the grammar does not have it, which is told elsewhere.
            if (place.dialect().since(Dialect.V0_24)) {
                place.error("unknown-name", "`" + name.name() + "` is a function: `" + name.name() + "(…)`", name.at());
            }
            return;
        }
        boolean capitals = name.name().matches("[A-Z][A-Z0-9_]+");
        if (place.types().open()
                || place.types().macros(name.name())
                || capitals && !place.types().complete()) {
            place.error("unknown-constant", "the value of `" + name.name() + "` is not known to KEN", name.at());
        } else {
            place.misspelt(
                    "unknown-name",
                    "unknown name `" + name.name() + "`",
                    name.at(),
                    name.at(),
                    name.name(),
                    Functions.builtinNames(place.dialect()));
        }
    }
}
