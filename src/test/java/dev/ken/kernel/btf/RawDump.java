package dev.ken.kernel.btf;

import java.util.stream.Collectors;

/// All types of a BTF in the form of `bpftool btf dump`, so that the two readers can be compared.
final class RawDump {
    private final Btf btf;

    RawDump(Btf btf) {
        this.btf = btf;
    }

    String all() {
        StringBuilder out = new StringBuilder();
        for (int id = btf.firstId(); id < btf.endId(); id++) {
            out.append('[').append(id).append("] ").append(btf.kind(id)).append(' ');
            out.append(head(btf.type(id))).append('\n');
        }
        return out.toString();
    }

    private static String quoted(String name) {
        return name.isEmpty() ? "'(anon)'" : "'" + name + "'";
    }

    private String head(BtfType type) {
        String name = quoted(type.name());
        return switch (type) {
            case BtfType.Void _ -> "";
            case BtfType.Int t ->
                name
                        + " size=%d bits_offset=%d nr_bits=%d encoding=%s"
                                .formatted(t.sizeBytes(), t.offsetBits(), t.bits(), encoding(t));
            case BtfType.Float t -> name + " size=" + t.sizeBytes();
            case BtfType.Pointer t -> name + " type_id=" + t.target();
            case BtfType.Array t ->
                name + " type_id=%d index_type_id=%d nr_elems=%d".formatted(t.element(), t.index(), t.length());
            case BtfType.Composite t ->
                name + " size=" + t.sizeBytes() + " vlen=" + t.members().size() + members(t);
            case BtfType.Enum t ->
                name
                        + " encoding=%s size=%d vlen=%d"
                                .formatted(
                                        t.signed() ? "SIGNED" : "UNSIGNED",
                                        t.sizeBytes(),
                                        t.enumerators().size())
                        + enumerators(t);
            case BtfType.Forward t -> name + " fwd_kind=" + (t.union() ? "union" : "struct");
            case BtfType.Typedef t -> name + " type_id=" + t.target();
            case BtfType.Modifier t -> name + " type_id=" + t.target();
            case BtfType.Function t -> name + " type_id=" + t.prototype() + " linkage=" + linkage(t.linkage());
            case BtfType.Prototype t ->
                name
                        + " ret_type_id=%d vlen=%d"
                                .formatted(t.returns(), t.parameters().size() + (t.variadic() ? 1 : 0))
                        + parameters(t);
            case BtfType.Variable t -> name + " type_id=" + t.type() + ", linkage=" + linkage(t.linkage());
            case BtfType.Section t ->
                name + " size=" + t.sizeBytes() + " vlen=" + t.entries().size() + entries(t);
            case BtfType.DeclTag t -> name + " type_id=" + t.target() + " component_idx=" + t.component();
        };
    }

    private static String encoding(BtfType.Int type) {
        return type.signed() ? "SIGNED" : type.character() ? "CHAR" : type.bool() ? "BOOL" : "(none)";
    }

    private static String linkage(BtfType.Linkage linkage) {
        return linkage.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String members(BtfType.Composite type) {
        return type.members().stream()
                .map(m -> "\n\t" + quoted(m.name()) + " type_id=" + m.type() + " bits_offset=" + m.offsetBits()
                        + (m.bitFieldBits() > 0 ? " bitfield_size=" + m.bitFieldBits() : ""))
                .collect(Collectors.joining());
    }

    private static String enumerators(BtfType.Enum type) {
        return type.enumerators().stream()
                .map(e -> "\n\t" + quoted(e.name()) + " val="
                        + (type.signed() ? Long.toString(e.value()) : Long.toUnsignedString(e.value()))
                        + (type.sizeBytes() == 8 ? type.signed() ? "LL" : "ULL" : ""))
                .collect(Collectors.joining());
    }

    private static String parameters(BtfType.Prototype type) {
        return type.parameters().stream()
                        .map(p -> "\n\t" + quoted(p.name()) + " type_id=" + p.type())
                        .collect(Collectors.joining())
                + (type.variadic() ? "\n\t'(anon)' type_id=0" : "");
    }

    private String entries(BtfType.Section type) {
        return type.entries().stream()
                .map(e -> "\n\ttype_id=%d offset=%d size=%d (%s '%s')"
                        .formatted(
                                e.variable(),
                                e.offsetBytes(),
                                e.sizeBytes(),
                                btf.kind(e.variable()),
                                btf.name(e.variable())))
                .collect(Collectors.joining());
    }
}
