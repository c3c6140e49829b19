package dev.ken.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What clang tells debuggers of an object (DWARF 4 and 5): its entries, with those attributes that are numbers,
/// references or names. Unlike BTF it knows the types of variables of functions.
final class DebugInfo {
    private static final int MOST_ENTRIES = 1 << 18;
    private static final int LONGEST_NAME = 256;
    private static final int HAS_CHILDREN = 1;
    private static final int FIRST_STRING = 8;
    private static final int NAME = 0x03;

    /// An entry at an offset of its section. `parent` is the tag of the one that it lies in; references are offsets.
    record Entry(int offset, int tag, int parent, int within, Map<Integer, Long> numbers, String name) {
        Optional<Long> number(int attribute) {
            return Optional.ofNullable(numbers.get(attribute));
        }
    }

    private record Attribute(int name, int form, long constant) {}

    private record Shape(int tag, boolean children, List<Attribute> attributes) {}

    /// What is wrong with the section, or not known.
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final ByteBuffer info;
    private final ByteBuffer shapes;
    private final ByteBuffer strings;
    private final ByteBuffer places;
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();

    private DebugInfo(ByteBuffer info, ByteBuffer shapes, ByteBuffer strings, ByteBuffer places) {
        this.info = info;
        this.shapes = shapes;
        this.strings = strings;
        this.places = places;
    }

    /// The entries by offset, in the order of the file; none where they are not there or cannot be read.
    static Map<Integer, Entry> of(Elf elf) {
        Optional<ByteBuffer> info = bytes(elf, ".debug_info");
        Optional<ByteBuffer> shapes = bytes(elf, ".debug_abbrev");
        if (info.isEmpty() || shapes.isEmpty()) {
            return Map.of();
        }
        ByteBuffer none = ByteBuffer.allocate(0);
        DebugInfo read = new DebugInfo(
                info.get(),
                shapes.get(),
                bytes(elf, ".debug_str").orElse(none),
                bytes(elf, ".debug_str_offsets").orElse(none));
        try {
            read.units();
        } catch (Unreadable
                | java.nio.BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            return Map.of();
        }
        return read.entries;
    }

    private static Optional<ByteBuffer> bytes(Elf elf, String section) {
        return elf.section(section).map(one -> one.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    private void units() {
        info.position(0);
        while (info.remaining() > 12) {
            int begin = info.position();
            int end = begin + 4 + info.getInt();
            int version = info.getShort();
            if (version != 4 && version != 5 || end <= begin || end > info.capacity()) {
                throw new Unreadable();
            }
            int table;
            if (version == 5) {
                info.getShort();
                table = info.getInt();
            } else {
                table = info.getInt();
                info.get();
            }
            unit(begin, end, shapes(table));
            info.position(end);
        }
    }

    private Map<Long, Shape> shapes(int table) {
        Map<Long, Shape> all = new LinkedHashMap<>();
        shapes.position(table);
        for (long code = number(shapes); code != 0; code = number(shapes)) {
            int tag = (int) number(shapes);
            boolean children = shapes.get() == HAS_CHILDREN;
            List<Attribute> attributes = new ArrayList<>();
            while (true) {
                int name = (int) number(shapes);
                int form = (int) number(shapes);
                if (name == 0 && form == 0) {
                    break;
                }
                attributes.add(new Attribute(name, form, form == 0x21 ? signed(shapes) : 0));
            }
            all.put(code, new Shape(tag, children, attributes));
        }
        return all;
    }

    private void unit(int begin, int end, Map<Long, Shape> known) {
        List<Integer> outer = new ArrayList<>();
        while (info.position() < end) {
            int offset = info.position();
            long code = number(info);
            if (code == 0) {
                if (!outer.isEmpty()) {
                    outer.removeLast();
                }
                continue;
            }
            Shape shape = known.get(code);
            if (shape == null || entries.size() > MOST_ENTRIES) {
                throw new Unreadable();
            }
            Map<Integer, Long> numbers = new LinkedHashMap<>();
            String name = "";
            for (Attribute one : shape.attributes()) {
                long value = value(one, begin);
                if (one.name() == NAME) {
                    name = name(one.form(), value);
                } else {
                    numbers.put(one.name(), value);
                }
            }
            int within = outer.isEmpty() ? -1 : outer.getLast();
            int parent = within < 0 ? 0 : entries.get(within) instanceof Entry of ? of.tag() : 0;
            entries.put(offset, new Entry(offset, shape.tag(), parent, within, numbers, name));
            if (shape.children()) {
                outer.add(offset);
            }
        }
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte one = in.get();
            value |= (long) (one & 0x7f) << shift;
            if (one >= 0) {
                return value;
            }
        }
        throw new Unreadable();
    }

    private static long signed(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte one = in.get();
            value |= (long) (one & 0x7f) << shift;
            if (one >= 0) {
                boolean negative = (one & 0x40) != 0 && shift + 7 < 64;
                return negative ? value | -1L << shift + 7 : value;
            }
        }
        throw new Unreadable();
    }

    private long skip(long bytes) {
        info.position((int) (info.position() + bytes));
        return 0;
    }

    /// By the numbers of DWARF 5 § 7.5.6.
    private long value(Attribute one, int unit) {
        return switch (one.form()) {
            case 0x01, 0x07, 0x14 -> info.getLong();
            case 0x03 -> skip(Short.toUnsignedInt(info.getShort()));
            case 0x04 -> skip(Integer.toUnsignedLong(info.getInt()));
            case 0x05, 0x26, 0x2a -> Short.toUnsignedInt(info.getShort());
            case 0x12 -> unit + (long) Short.toUnsignedInt(info.getShort());
            case 0x06, 0x0e, 0x10, 0x17, 0x1f, 0x28, 0x2c -> Integer.toUnsignedLong(info.getInt());
            case 0x13 -> unit + Integer.toUnsignedLong(info.getInt());
            case 0x08 -> {
                int at = info.position();
                while (info.get() != 0) {}
                yield at;
            }
            case 0x09, 0x18 -> skip(number(info));
            case 0x0a -> skip(Byte.toUnsignedInt(info.get()));
            case 0x0b, 0x0c, 0x25, 0x29 -> Byte.toUnsignedInt(info.get());
            case 0x11 -> unit + (long) Byte.toUnsignedInt(info.get());
            case 0x0d -> signed(info);
            case 0x0f, 0x1a, 0x1b, 0x22, 0x23 -> number(info);
            case 0x15 -> unit + number(info);
            case 0x19 -> 1;
            case 0x1e -> skip(16);
            case 0x21 -> one.constant();
            case 0x27, 0x2b -> skip(3);
            default -> throw new Unreadable();
        };
    }

    private String name(int form, long value) {
        return switch (form) {
            case 0x08 -> text(info, value);
            case 0x0e -> text(strings, value);
            case 0x1a, 0x25, 0x26, 0x28 ->
                text(strings, Integer.toUnsignedLong(places.getInt((int) (FIRST_STRING + 4 * value))));
            default -> "";
        };
    }

    private static String text(ByteBuffer in, long at) {
        int end = (int) at;
        while (in.get(end) != 0 && end - at < LONGEST_NAME) {
            end++;
        }
        byte[] name = new byte[end - (int) at];
        in.get((int) at, name);
        return new String(name, StandardCharsets.UTF_8);
    }
}
