package dev.ken.kernel.btf;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Changes good BTF in many small ways and reads what comes out: either all of it can be asked for, or [MalformedBtf]
/// says why not. `java -Xmx256m -cp target/classes:target/test-classes dev.ken.kernel.btf.BtfFuzz MINUTES SEED [FILE…]`
/// goes on for long, also with larger files.
final class BtfFuzz {
    private static final int[] ODD = {0, 1, -1, 0xff, 0x7fffffff, 0x80000000, 0xffff, 0x10000, 1 << 24, 4, 45};
    private static final int MOST_TYPES_ASKED = 2_000;

    private final Random random;
    private final List<byte[]> seeds = new ArrayList<>();
    private long refused;

    BtfFuzz(long seed) {
        random = new Random(seed);
        seeds.add(Samples.bytes("sample-el.BTF"));
        seeds.add(Samples.bytes("sample-eb.BTF"));
        seeds.add(BtfTest.sample(ByteOrder.LITTLE_ENDIAN).bytes());
    }

    long refused() {
        return refused;
    }

    /// One changed input. Throws what is neither a value nor [MalformedBtf].
    void round() {
        byte[] types = changed(seeds.get(random.nextInt(seeds.size())));
        boolean bothEnds = random.nextBoolean();
        try {
            Btf btf = Btf.parse(types);
            ask(btf);
            btf.ext(changed(Samples.bytes("sample-el.BTF.ext")));
            if (bothEnds) {
                ask(Btf.parseSplit(btf, changed(types)));
            }
        } catch (MalformedBtf malformed) {
            refused++;
        }
    }

    private void ask(Btf btf) {
        int first = btf.endId() <= MOST_TYPES_ASKED ? 0 : random.nextInt(btf.endId() - MOST_TYPES_ASKED);
        for (int id = first; id < Math.min(btf.endId(), first + MOST_TYPES_ASKED); id++) {
            try {
                BtfType type = btf.type(id);
                btf.find(btf.kind(id), type.name());
                btf.isSigned(id);
                btf.cText(id);
                btf.sizeBytes(id);
                btf.access(id, "next.next.high");
                if (type instanceof BtfType.Composite composite
                        && !composite.members().isEmpty()) {
                    btf.access(id, composite.members().getLast().name());
                }
            } catch (MalformedBtf malformed) {
                refused++;
            }
        }
        new TracepointsFromBtf(btf, List.of("sched:sched_switch")).names();
    }

    byte[] changed(byte[] good) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 8; i++) {
            int at = random.nextInt(bytes.length);
            int word = at & ~3;
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2, 3 -> put(bytes, word, ODD[random.nextInt(ODD.length)]);
                case 4 -> put(bytes, word, random.nextInt(60));
                case 5 -> put(bytes, word, ODD[random.nextInt(ODD.length)] ^ 1 << random.nextInt(32));
                case 6 -> bytes = random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                default -> {
                    int to = random.nextInt(bytes.length) & ~3;
                    int length = Math.min(random.nextInt(64), bytes.length - Math.max(word, to));
                    System.arraycopy(bytes, word, bytes, to, length);
                }
            }
        }
        return bytes;
    }

    private void put(byte[] bytes, int at, int value) {
        boolean big = random.nextInt(3) == 0;
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (big ? 3 - i : i));
        }
    }

    public static void main(String[] arguments) throws IOException {
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.parseLong(arguments[0])).toNanos();
        BtfFuzz fuzz = new BtfFuzz(Long.parseLong(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            fuzz.seeds.add(Files.readAllBytes(Path.of(arguments[i])));
        }
        long rounds = 0;
        long longestNanos = 0;
        while (System.nanoTime() < end) {
            long begin = System.nanoTime();
            fuzz.round();
            longestNanos = Math.max(longestNanos, System.nanoTime() - begin);
            rounds++;
        }
        System.out.println(
                rounds + " inputs, " + fuzz.refused + " refusals, longest " + longestNanos / 1_000_000 + " ms");
    }
}
