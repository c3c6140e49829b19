package dev.ken.kernel.btf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the section `.BTF.ext` of an object: a header, then up to three sections, each the size of its records and
/// then, for every section of the object, its name, the number of records, and these. Newer compilers may write longer
/// records; what is added at their ends is passed over.
final class ExtReader {
    private static final String SECTION = ".BTF.ext";
    private static final int SHORTEST_HEADER = 24;
    private static final int LONGEST_RECORD = 256;
    private static final int MOST_RECORDS = 1 << 20;
    /// All lines and names together, in characters, those at one offset once. Many offsets may lie in one long text.
    private static final int MOST_TEXT = 1 << 25;

    private final Btf btf;
    private final ByteBuffer in;
    private final Map<Integer, String> texts = new HashMap<>();
    private int characters;
    private int records;

    ExtReader(Btf btf, ByteBuffer given) {
        this.btf = btf;
        ByteBuffer bytes = given.slice();
        in = bytes.order(Header.order(bytes, SECTION));
    }

    Btf.Ext read() {
        if (in.remaining() < 8) {
            throw malformed(0, in.remaining() + " bytes are no header");
        }
        int header = Header.section(in, SECTION, 0, in.getInt(4));
        if (header < SHORTEST_HEADER) {
            throw malformed(4, "a header of " + header + " bytes");
        }
        List<Btf.FunctionInfo> functions = new ArrayList<>();
        section(header, 8, 8, (name, at) -> functions.add(function(name, at)));
        List<Btf.LineInfo> lines = new ArrayList<>();
        section(header, 16, 16, (name, at) -> lines.add(line(name, at)));
        List<Btf.Relocation> relocations = new ArrayList<>();
        if (header >= 32) {
            section(header, 24, 16, (name, at) -> relocations.add(relocation(name, at)));
        }
        return new Btf.Ext(functions, lines, relocations);
    }

    private interface Each {
        void record(String section, int at);
    }

    /// `field` is where the header has offset and length of the section.
    private void section(int header, int field, int least, Each each) {
        int length =
                Header.section(in, SECTION, Integer.toUnsignedLong(in.getInt(field)) + header, in.getInt(field + 4));
        if (length == 0) {
            return;
        }
        int at = header + in.getInt(field);
        int end = at + length;
        int size = need(at, 4, end);
        if (size < least || size > LONGEST_RECORD) {
            throw malformed(at, "records of " + Integer.toUnsignedString(size) + " bytes");
        }
        at += 4;
        while (at < end) {
            String name = text(need(at, 8, end), at, Strings.LONGEST_NAME);
            long bytes = Integer.toUnsignedLong(in.getInt(at + 4)) * size;
            at += 8;
            if (bytes > end - at) {
                throw malformed(at - 4, bytes / size + " records end behind their section");
            }
            for (int i = 0; i < bytes / size; i++, at += size) {
                if (++records > MOST_RECORDS) {
                    throw malformed(at, "more than " + MOST_RECORDS + " records");
                }
                each.record(name, at);
            }
        }
    }

    private int need(int at, int bytes, int end) {
        if (end - at < bytes) {
            throw malformed(at, "the section ends within a record");
        }
        return in.getInt(at);
    }

    private Btf.FunctionInfo function(String section, int at) {
        return new Btf.FunctionInfo(section, instruction(at), type(at + 4));
    }

    private Btf.LineInfo line(String section, int at) {
        int place = in.getInt(at + 12);
        return new Btf.LineInfo(
                section,
                instruction(at),
                text(in.getInt(at + 4), at + 4, Strings.LONGEST_NAME),
                text(in.getInt(at + 8), at + 8, Strings.LONGEST_LINE),
                place >>> 10,
                place & 0x3ff);
    }

    private Btf.Relocation relocation(String section, int at) {
        return new Btf.Relocation(
                section,
                instruction(at),
                type(at + 4),
                text(in.getInt(at + 8), at + 8, Strings.LONGEST_NAME),
                in.getInt(at + 12));
    }

    private long instruction(int at) {
        return Integer.toUnsignedLong(in.getInt(at));
    }

    private int type(int at) {
        int id = in.getInt(at);
        if (Integer.compareUnsigned(id, btf.endId()) >= 0) {
            throw malformed(at, "type " + Integer.toUnsignedString(id) + " of " + btf.endId());
        }
        return id;
    }

    private String text(int offset, int at, int longest) {
        if (Integer.compareUnsigned(offset, btf.endOfStrings()) >= 0) {
            throw malformed(at, "string at " + Integer.toUnsignedString(offset) + " of " + btf.endOfStrings());
        }
        String known = texts.get(offset);
        if (known != null && known.length() <= longest) {
            return known;
        }
        String text = btf.text(offset, -1, longest);
        characters += text.length();
        if (characters > MOST_TEXT) {
            throw malformed(at, "more than " + MOST_TEXT + " characters of text");
        }
        texts.put(offset, text);
        return text;
    }

    private static MalformedBtf malformed(int at, String problem) {
        return new MalformedBtf(SECTION, -1, at, problem);
    }
}
