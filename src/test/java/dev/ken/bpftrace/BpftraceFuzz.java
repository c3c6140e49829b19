package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Damages programs and reads what comes of it: nothing crashes, whatever the text.
final class BpftraceFuzz {
    private static final String MARKS = "{}()[];,:/\"'@$#*+-<>=!?.\\0a \n§";
    private static final int LOOKED_AT_WHOLLY = 10;
    private static final int PROGRESS = 50_000;

    private final KernelModel kernel = Snapshots.recorded();

    private BpftraceFuzz() {}

    /// Arguments: how many inputs. Prints how long they took.
    /// `java -cp target/classes:target/test-classes:… dev.ken.bpftrace.BpftraceFuzz 1000000`
    public static void main(String[] arguments) {
        int inputs = Integer.parseInt(arguments[0]);
        long start = System.nanoTime();
        long characters = run(inputs, 3);
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.out.println(inputs + " inputs, " + characters + " characters, " + millis + " ms");
    }

    /// How many characters were read.
    static long run(int inputs, long seed) {
        BpftraceFuzz fuzz = new BpftraceFuzz();
        Random random = new Random(seed);
        Programs programs = new Programs(seed);
        String base = programs.program();
        String other = programs.program();
        long characters = 0;
        for (int i = 0; i < inputs; i++) {
            if (i > 0 && i % PROGRESS == 0) {
                System.out.println(i + " inputs");
            }
            if (i % LOOKED_AT_WHOLLY == 0) {
                other = base;
                base = programs.program();
            }
            String text = damaged(base, other, random);
            characters += text.length();
            fuzz.read(text, i % LOOKED_AT_WHOLLY == 0);
        }
        return characters;
    }

    private void read(String text, boolean wholly) {
        Source source = new Source("fuzz", text);
        try {
            Parsed parsed = BpftraceParser.parse(source);
            if (wholly) {
                for (Dialect dialect : List.of(Dialect.V0_17, Dialect.V0_27)) {
                    Legality.of(source, kernel, new CheckSettings(dialect, Optional.of(List.of()), _ -> true, false));
                }
                Printer.print(parsed.script(), Dialect.V0_17);
                Lowering.lower(Checker.check(parsed.script(), kernel), kernel);
            }
        } catch (RuntimeException | StackOverflowError crash) {
            throw new AssertionError("crash of: " + text, crash);
        }
    }

    private static String damaged(String base, String other, Random random) {
        StringBuilder text = new StringBuilder(base);
        for (int edits = random.nextInt(6); edits >= 0; edits--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, MARKS.charAt(random.nextInt(MARKS.length())));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(8)));
                default -> text.insert(at, other, 0, random.nextInt(Math.min(20, other.length())));
            }
        }
        return text.toString();
    }
}
