package dev.ken.kernel.bpf;

import java.util.List;
import java.util.Optional;

/// A type of BPF programs: what they are given, where they can be attached, what they may return.
///
/// @param name     as in `enum bpf_prog_type`, in small letters: `cgroup_skb`
/// @param context  the type that the program's argument points to, as the program sees it
/// @param kernel   what it is in truth
/// @param returns  what the verifier demands where a place has no demand of its own; empty: nothing
/// @param means    what the kernel does with the returned value
/// @param sections names of sections that libbpf takes for this type
public record BpfHook(
        String name,
        int number,
        Release since,
        String context,
        String kernel,
        List<Place> places,
        Optional<Range> returns,
        String means,
        List<String> sections,
        List<Citation> sources) {
    /// Values from `low` to `high`, both included.
    public record Range(long low, long high) {
        public boolean contains(long value) {
            return low <= value && value <= high;
        }
    }

    /// A place where programs of the type can be attached.
    ///
    /// @param name    as in `enum bpf_attach_type`: `CGROUP_INET_EGRESS`
    /// @param returns what the verifier demands of programs here; empty: nothing
    public record Place(String name, Release since, Optional<Range> returns) {
        public String constant() {
            return "BPF_" + name;
        }
    }

    public BpfHook {
        places = List.copyOf(places);
        sections = List.copyOf(sections);
        sources = List.copyOf(sources);
    }

    /// `BPF_PROG_TYPE_CGROUP_SKB`.
    public String constant() {
        return "BPF_PROG_TYPE_" + name.toUpperCase(java.util.Locale.ROOT);
    }

    public Optional<Place> place(String wanted) {
        return places.stream().filter(place -> place.name().equals(wanted)).findFirst();
    }

    /// What a program of this type may return that is meant for `place`, which may be empty.
    public Optional<Range> returnsAt(String place) {
        return place(place).map(Place::returns).orElse(returns);
    }
}
