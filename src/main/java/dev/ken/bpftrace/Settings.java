package dev.ken.bpftrace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// What stands in a `config` block, and how maps are declared. Source: bpftrace's language page, and what 0.23.2 and
/// 0.27.1 take when they are run.
final class Settings {
    /// Most programs have fewer keys; that more are lost is not followed in maps of bpftrace's own size either.
    private static final int FEWEST_ENTRIES = 1_024;

    private static final Set<String> TRUTHS = Set.of("true", "false", "0", "1");
    private static final Set<String> MAPS = Set.of("hash", "lruhash", "percpuhash", "percpulruhash");
    private static final Map<String, Kind> KNOWN = known();

    /// What a setting can be.
    private record Kind(Dialect since, boolean number, List<String> words) {}

    private Settings() {}

    private static Map<String, Kind> known() {
        Map<String, Kind> all = new LinkedHashMap<>();
        for (String name : List.of(
                "max_map_keys", "max_strlen", "max_probes", "max_bpf_progs", "max_cat_bytes", "log_size",
                "perf_rb_pages", "max_type_res_iterations")) {
            all.put(name, new Kind(Dialect.V0_20, true, List.of()));
        }
        all.put("on_stack_limit", new Kind(Dialect.V0_22, true, List.of()));
        for (String name : List.of("lazy_symbolication", "use_blazesym", "show_debug_info", "cpp_demangle",
                "print_maps_on_exit", "verify_llvm_ir")) {
            all.put(name, new Kind(Dialect.V0_20, false, List.of()));
        }
        all.put("stack_mode", new Kind(Dialect.V0_20, false, List.of("bpftrace", "perf", "raw", "build_id")));
        all.put("missing_probes", new Kind(Dialect.V0_21, false, List.of("ignore", "warn", "error")));
        all.put("cache_user_symbols", new Kind(Dialect.V0_20, false, List.of("PER_PID", "PER_PROGRAM", "NONE", "true", "false", "0", "1")));
        all.put("str_trunc_trailer", new Kind(Dialect.V0_20, false, List.of("")));
        all.put("license", new Kind(Dialect.V0_23, false, List.of("")));
        for (String name : List.of("unstable_import", "unstable_tseries", "unstable_addr", "unstable_typeinfo",
                "unstable_map_decl", "unstable_macro", "unstable_dw_ustack")) {
            all.put(name, new Kind(Dialect.V0_23, false, List.of("enable", "error", "warn", "true", "false", "0", "1")));
        }
        return all;
    }

    static void check(BpftraceScript script, Dialect dialect, Sink sink) {
        if (!dialect.since(Dialect.V0_20)) {
            return;
        }
        for (Item item : script.items()) {
            switch (item) {
                case Item.Config(var settings, var at) ->
                    settings.forEach(setting -> setting(setting, dialect, at, sink));
                case Item.MapDefinition(_, String type, _, var at) -> {
                    if (!MAPS.contains(type)) {
                        sink.error(
                                "unknown-type",
                                "`" + type + "` is no type of map",
                                at,
                                Names.hint(Names.nearest(type, List.copyOf(new java.util.TreeSet<>(MAPS)))));
                    }
                }
                case Item.Preamble _, Item.Macro _, Item.Function _, Item.Probe _ -> {}
            }
        }
    }

    private static void setting(Item.Setting setting, Dialect dialect, dev.ken.source.Span at, Sink sink) {
        String name = setting.name().toLowerCase(java.util.Locale.ROOT).replaceFirst("^bpftrace_", "");
        Kind kind = KNOWN.get(name);
        String value = setting.value().replace("\"", "");
        if (kind == null) {
            sink.error(
                    "unknown-setting",
                    "there is no setting `" + setting.name() + "`",
                    at,
                    Names.hint(Names.nearest(name, KNOWN.keySet())));
        } else if (!dialect.since(kind.since())) {
            sink.error("dialect", "`" + name + "` came with bpftrace " + kind.since().shown(), at);
        } else if (kind.number() && !value.matches("[\\d_]+")) {
            sink.error("setting", "`" + name + "` is a number", at);
        } else if (!kind.number() && kind.words().isEmpty() && !TRUTHS.contains(value)) {
            sink.error("setting", "`" + name + "` is true or false", at);
        } else if (!kind.words().isEmpty() && !kind.words().contains("") && !kind.words().contains(value)) {
            sink.error("setting", "`" + name + "` is one of " + String.join(", ", kind.words()), at);
        }
    }

    /// Settings and declarations that change what is printed in ways that KEN does not follow.
    static List<String> notModelled(BpftraceScript script) {
        return script.items().stream().flatMap(Settings::notModelled).toList();
    }

    private static Stream<String> notModelled(Item item) {
        return switch (item) {
            case Item.Config(var settings, var _) ->
                settings.stream()
                        .filter(Settings::isLeftOut)
                        .map(setting -> "the setting " + setting.name() + " = " + setting.value());
            case Item.MapDefinition(String name, String type, long entries, var _) ->
                entries < FEWEST_ENTRIES
                        ? Stream.of("the map " + name + " of " + type + " with " + entries + " entries at most")
                        : Stream.empty();
            case Item.Preamble _, Item.Macro _, Item.Function _, Item.Probe _ -> Stream.empty();
        };
    }

    private static boolean isLeftOut(Item.Setting setting) {
        String name = setting.name().toLowerCase(java.util.Locale.ROOT).replaceFirst("^bpftrace_", "");
        return switch (name) {
            case "str_trunc_trailer" -> true;
            case "print_maps_on_exit" -> setting.value().matches("0|false");
            case "max_map_keys" -> isSmall(setting.value());
            default -> false;
        };
    }

    /// Whether a map of so many entries soon loses some.
    private static boolean isSmall(String entries) {
        String digits = entries.replace("_", "");
        return digits.matches("\\d{1,9}") && Integer.parseInt(digits) < FEWEST_ENTRIES;
    }

    /// The length of strings that the script asks for.
    static OptionalInt textBytes(BpftraceScript script) {
        return script.items().stream()
                .filter(Item.Config.class::isInstance)
                .flatMap(item -> ((Item.Config) item).settings().stream())
                .filter(setting -> setting.name().equalsIgnoreCase("max_strlen")
                        && setting.value().matches("\\d{1,6}"))
                .mapToInt(setting -> Integer.parseInt(setting.value()))
                .findFirst();
    }
}
