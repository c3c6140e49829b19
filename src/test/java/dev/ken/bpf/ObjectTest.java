package dev.ken.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.ir.IrText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An object that clang made once (`src/test/resources/bpf/count.bpf.c` says how), whole and spoilt.
class ObjectTest {
    private static final Path FOLDER = Path.of("src/test/resources/bpf");
    private static final int SPOILT = 4_000;

    private final KernelModel kernel = Snapshots.recorded();

    private static byte[] object() throws IOException {
        return Files.readAllBytes(FOLDER.resolve("count.bpf.o"));
    }

    @Test
    void lookUpAndAddOrElsePutInIsOneAddition() throws IOException {
        Source source = new Source("count.bpf.c", Files.readString(FOLDER.resolve("count.bpf.c")));
        BpfObject object = BpfObject.parse("count.bpf.o", object());
        assertThat(IrText.print(Lowering.lower(object, source, kernel))).isEqualTo("""
                map @calls[int] SUM int
                procedure "tracepoint:syscalls:sys_enter_getppid (on_getppid)" on "syscall.enter" when (eq nr 110)
                  0:
                    update @calls[pid] sum 1
                    return
                """);
    }

    /// Either it is read and lowered, or it is said to be malformed and where.
    @Test
    void spoiltObjectsAreRefusedOrRead() throws IOException {
        Random random = new Random(7);
        byte[] whole = object();
        Source source = new Source("count.bpf.c", "");
        int read = 0;
        int refused = 0;
        for (int i = 0; i < SPOILT; i++) {
            byte[] bytes = i % 8 == 0 ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Lowering.lower(BpfObject.parse("spoilt.o", bytes), source, kernel);
                read++;
            } catch (MalformedObject e) {
                assertThat(e.problem()).isNotEmpty();
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }
}
