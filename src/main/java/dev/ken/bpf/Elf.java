package dev.ken.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A relocatable 64-bit little-endian ELF file for BPF (System V ABI; machine 247): its sections, symbols and
/// relocations.
public final class Elf {
    /// Largest file that is read, in bytes.
    public static final int MOST_BYTES = 16 << 20;

    private static final int HEADER_BYTES = 64;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int MACHINE_BPF = 247;
    private static final int MOST_SECTIONS = 1 << 14;
    private static final int MOST_SYMBOLS = 1 << 18;
    private static final int LONGEST_NAME = 4096;
    private static final int SYMTAB = 2;
    private static final int RELA = 4;
    private static final int NOBITS = 8;
    private static final int REL = 9;

    private final String file;
    private final ByteBuffer in;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    /// `bytes` of a section without contents in the file (`.bss`) are zeros.
    public record Section(int index, String name, int type, long flags, ByteBuffer bytes, int link, int info) {
        private static final long EXECUTABLE = 4;
        private static final long WRITABLE = 1;

        public boolean executable() {
            return (flags & EXECUTABLE) != 0;
        }

        public boolean writable() {
            return (flags & WRITABLE) != 0;
        }
    }

    /// `section` is 0 for symbols of other files, and above 0xff00 for those of none. Kinds: 1 object, 2 function, 3
    /// section.
    public record Symbol(String name, int kind, boolean global, int section, long value, long sizeBytes) {}

    /// Kinds: 1 a 64-bit immediate, 10 a call.
    public record Relocation(long offset, int kind, Symbol symbol) {}

    private Elf(String file, byte[] bytes) {
        this.file = file;
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length > MOST_BYTES) {
            throw malformed("", -1, bytes.length + " bytes are more than " + MOST_BYTES);
        }
        header();
        symbols();
    }

    /// @throws MalformedObject if they are none
    public static Elf parse(String file, byte[] bytes) {
        return new Elf(file, bytes);
    }

    public List<Section> sections() {
        return List.copyOf(sections);
    }

    public Optional<Section> section(String name) {
        return sections.stream().filter(one -> one.name().equals(name)).findFirst();
    }

    public List<Symbol> all() {
        return List.copyOf(symbols);
    }

    MalformedObject malformed(String section, long offset, String problem) {
        return new MalformedObject(file, section, "", offset, problem);
    }

    private void header() {
        if (in.capacity() < HEADER_BYTES) {
            throw malformed("", 0, in.capacity() + " bytes are no ELF header");
        }
        if (in.getInt(0) != 0x464c457f || in.get(4) != 2 || in.get(5) != 1) {
            throw malformed("", 0, "it does not begin as a 64-bit little-endian ELF file does");
        }
        if (Short.toUnsignedInt(in.getShort(18)) != MACHINE_BPF) {
            throw malformed("", 18, "machine " + Short.toUnsignedInt(in.getShort(18)) + " is not BPF (247)");
        }
        long table = in.getLong(40);
        int size = Short.toUnsignedInt(in.getShort(58));
        int count = Short.toUnsignedInt(in.getShort(60));
        int names = Short.toUnsignedInt(in.getShort(62));
        if (size != SECTION_BYTES || count > MOST_SECTIONS) {
            throw malformed("", 58, count + " section headers of " + size + " bytes");
        }
        need(table, (long) size * count, "", "the section headers");
        for (int i = 0; i < count; i++) {
            sections.add(section(i, (int) table + i * size));
        }
        if (count > 0 && names >= count) {
            throw malformed("", 62, "section " + names + " of " + count + " is to hold the names");
        }
        for (int i = 0; i < count; i++) {
            Section one = sections.get(i);
            String name = text(sections.get(names), in.getInt((int) table + i * size));
            sections.set(i, new Section(i, name, one.type(), one.flags(), one.bytes(), one.link(), one.info()));
        }
    }

    private Section section(int index, int at) {
        int type = in.getInt(at + 4);
        long offset = in.getLong(at + 24);
        long size = in.getLong(at + 32);
        if (type == NOBITS || type == 0) {
            if (size < 0 || size > MOST_BYTES) {
                throw malformed("", at + 32, "section " + index + " has " + Long.toUnsignedString(size) + " bytes");
            }
            return new Section(index, "", type, in.getLong(at + 8), empty(type == 0 ? 0 : (int) size), 0, 0);
        }
        need(offset, size, "", "section " + index);
        ByteBuffer bytes = in.slice((int) offset, (int) size).order(ByteOrder.LITTLE_ENDIAN);
        return new Section(index, "", type, in.getLong(at + 8), bytes, in.getInt(at + 40), in.getInt(at + 44));
    }

    private static ByteBuffer empty(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void need(long offset, long size, String section, String what) {
        if (offset < 0 || size < 0 || offset > in.capacity() || size > in.capacity() - offset) {
            throw malformed(
                    section, offset, what + " of " + Long.toUnsignedString(size) + " bytes ends behind the file");
        }
    }

    private String text(Section table, int offset) {
        ByteBuffer bytes = table.bytes();
        if (offset < 0 || offset >= bytes.capacity()) {
            throw malformed(table.name(), offset, "no name at " + offset + " of " + bytes.capacity());
        }
        int end = offset;
        while (end < bytes.capacity() && bytes.get(end) != 0 && end - offset <= LONGEST_NAME) {
            end++;
        }
        if (end == bytes.capacity() || end - offset > LONGEST_NAME) {
            throw malformed(table.name(), offset, "a name does not end");
        }
        byte[] name = new byte[end - offset];
        bytes.get(offset, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private Section linked(Section from) {
        if (from.link() <= 0 || from.link() >= sections.size()) {
            throw malformed(from.name(), -1, "it is linked to section " + from.link() + " of " + sections.size());
        }
        return sections.get(from.link());
    }

    private void symbols() {
        Optional<Section> table =
                sections.stream().filter(one -> one.type() == SYMTAB).findFirst();
        if (table.isEmpty()) {
            return;
        }
        ByteBuffer bytes = table.get().bytes();
        Section names = linked(table.get());
        if (bytes.capacity() / SYMBOL_BYTES > MOST_SYMBOLS) {
            throw malformed(table.get().name(), -1, "more than " + MOST_SYMBOLS + " symbols");
        }
        for (int at = 0; at + SYMBOL_BYTES <= bytes.capacity(); at += SYMBOL_BYTES) {
            int info = Byte.toUnsignedInt(bytes.get(at + 4));
            int section = Short.toUnsignedInt(bytes.getShort(at + 6));
            String own = text(names, bytes.getInt(at));
            boolean known = section > 0 && section < sections.size();
            String name = own.isEmpty() && known ? sections.get(section).name() : own;
            symbols.add(new Symbol(
                    name, info & 15, info >> 4 != 0, section, bytes.getLong(at + 8), bytes.getLong(at + 16)));
        }
    }

    /// The relocations of a section, in the order of the file.
    public List<Relocation> relocations(Section of) {
        List<Relocation> all = new ArrayList<>();
        for (Section table : sections) {
            if ((table.type() != REL && table.type() != RELA) || table.info() != of.index()) {
                continue;
            }
            int size = table.type() == REL ? 16 : 24;
            ByteBuffer bytes = table.bytes();
            for (int at = 0; at + size <= bytes.capacity(); at += size) {
                int symbol = bytes.getInt(at + 12);
                if (symbol < 0 || symbol >= symbols.size()) {
                    throw malformed(table.name(), at, "symbol " + symbol + " of " + symbols.size());
                }
                all.add(new Relocation(bytes.getLong(at), bytes.getInt(at + 8), symbols.get(symbol)));
            }
        }
        return all;
    }
}
