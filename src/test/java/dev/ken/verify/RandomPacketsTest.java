package dev.ken.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.bpf.BpfObject;
import dev.ken.bpf.Lowering;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.ir.Module;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.GivenEvent;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Output;
import dev.ken.ir.run.Run;
import dev.ken.ir.run.Value;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Compilation;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.KernelFiles;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import dev.ken.synthesis.c.CRenderer;
import dev.ken.testing.KernelPackets;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random packets through programs that KEN writes, three ways: the kernel runs the program
/// (BPF_PROG_TEST_RUN), the machine of the IR runs what the program is lowered to, and the machine runs the
/// reference of the request. All give the same verdicts and count the same. Nothing is attached.
class RandomPacketsTest {
    private static final long SEED = 20_230_917;
    private static final int PACKETS = 50;
    /// The kernel makes no packet for tc of every frame that ends within its IP header.
    private static final int REFUSED = 9999;
    private static final Pattern RESULT = Pattern.compile("Return value: (\\d+)");
    private static final Pattern ENTRY = Pattern.compile("\"key\":\\[([^]]*)],\"value\":\\[([^]]*)]");
    private static final List<String> INTENTS = List.of(
            "drop packet.receive\nwhere protocol = 17 and destination_port = 53\n",
            "drop packet.receive\nwhere vlan = 10 and protocol = 6 and destination_port = 22\n",
            "drop packet.receive\nwhere ttl < 5 or fragment = 1 or dscp = 46 or header_bytes > 20\n",
            "drop packet.receive\nwhere icmp_type = 8 or source_mac = 0x001122334455 or tcp_flags has 2\n",
            "pass packet.receive\nwhere source between 167772160 and 184549375"
                    + " or source6_high between 0x20010db800000000 and 0x20010db8ffffffff\n",
            "drop packet.send\nwhere destination_port = 53 or not (size > 60)\n",
            "count packet.receive\nwhere size < 120\nby destination_port\n",
            "count packet.receive\nby vlan\n",
            "count packet.receive\nwhere ethertype = 0x86dd or family = 4\nby ttl\n");

    private final Environment environment = new EnvironmentReader(System.getenv()).read();

    @Test
    void theKernelTheProgramAndTheRequestAgree(@TempDir Path folder) throws Exception {
        KernelPackets.assumeGiven(environment);
        KernelModel kernel = KernelFiles.of(environment).model().orElseThrow();
        int assumed = 0;
        for (String text : INTENTS) {
            Intent intent =
                    IntentText.parse(new Source("intent", text)).intent().orElseThrow();
            assumed += compared(intent, kernel, Files.createDirectories(folder.resolve("i" + text.hashCode())));
        }
        System.out.println(
                INTENTS.size() * PACKETS + " runs of packets, " + assumed + " of them judged by the request");
        assertThat(assumed).isGreaterThan(INTENTS.size() * PACKETS / 3);
    }

    /// How many packets the request says something of.
    private int compared(Intent intent, KernelModel kernel, Path folder) throws Exception {
        Catalog catalog = CuratedCatalog.of(kernel);
        String text = ((Rendering.Rendered) CRenderer.render(intent, catalog, kernel)).program();
        Source source = new Source("program.bpf.c", text);
        byte[] object =
                ((Compilation.Compiled) new Clang(environment, System.getenv()).compile(source, kernel)).object();
        Module lowered = Lowering.lower(BpfObject.parse("program", object), source, kernel);
        List<Variation> variations = intent.parts().stream()
                .map(part -> Variation.of(part, Optional.empty(), false).getFirst())
                .toList();
        Module reference = Reference.of(intent, variations, catalog, kernel, KnownBounds.of(kernel, List.of()))
                .module();
        boolean out = intent.parts().get(0).event().equals("packet.send");
        RandomPackets random = new RandomPackets(SEED);
        List<Event> events = new ArrayList<>();
        List<String> packets = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = random.next();
            Files.write(folder.resolve("p" + i), packet);
            events.add(event(packet, out));
            packets.add(HexFormat.of().formatHex(packet));
        }
        List<Integer> given = given(object, out, folder);
        List<Event> taken = new ArrayList<>();
        int judged = 0;
        for (int i = 0; i < PACKETS; i++) {
            if (given.get(i) == REFUSED) {
                continue;
            }
            taken.add(events.get(i));
            Run program = Machine.run(lowered, List.of(events.get(i)));
            Run asked = Machine.run(reference, List.of(events.get(i)));
            assertThat(verdict(program))
                    .as(intent.parts().get(0).where() + "\n" + packets.get(i))
                    .isEqualTo(out ? ofTc(given.get(i)) : given.get(i));
            if (asked.assumed()) {
                assertThat(verdict(program))
                        .as(intent.parts().get(0).where() + "\n" + packets.get(i))
                        .isEqualTo(verdict(asked));
                assertThat(counts(program))
                        .as(intent.parts().get(0).where() + "\n" + packets.get(i))
                        .isEqualTo(counts(asked));
                judged++;
            }
        }
        assertThat(dumped(folder)).as(intent.toString()).isEqualTo(counts(Machine.run(lowered, taken)));
        return judged;
    }

    private static Event event(byte[] packet, boolean out) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        attributes.put("len", new Value.Int(packet.length));
        for (int i = 0; i < packet.length; i++) {
            attributes.put("p" + i, new Value.Int(packet[i] & 0xff));
        }
        return new GivenEvent(
                new Site.Packet(out ? "out" : "in"),
                attributes,
                Map.of(),
                Map.of(),
                (_, function, arguments) -> swapped(function, ((Value.Int) arguments.get(0)).value()));
    }

    private static Optional<Value> swapped(String function, long number) {
        return switch (function) {
            case "bswap16" -> Optional.of(new Value.Int(Short.toUnsignedLong(Short.reverseBytes((short) number))));
            case "bswap32" -> Optional.of(new Value.Int(Integer.toUnsignedLong(Integer.reverseBytes((int) number))));
            case "bswap64" -> Optional.of(new Value.Int(Long.reverseBytes(number)));
            default -> throw new IllegalStateException(function);
        };
    }

    private static int ofTc(int result) {
        return result == 2 ? 1 : 2;
    }

    private static int verdict(Run run) {
        return run.outputs().stream()
                .filter(Output.Decided.class::isInstance)
                .map(one -> (int) ((Value.Int) ((Output.Decided) one).verdict()).value())
                .findFirst()
                .orElse(2);
    }

    /// What all tables hold, by key.
    private static Map<String, String> counts(Run run) {
        Map<String, String> counts = new TreeMap<>();
        run.maps()
                .values()
                .forEach(rows -> rows.forEach(row -> counts.put(
                        row.keys().toString().replaceAll("\\D+", " ").strip(),
                        row.entry().toString().replaceAll("\\D+", " ").strip())));
        return counts;
    }

    // ---- the kernel ----

    private List<Integer> given(byte[] object, boolean out, Path folder) throws Exception {
        String bpftool = environment.bpftool().orElseThrow().toString();
        Files.write(folder.resolve("program.o"), object);
        Files.createDirectories(folder.resolve("fs"));
        StringBuilder each = new StringBuilder();
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < PACKETS; i++) {
            String run = "prog run pinned fs/p/on_packet data_in p" + i + " repeat 1";
            batch.append(run).append('\n');
            each.append(bpftool).append(' ').append(run).append(" || echo Return value: " + REFUSED + "\n");
        }
        Files.writeString(folder.resolve("batch"), batch);
        Files.writeString(folder.resolve("each"), each);
        String script = "mount -t bpf none fs && " + bpftool + " prog loadall program.o fs/p pinmaps fs/m && "
                + (out ? "sh each" : bpftool + " batch file batch")
                + "; for m in fs/m/*_count; do [ -e $m ] && " + bpftool + " -j map dump pinned $m > dump; done; true";
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(folder.resolve("said"));
        List<Integer> results = new ArrayList<>();
        Matcher result = RESULT.matcher(said);
        while (result.find()) {
            results.add(Integer.parseInt(result.group(1)));
        }
        assertThat(results).as(said).hasSize(PACKETS);
        return results;
    }

    private static Map<String, String> dumped(Path folder) throws Exception {
        Map<String, String> counts = new TreeMap<>();
        if (Files.exists(folder.resolve("dump"))) {
            Matcher entry = ENTRY.matcher(Files.readString(folder.resolve("dump")));
            while (entry.find()) {
                counts.put(number(entry.group(1)), number(entry.group(2)));
            }
        }
        return counts;
    }

    /// Bytes as bpftool writes them, the lowest first.
    private static String number(String bytes) {
        BigInteger number = BigInteger.ZERO;
        String[] all = bytes.split(",");
        for (int i = all.length - 1; i >= 0; i--) {
            number = number.shiftLeft(8)
                    .or(BigInteger.valueOf(
                            Integer.decode(all[i].replace("\"", "").strip())));
        }
        return number.toString();
    }
}
