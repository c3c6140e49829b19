package dev.ken.bpf;

import dev.ken.bpf.DebugInfo.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The structures that variables and parameters of functions are, or point to, by what clang tells debuggers:
/// most records are put together in such a variable, whose type BTF does not tell.
final class LocalTypes {
    private static final int MOST_STEPS = 16;
    private static final int VARIABLE = 0x34;
    private static final int PARAMETER = 0x05;
    private static final int FUNCTION = 0x2e;
    private static final int BLOCK = 0x0b;
    private static final int STRUCTURE = 0x13;
    private static final int MEMBER = 0x0d;
    private static final int POINTER = 0x0f;
    private static final int TYPEDEF = 0x16;
    private static final int CONST = 0x26;
    private static final int VOLATILE = 0x35;
    private static final int ARRAY = 0x01;
    private static final int SUBRANGE = 0x21;
    private static final int NUMBER = 0x24;
    private static final int ENUMERATION = 0x04;
    private static final int BYTES = 0x0b;
    private static final int TYPE = 0x49;
    private static final int ENCODING = 0x3e;
    private static final int PLACE = 0x38;
    private static final int COUNT = 0x37;
    private static final List<Integer> BIT_FIELD = List.of(0x0d, 0x6b);

    private final Map<Integer, Entry> entries;
    private final Map<Integer, List<Entry>> inside = new LinkedHashMap<>();

    LocalTypes(Elf elf) {
        entries = DebugInfo.of(elf);
        entries.values()
                .forEach(one -> inside.computeIfAbsent(one.within(), _ -> new ArrayList<>())
                        .add(one));
    }

    /// Structures of so many bytes, as records; none that has a part which is neither a number nor a text.
    ///
    /// @param kernels   whether a structure of that name is the kernel's
    /// @param variables whether a variable of that name is asked for
    List<MapShape> of(int bytes, Predicate<String> kernels, Predicate<String> variables) {
        Map<Integer, MapShape> all = new LinkedHashMap<>();
        for (Entry one : entries.values()) {
            boolean local = (one.tag() == VARIABLE || one.tag() == PARAMETER)
                    && variables.test(one.name())
                    && (one.parent() == FUNCTION || one.parent() == BLOCK);
            Optional<Entry> structure = local ? type(one).flatMap(this::structure) : Optional.empty();
            structure
                    .filter(of -> of.number(BYTES).equals(Optional.of((long) bytes)) && !kernels.test(of.name()))
                    .ifPresent(of -> {
                        List<Field> fields = new ArrayList<>();
                        collect(of, "", 0, fields);
                        all.put(
                                of.offset(),
                                new MapShape(of.name(), MapShape.RING_BUFFER, 0, List.of(), bytes, fields, 0));
                    });
        }
        return all.values().stream()
                .filter(of -> of.value().size() <= Field.MOST
                        && of.value().stream().noneMatch(field -> field.kind() instanceof Field.Kind.Other))
                .toList();
    }

    private Optional<Entry> type(Entry of) {
        return of.number(TYPE).flatMap(at -> Optional.ofNullable(entries.get(at.intValue())));
    }

    private Optional<Entry> plain(Entry type) {
        Optional<Entry> now = Optional.of(type);
        for (int i = 0; i < MOST_STEPS && now.isPresent(); i++) {
            int tag = now.get().tag();
            if (tag != TYPEDEF && tag != CONST && tag != VOLATILE) {
                return now;
            }
            now = type(now.get());
        }
        return Optional.empty();
    }

    private Optional<Entry> structure(Entry type) {
        return plain(type)
                .flatMap(one -> one.tag() == POINTER ? type(one).flatMap(this::plain) : Optional.of(one))
                .filter(one -> one.tag() == STRUCTURE);
    }

    private void collect(Entry structure, String name, int offset, List<Field> fields) {
        for (Entry member : inside.getOrDefault(structure.offset(), List.of())) {
            if (member.tag() != MEMBER || fields.size() > Field.MOST) {
                continue;
            }
            String path = name.isEmpty() || member.name().isEmpty() ? name + member.name() : name + "." + member.name();
            int at = offset + member.number(PLACE).orElse(0L).intValue();
            Optional<Entry> type = type(member).flatMap(this::plain);
            if (type.isEmpty()
                    || BIT_FIELD.stream().anyMatch(bits -> member.number(bits).isPresent())) {
                fields.add(new Field(path, at, 0, new Field.Kind.Other()));
            } else {
                leaf(member, type.get(), path, at, fields);
            }
        }
    }

    private void leaf(Entry member, Entry type, String path, int at, List<Field> fields) {
        int bytes = type.number(BYTES).orElse(0L).intValue();
        switch (type.tag()) {
            case STRUCTURE -> {
                if (type.name().equals("in6_addr")) {
                    fields.add(new Field(path, at, bytes, new Field.Kind.Address()));
                } else {
                    collect(type, path, at, fields);
                }
            }
            case POINTER -> fields.add(new Field(path, at, Long.BYTES, new Field.Kind.Number(false)));
            case NUMBER -> fields.add(new Field(path, at, bytes, number(type), isNetworkOrder(member)));
            case ENUMERATION -> fields.add(new Field(path, at, bytes, new Field.Kind.Number(false)));
            case ARRAY -> fields.add(array(type, path, at));
            default -> fields.add(new Field(path, at, bytes, new Field.Kind.Other()));
        }
    }

    /// By the numbers of DWARF 5 § 7.8.
    private static Field.Kind number(Entry type) {
        return switch (type.number(ENCODING).orElse(0L).intValue()) {
            case 0x05, 0x06 -> new Field.Kind.Number(true);
            case 0x02, 0x07, 0x08 -> new Field.Kind.Number(false);
            default -> new Field.Kind.Other();
        };
    }

    private boolean isNetworkOrder(Entry member) {
        return type(member)
                .filter(type -> type.tag() == TYPEDEF && type.name().equals("__be32"))
                .isPresent();
    }

    private Field array(Entry type, String path, int at) {
        Optional<Entry> element = type(type).flatMap(this::plain).filter(one -> one.tag() == NUMBER);
        List<Entry> ranges = inside.getOrDefault(type.offset(), List.of()).stream()
                .filter(one -> one.tag() == SUBRANGE)
                .toList();
        long count = ranges.size() == 1 ? ranges.getFirst().number(COUNT).orElse(0L) : 0;
        int width = element.flatMap(one -> one.number(BYTES)).orElse(0L).intValue();
        if (width == 0 || count <= 0 || count * width > Records.LONGEST) {
            return new Field(path, at, 0, new Field.Kind.Other());
        }
        // Whatever is kept in single bytes is read as a text where a text was written.
        Field.Kind kind = width == 1 ? new Field.Kind.Text() : new Field.Kind.Numbers(width, (int) count);
        return new Field(path, at, (int) count * width, kind);
    }
}
