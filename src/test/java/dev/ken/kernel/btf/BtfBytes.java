package dev.ken.kernel.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes BTF, record by record; the inverse of the reader.
final class BtfBytes {
    private final ByteOrder order;
    private final int firstString;
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> known = new LinkedHashMap<>();
    private final List<Integer> words = new ArrayList<>();
    private int nextId;

    BtfBytes(ByteOrder order) {
        this(order, 1, 0);
        strings.write(0);
    }

    /// Split BTF, which goes on at these.
    BtfBytes(ByteOrder order, int firstId, int firstString) {
        this.order = order;
        this.firstString = firstString;
        nextId = firstId;
    }

    int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return known.computeIfAbsent(text, t -> {
            int at = firstString + strings.size();
            strings.writeBytes(t.getBytes(StandardCharsets.UTF_8));
            strings.write(0);
            return at;
        });
    }

    /// One record; the id of the new type.
    int add(Kind kind, String name, boolean flag, int length, int value, int... extra) {
        words.add(string(name));
        words.add((flag ? 1 << 31 : 0) | kind.ordinal() << 24 | length);
        words.add(value);
        for (int word : extra) {
            words.add(word);
        }
        return nextId++;
    }

    int integer(String name, int bytes, boolean signed) {
        return add(Kind.INT, name, false, 0, bytes, (signed ? 1 << 24 : 0) | bytes * 8);
    }

    int pointer(int target) {
        return add(Kind.PTR, "", false, 0, target);
    }

    int refer(Kind kind, String name, int target) {
        return add(kind, name, false, 0, target);
    }

    int array(int element, int index, int length) {
        return add(Kind.ARRAY, "", false, 0, 0, element, index, length);
    }

    /// Members as name, type and place, three words each.
    int struct(String name, boolean fields, int bytes, int... members) {
        return add(Kind.STRUCT, name, fields, members.length / 3, bytes, members);
    }

    int nextId() {
        return nextId;
    }

    int endOfStrings() {
        return firstString + strings.size();
    }

    byte[] bytes() {
        ByteBuffer out =
                ByteBuffer.allocate(24 + words.size() * 4 + strings.size()).order(order);
        out.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(24);
        out.putInt(0).putInt(words.size() * 4).putInt(words.size() * 4).putInt(strings.size());
        words.forEach(out::putInt);
        out.put(strings.toByteArray());
        return out.array();
    }
}
