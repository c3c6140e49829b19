package dev.ken.bpftrace;

import java.util.List;
import java.util.Optional;

/// The layout of a structure or union. Members of unnamed inner structures stand here as its own.
///
/// @param name with its tag, `struct sock`
public record CStruct(String name, long sizeBytes, List<Member> members) {
    /// `bits` is the width of a bit-field, 0 for other members.
    public record Member(String name, ValueType type, long offsetBytes, int bits) {}

    public CStruct {
        members = List.copyOf(members);
    }

    public Optional<Member> member(String wanted) {
        return members.stream().filter(member -> member.name().equals(wanted)).findFirst();
    }

    List<String> names() {
        return members.stream().map(Member::name).toList();
    }
}
