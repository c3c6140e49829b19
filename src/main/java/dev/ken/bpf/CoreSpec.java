package dev.ken.bpf;

import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A way from a type to a part of it, as a record of CO-RE tells it: an index for each step, the first of which counts
/// whole values of the type. Source followed: `tools/lib/bpf/relo_core.c` of Linux (`bpf_core_parse_spec`,
/// `bpf_core_match_member`).
///
/// @param bits      of the part from the beginning of the first type on
/// @param type      of the part
/// @param fieldBits 0 where the part is no bit-field
record CoreSpec(List<Step> steps, long bits, int type, int fieldBits) {
    private static final int MOST_STEPS = 64;

    /// A member by name, or an element of an array where the name is empty.
    record Step(String name, long index) {}

    CoreSpec {
        steps = List.copyOf(steps);
    }

    /// The numbers in `0:2:1`; empty where it is none of this kind.
    static Optional<List<Long>> numbers(String access) {
        List<Long> numbers = new ArrayList<>();
        for (String one : access.split(":", -1)) {
            if (!one.matches("\\d{1,9}") || numbers.size() == MOST_STEPS) {
                return Optional.empty();
            }
            numbers.add(Long.parseLong(one));
        }
        return Optional.of(numbers);
    }

    /// In the types that the record was written in.
    static Optional<CoreSpec> local(Btf btf, int root, String access) {
        List<Long> numbers = numbers(access).orElse(List.of());
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>(List.of(new Step("", numbers.get(0))));
        long bits = numbers.get(0) * size(btf, root) * 8;
        int type = root;
        int fieldBits = 0;
        for (long number : numbers.subList(1, numbers.size())) {
            switch (btf.type(btf.strip(type))) {
                case BtfType.Composite of
                when number < of.members().size() -> {
                    BtfType.Member member = of.members().get((int) number);
                    bits += member.offsetBits();
                    type = member.type();
                    fieldBits = member.bitFieldBits();
                    if (!member.name().isEmpty()) {
                        steps.add(new Step(member.name(), 0));
                    }
                }
                case BtfType.Array of -> {
                    bits += number * size(btf, of.element()) * 8;
                    type = of.element();
                    steps.add(new Step("", number));
                }
                case BtfType _ -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new CoreSpec(steps, bits, type, fieldBits));
    }

    /// The same way in another type, found by the names of members; empty where it has none.
    Optional<CoreSpec> in(Btf btf, int root) {
        long at = steps.get(0).index() * size(btf, root) * 8;
        int here = root;
        int field = 0;
        for (Step step : steps.subList(1, steps.size())) {
            if (step.name().isEmpty()) {
                if (!(btf.type(btf.strip(here)) instanceof BtfType.Array of)
                        || of.length() > 0 && step.index() >= of.length()) {
                    return Optional.empty();
                }
                at += step.index() * size(btf, of.element()) * 8;
                here = of.element();
                continue;
            }
            Optional<Found> found = btf.type(btf.strip(here)) instanceof BtfType.Composite of
                    ? find(btf, of, step.name(), 0)
                    : Optional.empty();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            at += found.get().bits();
            here = found.get().member().type();
            field = found.get().member().bitFieldBits();
        }
        return Optional.of(new CoreSpec(steps, at, here, field));
    }

    private record Found(BtfType.Member member, long bits) {}

    /// A member, also one of a member without a name.
    private static Optional<Found> find(Btf btf, BtfType.Composite in, String name, int depth) {
        for (BtfType.Member member : in.members()) {
            if (member.name().equals(name)) {
                return Optional.of(new Found(member, member.offsetBits()));
            }
            if (member.name().isEmpty()
                    && depth < MOST_STEPS
                    && btf.type(btf.strip(member.type())) instanceof BtfType.Composite inner) {
                Optional<Found> found = find(btf, inner, name, depth + 1);
                if (found.isPresent()) {
                    return found.map(one -> new Found(one.member(), one.bits() + member.offsetBits()));
                }
            }
        }
        return Optional.empty();
    }

    static long size(Btf btf, int type) {
        return btf.sizeBytes(type).orElse(0);
    }

    /// Where a load of the part begins and how many bytes it has: for a bit-field, the unit of its type that it lies
    /// in.
    record Extent(long offsetBytes, long sizeBytes, long firstBit, long countBits) {}

    Optional<Extent> extent(Btf btf) {
        long size = size(btf, type);
        if (fieldBits == 0) {
            return size == 0 ? Optional.empty() : Optional.of(new Extent(bits / 8, size, bits, size * 8));
        }
        for (; size > 0 && size <= 8; size *= 2) {
            long offset = bits / 8 / size * size;
            if (bits + fieldBits - offset * 8 <= size * 8) {
                return Optional.of(new Extent(offset, size, bits, fieldBits));
            }
        }
        return Optional.empty();
    }
}
