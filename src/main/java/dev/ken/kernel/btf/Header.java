package dev.ken.kernel.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Where the two sections of a BTF lie, and in which order its bytes come.
record Header(ByteOrder order, int typesAt, int typesBytes, int stringsAt, int stringsBytes) {
    /// Ten times what a kernel has.
    static final int MOST_BYTES = 64 << 20;

    private static final int MAGIC = 0xEB9F;
    private static final int SHORTEST = 24;

    static Header read(ByteBuffer bytes) {
        ByteOrder order = order(bytes, "header");
        ByteBuffer in = bytes.duplicate().order(order);
        if (in.remaining() < SHORTEST) {
            throw new MalformedBtf("header", -1, 0, in.remaining() + " bytes are no header");
        }
        int length = section(in, "header", 0, in.getInt(4));
        if (length < SHORTEST) {
            throw new MalformedBtf("header", -1, 4, "a header of " + length + " bytes");
        }
        int typesBytes = section(in, "types", Integer.toUnsignedLong(in.getInt(8)) + length, in.getInt(12));
        int stringsBytes = section(in, "strings", Integer.toUnsignedLong(in.getInt(16)) + length, in.getInt(20));
        int typesAt = length + in.getInt(8);
        if ((typesAt & 3) != 0 || (typesBytes & 3) != 0) {
            throw new MalformedBtf("header", -1, 8, "the types are not aligned to 4 bytes");
        }
        return new Header(order, typesAt, typesBytes, length + in.getInt(16), stringsBytes);
    }

    /// The order in which the magic number makes sense; also checks size and version.
    static ByteOrder order(ByteBuffer bytes, String section) {
        if (bytes.remaining() > MOST_BYTES) {
            throw new MalformedBtf(section, -1, 0, bytes.remaining() + " bytes are more than " + MOST_BYTES);
        }
        if (bytes.remaining() < 4) {
            throw new MalformedBtf(section, -1, 0, bytes.remaining() + " bytes are no header");
        }
        int magic = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).getShort(0) & 0xffff;
        if (magic != MAGIC && magic != Integer.reverseBytes(MAGIC) >>> 16) {
            throw new MalformedBtf(section, -1, 0, "magic number 0x" + Integer.toHexString(magic));
        }
        int version = bytes.get(2);
        if (version != 1) {
            throw new MalformedBtf(section, -1, 2, "version " + version + " is not known");
        }
        return magic == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /// `length`, which was read as unsigned, where so many bytes lie at `at`.
    static int section(ByteBuffer in, String section, long at, int length) {
        long bytes = Integer.toUnsignedLong(length);
        if (at + bytes > in.limit()) {
            throw new MalformedBtf(
                    section, -1, -1, bytes + " bytes at " + at + " end behind the " + in.limit() + " bytes given");
        }
        return length;
    }
}
