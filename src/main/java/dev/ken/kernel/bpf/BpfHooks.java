package dev.ken.kernel.bpf;

import dev.ken.source.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All types of BPF programs, by name and by the section that libbpf takes for them.
public final class BpfHooks {
    private static final String FILE = "hooks.programs";

    private final Map<String, BpfHook> byName;
    private final Map<String, BpfHook> bySection;

    private BpfHooks(List<BpfHook> hooks) {
        Map<String, BpfHook> names = new LinkedHashMap<>();
        Map<String, BpfHook> sections = new LinkedHashMap<>();
        for (BpfHook hook : hooks) {
            if (names.put(hook.name(), hook) != null) {
                throw new IllegalStateException("program type twice: " + hook.name());
            }
            hook.sections().forEach(section -> sections.putIfAbsent(section, hook));
        }
        byName = Collections.unmodifiableMap(names);
        bySection = Collections.unmodifiableMap(sections);
    }

    private static final class Shipped {
        private static final BpfHooks HOOKS = read(FactReader.shipped(FILE));
    }

    /// Those of the shipped file, read once. A shipped file that cannot be read is a bug.
    public static BpfHooks shipped() {
        return Shipped.HOOKS;
    }

    private static BpfHooks read(Source source) {
        HookParser.Parsed parsed = HookParser.parse(source);
        FactReader.allRead(source, parsed.diagnostics());
        return new BpfHooks(parsed.hooks());
    }

    /// In the order of their numbers.
    public List<BpfHook> all() {
        return List.copyOf(byName.values());
    }

    public Optional<BpfHook> name(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The type of a program in a section of this name, with or without what it is attached to: `kprobe/vfs_read`,
    /// `tcx/ingress`, `xdp`. The longest name that fits is taken.
    public Optional<BpfHook> section(String section) {
        String name = section.startsWith("?") ? section.substring(1) : section;
        while (true) {
            BpfHook hook = bySection.get(name);
            int slash = name.lastIndexOf('/');
            if (hook != null || slash < 0) {
                return Optional.ofNullable(hook);
            }
            name = name.substring(0, slash);
        }
    }
}
