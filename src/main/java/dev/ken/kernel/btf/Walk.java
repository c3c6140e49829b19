package dev.ken.kernel.btf;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Follows one path of members, as C writes it: `__sk_common.skc_dport`, `mm->owner`, `comm[0]`; points and arrows mean
/// the same. Members of anonymous members are found by their own names.
final class Walk {
    private static final int LONGEST_PATH = 1024;
    private static final int DEEPEST = 32;

    /// Of one path. A kernel's largest structure has 700.
    private static final int MOST_MEMBERS = 1 << 18;

    private static final Pattern STEP = Pattern.compile("\\s*(?:\\.|->|^)\\s*(\\w+)\\s*|\\s*\\[\\s*(\\d{1,9})\\s*\\]\\s*");

    private final Btf btf;
    private final List<Long> pointers = new ArrayList<>();
    private int members = MOST_MEMBERS;
    private int type;
    private long bits;
    private int fieldBits;

    Walk(Btf btf, int type) {
        this.btf = btf;
        this.type = type;
    }

    private record Found(BtfType.Member member, long offsetBits) {}

    Optional<Access> to(String path) {
        Matcher step = STEP.matcher(path);
        int at = 0;
        while (at < Math.min(path.length(), LONGEST_PATH)) {
            if (!step.find(at) || step.start() != at) {
                return Optional.empty();
            }
            boolean taken = step.group(1) != null
                    ? member(step.group(1), at == 0)
                    : element(Long.parseLong(step.group(2)), at == 0);
            if (!taken) {
                return Optional.empty();
            }
            at = step.end();
        }
        return at == path.length() && at > 0 ? access() : Optional.empty();
    }

    /// What [#to] can begin with.
    List<String> names() {
        BtfType here = btf.type(btf.strip(type));
        if (here instanceof BtfType.Pointer(_, int target)) {
            here = btf.type(btf.strip(target));
        }
        Set<String> names = new LinkedHashSet<>();
        if (here instanceof BtfType.Composite composite) {
            collect(composite, names, 0);
        }
        return List.copyOf(names);
    }

    private void collect(BtfType.Composite in, Set<String> names, int depth) {
        spend(in, depth);
        for (BtfType.Member member : in.members()) {
            if (!member.name().isEmpty()) {
                names.add(member.name());
            } else if (btf.type(btf.strip(member.type())) instanceof BtfType.Composite inner) {
                collect(inner, names, depth + 1);
            }
        }
    }

    private void spend(BtfType.Composite in, int depth) {
        members -= in.members().size() + 1;
        if (members < 0 || depth > DEEPEST) {
            throw new MalformedBtf("types", in.id(), -1, "members lie too deep in each other");
        }
    }

    private Optional<Access> access() {
        long size = fieldBits > 0 ? fieldBits : btf.sizeBytes(type).orElse(0) * 8;
        return Optional.of(new Access(
                pointers, bits, size, type, btf.isSigned(type), btf.isPointer(type), fieldBits > 0));
    }

    private boolean member(String name, boolean first) {
        BtfType here = btf.type(btf.strip(type));
        if (here instanceof BtfType.Pointer(_, int target)) {
            follow(target, first);
            here = btf.type(btf.strip(target));
        }
        if (fieldBits > 0 || !(here instanceof BtfType.Composite composite)) {
            return false;
        }
        Optional<Found> found = find(composite, name, 0, 0);
        found.ifPresent(f -> take(composite, f));
        return found.isPresent();
    }

    /// The pointer itself is at hand when a path begins.
    private void follow(int target, boolean first) {
        if (!first) {
            pointers.add(bits / 8);
            bits = 0;
        }
        type = target;
    }

    private void take(BtfType.Composite in, Found found) {
        type = found.member().type();
        bits += found.offsetBits();
        fieldBits = found.member().bitFieldBits();
        if (fieldBits == 0
                && btf.type(btf.strip(type)) instanceof BtfType.Int field
                && field.bits() != field.sizeBytes() * 8) {
            fieldBits = field.bits();
            bits += field.offsetBits();
        }
    }

    private boolean element(long index, boolean first) {
        BtfType here = btf.type(btf.strip(type));
        int element;
        if (here instanceof BtfType.Pointer(_, int target)) {
            follow(target, first);
            element = target;
        } else if (here instanceof BtfType.Array array && (array.length() == 0 || index < array.length())) {
            element = array.element();
        } else {
            return false;
        }
        long size = btf.sizeBytes(element).orElse(0);
        if (size == 0) {
            return false;
        }
        type = element;
        bits += index * size * 8;
        return true;
    }

    private Optional<Found> find(BtfType.Composite in, String name, long offset, int depth) {
        spend(in, depth);
        for (BtfType.Member member : in.members()) {
            if (member.name().equals(name)) {
                return Optional.of(new Found(member, offset + member.offsetBits()));
            }
        }
        for (BtfType.Member member : in.members()) {
            if (member.name().isEmpty() && btf.type(btf.strip(member.type())) instanceof BtfType.Composite inner) {
                Optional<Found> found = find(inner, name, offset + member.offsetBits(), depth + 1);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
