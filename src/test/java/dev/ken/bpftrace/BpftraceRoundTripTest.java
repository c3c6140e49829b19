package dev.ken.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Printing and reading again gives the same tree; nothing that is read crashes or hangs.
class BpftraceRoundTripTest {
    private static final KernelModel KERNEL = Snapshots.recorded();
    private static final List<String> SEEDS = List.of(
            "tracepoint:syscalls:sys_enter_read /args->count > 4096 && comm == \"cat\"/ { @start[tid] = nsecs; }",
            "tracepoint:syscalls:sys_exit_* /@start[tid]/ { @[comm, pid] = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); }",
            "#include <linux/sched.h>\nstruct s { int a; };\nkprobe:f { $s = (struct s *)arg0; @ = $s->a + *$s; }",
            "BEGIN { $i = 0; while ($i < 3) { $i++; if ($i == 2) { break; } else { continue; } } unroll(3) { @n--; } }",
            "uprobe:/bin/bash:readline, usdt:/usr/lib/x.so:p /pid != 0x10/ { printf(\"%s %-5d\\n\\t\\x41\", str(arg0, 16), $1); }",
            "END { @x = pid ? (1, \"two\", (3, 4)) : (2, \"x\", (5, 6)); print(@x, 5, 1000); $y = -(-1) - -1; ~!++@z; }",
            "profile:hz:99 { @[ustack(perf, 3), kstack] = lhist(cpu, 0, 1e3, 1_0); $t = (1,); let $q : uint8 = 3; }",
            "i:s:1 { for ($kv : @x) { print($kv.0); } for ($j : 0..5) { exit(); } $q = @a[1][0] + sizeof(struct s); }");

    private static Parsed parse(String text) {
        return BpftraceParser.parse(new Source("test", text));
    }

    /// A tree as text, places left out.
    private static String shape(Object node) {
        return switch (node) {
            case Span _ -> "";
            case List<?> list ->
                list.stream().map(BpftraceRoundTripTest::shape).collect(Collectors.joining(",", "[", "]"));
            case java.util.Optional<?> optional ->
                optional.map(BpftraceRoundTripTest::shape).orElse("none");
            case Record record -> {
                StringBuilder out = new StringBuilder(record.getClass().getSimpleName()).append('(');
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    out.append(shape(read(record, component))).append(' ');
                }
                yield out.append(')').toString();
            }
            default -> node.toString();
        };
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void roundTrip(String text) {
        Parsed parsed = parse(text);
        // The tree tells `args.x` from `args->x`: it reads back alike in the dialect that it was written in.
        String seventeen = readBack(parsed, Dialect.V0_17);
        String normal = shape(parsed.script());
        assertThat(seventeen.equals(normal) ? seventeen : readBack(parsed, Dialect.V0_23))
                .as(text)
                .isEqualTo(normal);
    }

    private static String readBack(Parsed parsed, Dialect dialect) {
        String printed = Printer.print(parsed.script(), dialect);
        Parsed again = parse(printed);
        assertThat(again.diagnostics()).as(printed).isEmpty();
        return shape(again.script());
    }

    @Test
    void seedsReadBackAlike() {
        SEEDS.forEach(seed -> {
            assertThat(parse(seed).diagnostics()).as(seed).isEmpty();
            roundTrip(seed);
        });
    }

    @Test
    void generatedProgramsReadBackAlike() {
        Programs programs = new Programs(1);
        for (int i = 0; i < 5_000; i++) {
            String text = programs.program();
            Parsed parsed = parse(text);
            assertThat(parsed.diagnostics()).as(text).isEmpty();
            assertThat(readBack(parsed, Dialect.V0_27)).as(text).isEqualTo(shape(parsed.script()));
        }
    }

    @Test
    void everyToolThatDebianInstallsIsReadCheckedAndLowered() throws IOException {
        List<Path> tools = Files.isDirectory(Path.of("/usr/sbin")) ? tools() : List.of();
        assumeTrue(!tools.isEmpty(), "bpftrace's tools are not installed here");
        for (Path tool : tools) {
            String text = Files.readString(tool);
            assertThat(parse(text).diagnostics()).as(tool.toString()).isEmpty();
            roundTrip(text);
            Checked checked = Checker.check(parse(text).script(), KERNEL);
            assertThat(checked.ok()).as(tool + " " + checked.diagnostics()).isTrue();
            assertThat(Lowering.lower(checked, KERNEL).procedures())
                    .as(tool.toString())
                    .isNotEmpty();
        }
    }

    private static List<Path> tools() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/usr/sbin"))) {
            return files.filter(file -> file.toString().endsWith(".bt"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void damagedProgramsNeverCrash() {
        assertThat(BpftraceFuzz.run(20_000, 2)).isPositive();
    }

    @Test
    void longTextsTakeLinearTime() {
        for (String unit : List.of(
                "{",
                "}",
                "(",
                "\"",
                "/* ",
                "@a[",
                "a:b{}\n",
                "#x\n",
                "§ ",
                "if 1 {",
                "if (1) {",
                "$x = {",
                "macro m() {",
                "k : ",
                "k,",
                "\"\n",
                "comptime ",
                "$x ?: ",
                "x,",
                "/ ",
                "$a=1;",
                "BEGIN{@=1}")) {
            String text = unit.repeat(BpftraceParser.MOST_CHARACTERS / unit.getBytes(StandardCharsets.UTF_8).length);
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> parse(text), unit);
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> parse("BEGIN {" + text), unit);
        }
    }
}
