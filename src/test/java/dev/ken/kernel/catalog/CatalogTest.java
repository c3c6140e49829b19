package dev.ken.kernel.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private final KernelModel kernel = Snapshots.recorded();
    private final CuratedCatalog catalog = CuratedCatalog.of(kernel);

    @Test
    void everyReadingOfEveryPointReadsAFieldThatIsThere() {
        List<String> wrong = new ArrayList<>();
        for (EventKind kind : catalog.curated().values()) {
            for (ProbePoint point : kind.ways().stream().flatMap(List::stream).toList()) {
                Optional<ProbeFacts> facts = Probes.resolve(point.probe(), kernel);
                if (facts.isEmpty()) {
                    if (point.facts().spans(kernel.release()) && !elsewhere(point.probe())) {
                        wrong.add(kind.name() + ": no probe " + point.probe());
                    }
                    continue;
                }
                point.readings().forEach((name, reading) -> {
                    if (kind.attribute(name).isEmpty()) {
                        wrong.add(kind.name() + ": undeclared attribute " + name);
                    }
                    check(kind.name() + " at " + point.probe(), reading, facts.get(), wrong);
                });
                point.when().ifPresent(when -> check(kind.name(), when, facts.get(), wrong));
                point.pairedBy().ifPresent(pair -> check(kind.name(), pair, facts.get(), wrong));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// Points that the recorded kernel was built without: scheduler statistics, PCI error reports, modules, kexec.
    private static final Pattern LEFT_OUT = Pattern.compile(
            "tracepoint:(sched:sched_stat_(wait|sleep|blocked|iowait)"
                    + "|ras:aer_event|syscalls:sys_(enter|exit)_(init_module|finit_module|delete_module|kexec_load|kexec_file_load))");

    /// Whether the recorded kernel lacks the point or its whole subsystem, as it was built without it.
    private boolean elsewhere(String probe) {
        if (LEFT_OUT.matcher(probe).matches()) {
            return true;
        }
        String[] words = probe.split(":");
        return words[0].equals("tracepoint")
                && kernel.tracepoints().names().stream().noneMatch(name -> name.startsWith(words[1] + ":"));
    }

    /// Functions have the names of their parameters only where the kernel's BTF is known.
    private static boolean isFunction(Site site) {
        return site instanceof Site.FunctionEntry || site instanceof Site.FunctionReturn;
    }

    private static void check(String where, Reading reading, ProbeFacts facts, List<String> wrong) {
        switch (reading) {
            case Reading.Arg(String field) -> {
                if (facts.field(field).isEmpty() && !isFunction(facts.site())) {
                    wrong.add(where + ": no field " + field);
                }
            }
            case Reading.ArgElement(String field, int index) -> {
                boolean array = facts.field(field)
                        .map(f -> f.type() instanceof FieldType.Array(var _, var _, int length) && index < length)
                        .orElse(false);
                if (!array) {
                    wrong.add(where + ": no element " + field + "[" + index + "]");
                }
            }
            case Reading.Text(Reading of) -> check(where, of, facts, wrong);
            case Reading.Binary(var _, Reading left, Reading right) -> {
                check(where, left, facts, wrong);
                check(where, right, facts, wrong);
            }
            case Reading.Member(Reading of, var _) -> check(where, of, facts, wrong);
            case Reading.Placed(Reading of, var _, var _, var _, var _) -> check(where, of, facts, wrong);
            case Reading.Cast(var _, Reading of) -> check(where, of, facts, wrong);
            case Reading.SignedLow(var _, Reading of) -> check(where, of, facts, wrong);
            case Reading.HostOrder(var _, Reading of) -> check(where, of, facts, wrong);
            case Reading.AddressText(Reading of) -> check(where, of, facts, wrong);
            case Reading.Joined(Reading of) -> check(where, of, facts, wrong);
            case Reading.Builtin _, Reading.Number _ -> {}
        }
    }

    @Test
    void everyKindIsReadBackAsItIsPrinted() {
        for (EventKind kind : catalog.curated().values()) {
            String text = CatalogPrinter.print(kind);
            assertThat(CatalogParser.parse(new Source("printed", text)).kinds())
                    .as(text)
                    .containsExactly(kind);
        }
    }

    @Test
    void everySystemCallAndTracepointIsAnEventKind() {
        int kinds = 0;
        for (String name : kernel.tracepoints().names()) {
            String[] words = name.split(":");
            assertThat(catalog.find("tracepoint." + words[0] + "." + words[1]))
                    .as(name)
                    .isPresent();
            kinds++;
        }
        assertThat(kinds).isGreaterThan(1000);
        EventKind openat = catalog.find("syscall.openat").orElseThrow();
        assertThat(openat.attributes())
                .extracting(Attribute::name)
                .containsExactly("dfd", "filename", "flags", "mode", "ret", "error");
        assertThat(openat.isSpan()).isTrue();
    }

    @Test
    void probesOfOneSiteNameTheSameFacts() {
        ProbeFacts named =
                Probes.resolve("tracepoint:syscalls:sys_enter_openat", kernel).orElseThrow();
        ProbeFacts raw =
                Probes.resolve("tracepoint:raw_syscalls:sys_enter", kernel).orElseThrow();
        assertThat(named.site()).isEqualTo(raw.site());
        assertThat(named.syscalls()).containsExactly(257);
        assertThat(named.field("filename").orElseThrow().symbol()).isEqualTo("arg1");
        assertThat(raw.field("args").orElseThrow().symbol()).isEqualTo("arg");
        assertThat(Probes.resolve("i:ms:5000", kernel).orElseThrow().site())
                .isEqualTo(new Site.Interval(5_000_000_000L));
        assertThat(Probes.resolve("tracepoint:syscalls:sys_enter_nope", kernel)).isEmpty();
        assertThat(Probes.nearest("tracepoint:syscalls:sys_enter_opnat", kernel, 1))
                .containsExactly("tracepoint:syscalls:sys_enter_openat");
    }

    @Test
    void aBrokenFileIsReadAsFarAsItGoes() {
        CatalogParser.Parsed parsed = CatalogParser.parse(new Source(
                "x.events",
                "event a\n  gloss b\n  colour red\n  attribute n integr \"x\"\n  start BEGIN n=args.(\nevent c\n"));
        assertThat(parsed.kinds()).extracting(EventKind::name).containsExactly("a", "c");
        assertThat(parsed.diagnostics()).hasSize(3);
    }
}
