package dev.ken.verify;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// Frames of every kind that programs for packets meet, whole ones and broken ones, the same for the same seed.
final class RandomPackets {
    private static final int SHORTEST = 14;
    private static final byte[] MAC = HexFormat.of().parseHex("001122334455");

    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RandomPackets(long seed) {
        random = new Random(seed);
    }

    private int any(int... of) {
        return of[random.nextInt(of.length)];
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private void put(int value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(value >> 8 * i);
        }
    }

    private void noise(int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(random.nextInt(256));
        }
    }

    byte[] next() {
        out.reset();
        noise(6);
        out.writeBytes(once(4) ? MAC : new byte[] {2, 0, 0, 0, 0, 1});
        for (int tags = any(0, 0, 0, 1, 1, 2); tags > 0; tags--) {
            put(any(0x8100, 0x88a8), 2);
            put(any(10, 10, 0x600a, 11, random.nextInt(65536)), 2);
        }
        switch (random.nextInt(9)) {
            case 0 -> put(any(0x0806, 0x88cc, random.nextInt(65536)), 2);
            case 1, 2, 3 -> version6();
            default -> version4();
        }
        noise(random.nextInt(60));
        byte[] whole = out.toByteArray();
        int length = once(4) ? SHORTEST + random.nextInt(whole.length - SHORTEST + 1) : whole.length;
        return Arrays.copyOf(whole, Math.max(SHORTEST, length));
    }

    private void version4() {
        put(0x0800, 2);
        int words = once(3) ? 6 + random.nextInt(10) : once(12) ? random.nextInt(5) : 5;
        put((once(20) ? random.nextInt(16) : 4) << 4 | words, 1);
        put(any(0, 46 << 2, 46 << 2 | 1, random.nextInt(256)), 1);
        noise(4);
        put(any(0, 0, 0, 0x4000, 0x2000, 5, 0x2005), 2);
        put(any(1, 4, 5, 64, 255), 1);
        int protocol = any(1, 6, 6, 6, 17, 17, 17, 58, 47, random.nextInt(256));
        put(protocol, 1);
        noise(2);
        put(any(0x0a000001, 0x0a0000ff, 0xc0a80101, random.nextInt()), 4);
        put(any(0x0a000001, 0x08080808, random.nextInt()), 4);
        noise(Math.max(0, words - 5) * 4);
        payload(protocol);
    }

    private void version6() {
        put(0x86dd, 2);
        put((once(20) ? random.nextInt(16) : 6) << 28 | any(0, 46, 63) << 22 | random.nextInt(1 << 20), 4);
        noise(2);
        int next = any(6, 6, 17, 17, 58, 58, 0, 43, 44, 60);
        put(next, 1);
        put(any(1, 4, 5, 64), 1);
        put(any(0x20010db8, 0xfe800000, random.nextInt()), 4);
        noise(12);
        noise(16);
        if (next == 0 || next == 43 || next == 44 || next == 60) {
            put(any(6, 17), 1);
            noise(7);
        }
        payload(next);
    }

    private void payload(int protocol) {
        switch (protocol) {
            case 6 -> {
                put(any(22, 53, 80, random.nextInt(65536)), 2);
                put(any(22, 22, 53, 80, random.nextInt(65536)), 2);
                noise(8);
                put(any(5, 6, 15) << 4, 1);
                put(any(0, 2, 16, 18, 4, 41, random.nextInt(256)), 1);
                noise(6);
            }
            case 17 -> {
                put(any(53, random.nextInt(65536)), 2);
                put(any(53, 53, 80, 161, random.nextInt(65536)), 2);
                noise(4);
            }
            case 1, 58 -> {
                put(any(0, 8, 128, 129, random.nextInt(256)), 1);
                noise(7);
            }
            default -> noise(4);
        }
    }
}
