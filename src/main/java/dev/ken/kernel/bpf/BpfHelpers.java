package dev.ken.kernel.bpf;

import dev.ken.source.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All helpers, by number and by name.
public final class BpfHelpers {
    /// The release that [BpfHelper#later] speaks of.
    public static final Release LATER = new Release(6, 18);

    private static final String FILE = "bpf.helpers";
    private static final String PREFIX = "bpf_";

    private final Map<Integer, BpfHelper> byNumber;
    private final Map<String, BpfHelper> byName;

    private BpfHelpers(List<BpfHelper> helpers) {
        Map<Integer, BpfHelper> numbers = new LinkedHashMap<>();
        Map<String, BpfHelper> names = new LinkedHashMap<>();
        for (BpfHelper helper : helpers) {
            if (numbers.put(helper.number(), helper) != null || names.put(helper.name(), helper) != null) {
                throw new IllegalStateException("helper twice: " + helper.number() + " " + helper.name());
            }
        }
        this.byNumber = Collections.unmodifiableMap(numbers);
        this.byName = Collections.unmodifiableMap(names);
    }

    private static final class Shipped {
        private static final BpfHelpers HELPERS = read(FactReader.shipped(FILE));
    }

    /// Those of the shipped file, read once. A shipped file that cannot be read is a bug.
    public static BpfHelpers shipped() {
        return Shipped.HELPERS;
    }

    private static BpfHelpers read(Source source) {
        HelperParser.Parsed parsed = HelperParser.parse(source);
        FactReader.allRead(source, parsed.diagnostics());
        return new BpfHelpers(parsed.helpers());
    }

    /// In the order of their numbers.
    public List<BpfHelper> all() {
        return List.copyOf(byNumber.values());
    }

    public Optional<BpfHelper> number(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /// With `bpf_` before it or without.
    public Optional<BpfHelper> name(String name) {
        String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return Optional.ofNullable(byName.get(bare));
    }
}
