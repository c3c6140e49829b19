package dev.ken.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.ir.IrText;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.RandomModules;
import dev.ken.ir.run.Entry;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.Machine;
import dev.ken.ir.run.Output;
import dev.ken.ir.run.Run;
import dev.ken.ir.run.Value;
import dev.ken.kernel.Site;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Model;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The executor's terms, under any assignment, say what the evaluator does with it: chance programs on chance events.
/// `-Dken.agreement=100000` runs more of them, `-Dken.agreement.seed=N` begins with another.
class EvaluatorAgreementTest {
    private static final int PROGRAMS = Integer.getInteger("ken.agreement", 2_000);
    private static final long FIRST = Long.getLong("ken.agreement.seed", 1);

    private long shown;
    private long entries;
    private long cut;

    @Test
    void executorAndEvaluatorAgree() {
        for (long seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
            Module module = RandomModules.of(seed);
            String what = "seed " + seed + "\n" + IrText.print(module);
            compare(module, sequence(new Random(seed)), seed, what);
        }
        assertThat(shown).as("outputs compared").isGreaterThan(PROGRAMS / 2);
        assertThat(cut).as("programs beyond the limit").isLessThan(PROGRAMS / 20);
        assertThat(entries).as("entries of maps compared").isGreaterThan(PROGRAMS / 2);
    }

    private static List<Occurrence> sequence(Random random) {
        List<Occurrence> sequence = new ArrayList<>(List.of(new Occurrence(new Site.Begin(), "begin")));
        int length = 1 + random.nextInt(4);
        for (int i = 1; i <= length; i++) {
            Site site = RandomModules.SITES.get(random.nextInt(RandomModules.SITES.size()));
            sequence.add(new Occurrence(site, "e" + i));
        }
        sequence.add(new Occurrence(new Site.End(), "end"));
        return sequence;
    }

    private void compare(Module module, List<Occurrence> sequence, long seed, String what) {
        ChanceEvents chance = new ChanceEvents(seed);
        List<Event> events = sequence.stream().map(chance::event).toList();
        Run run = Machine.run(module, events);
        Terms terms = new Terms();
        Trace trace = new Executor(terms, ExecutionLimits.USUAL).run(module, sequence);
        if (what.contains(" walk\n") && !trace.coverage().gaps().isEmpty()) {
            // Paths of a loop over a map double with each update.
            cut++;
            return;
        }
        assertThat(trace.coverage().gaps()).as(what).isEmpty();
        Map<String, BigInteger> symbols = new LinkedHashMap<>();
        terms.symbolsFrom("").forEach((name, term) -> symbols.put(name, chance.symbol(name, term.sort())));
        Evaluator evaluator = new Evaluator(new Model(symbols, chance.calls()));

        List<Observation> seen = trace.observations().stream()
                .filter(observation -> evaluator.holds(observation.guard()))
                .toList();
        assertThat(seen.stream().map(EvaluatorAgreementTest::kind).toList())
                .as(what)
                .isEqualTo(run.outputs().stream().map(EvaluatorAgreementTest::kind).toList());
        for (int i = 0; i < seen.size(); i++) {
            output(seen.get(i), run.outputs().get(i), terms, evaluator, what);
            shown++;
        }
        run.maps().forEach((map, rows) -> map(state(trace, map), map, rows, terms, evaluator, what));
        trace.obligations().forEach(each -> assertThat(each).isNotNull());
    }

    private static MapState state(Trace trace, MapDecl map) {
        MapState state = trace.maps().get(map.name());
        if (state == null) {
            throw new AssertionError("no map " + map.name());
        }
        return state;
    }

    private static String kind(Observation observation) {
        return switch (observation) {
            case Observation.Row(int step, _, var by, _) -> step + " row " + by.getFirst().form();
            case Observation.Shown(int step, _, var by, _) -> step + " map " + by.map();
            case Observation.Decided(int step, _, _, _) -> step + " verdict";
            case Observation.Ended(int step, _, _) -> step + " end";
        };
    }

    private static String kind(Output output) {
        return switch (output) {
            case Output.Emitted(int step, var by, _) -> step + " row " + by.form();
            case Output.Shown(int step, var by, _, _) -> step + " map " + by.map();
            case Output.Decided(int step, _) -> step + " verdict";
            case Output.Ended(int step) -> step + " end";
        };
    }

    private void output(Observation seen, Output output, Terms terms, Evaluator evaluator, String what) {
        if (seen instanceof Observation.Row row && output instanceof Output.Emitted emitted) {
            assertThat(row.values().stream().map(evaluator::value).toList())
                    .as(what)
                    .isEqualTo(emitted.values().stream()
                            .map(ChanceEvents::entryBits)
                            .toList());
        }
        if (seen instanceof Observation.Decided one && output instanceof Output.Decided other) {
            assertThat(evaluator.value(one.verdict())).as(what).isEqualTo(ChanceEvents.entryBits(other.verdict()));
        }
        if (seen instanceof Observation.Shown one && output instanceof Output.Shown other) {
            map(one.state(), other.map(), other.rows(), terms, evaluator, what);
        }
    }

    /// Every key that was ever written is there with the same value, or not there, on both sides.
    private void map(
            MapState state, MapDecl map, List<Output.Row> rows, Terms terms, Evaluator evaluator, String what) {
        Map<List<BigInteger>, Entry> ours = new LinkedHashMap<>();
        rows.forEach(row ->
                ours.put(row.keys().stream().map(ChanceEvents::entryBits).toList(), row.entry()));
        MapReader reader = new MapReader(terms);
        Set<List<BigInteger>> present = new LinkedHashSet<>();
        for (MapEvent event : state.log()) {
            if (!(event instanceof MapEvent.Put put) || !evaluator.holds(reader.present(state, put.keys()))) {
                continue;
            }
            List<BigInteger> key = put.keys().stream().map(evaluator::value).toList();
            Entry entry = ours.get(key);
            if (!present.add(key) || entry == null) {
                continue;
            }
            entries++;
            entry(state, map, put.keys(), entry, reader, terms, evaluator, what);
        }
        assertThat(present).as("keys of %s, %s", map.name(), what).isEqualTo(ours.keySet());
    }

    private static void entry(
            MapState state,
            MapDecl map,
            List<Term> keys,
            Entry entry,
            MapReader reader,
            Terms terms,
            Evaluator evaluator,
            String what) {
        BigInteger value = evaluator.value(reader.read(state, keys, MapReader.Part.VALUE));
        switch (entry) {
            case Entry.Plain(Value plain) ->
                assertThat(value).as("%s, %s", map.name(), what).isEqualTo(ChanceEvents.entryBits(plain));
            case Entry.Tally(long count, long sum) -> {
                BigInteger counted = evaluator.value(reader.read(state, keys, MapReader.Part.COUNT));
                assertThat(counted).as(what).isEqualTo(BigInteger.valueOf(count));
                assertThat(value).as(what).isEqualTo(ChanceEvents.entryBits(new Value.Int(sum)));
            }
            case Entry.Buckets(var counts) -> {
                for (int bucket = 0; bucket < 66; bucket++) {
                    Term count = reader.bucketCount(state, keys, terms.number(bucket, 64));
                    assertThat(evaluator.value(count).longValue())
                            .as("%s bucket %s, %s", map.name(), bucket, what)
                            .isEqualTo(counts.getOrDefault(bucket, 0L));
                }
            }
        }
    }
}
