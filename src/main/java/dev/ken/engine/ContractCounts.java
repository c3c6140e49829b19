package dev.ken.engine;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.Contract.Kind;
import dev.ken.contract.clause.Contract.Time;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.contract.known.Known;
import dev.ken.contract.known.Known.Provenance;
import dev.ken.contract.known.KnownContracts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// How many contracts are known of a kernel, and of how many clauses they are.
public final class ContractCounts {
    private ContractCounts() {}

    public record Row(String of, long contracts, long requires, long ensures) {}

    /// Those that somebody wrote, by what they are of, then those that are derived; takes seconds.
    public static List<Row> of(Facts facts) {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : List.of(Kind.HELPER, Kind.FUNCTION, Kind.SYSCALL, Kind.HOOK)) {
            rows.add(row(
                    "curated, of a " + kind.word(),
                    ContractLibrary.shipped().all().stream()
                            .filter(contract -> contract.subject().kind() == kind)));
        }
        KnownContracts known = new KnownContracts(facts.kernel());
        rows.add(
                row("derived, of a function", derived(facts.kernel().functions().names(), known::function)));
        rows.add(row(
                "derived, of a syscall",
                derived(List.copyOf(facts.kernel().syscalls().numbers().keySet()), known::syscall)));
        rows.add(row(
                "derived, of a tracepoint",
                derived(
                        facts.kernel().tracepoints().names().stream()
                                .map(name -> "tracepoint:" + name)
                                .toList(),
                        known::probe)));
        List<List<Known>> points = facts.catalog().curated().values().stream()
                .flatMap(kind -> kind.ways().stream().flatMap(List::stream).distinct())
                .map(known::point)
                .toList();
        rows.add(new Row(
                "of a point of the catalog",
                points.size(),
                points.stream().mapToLong(all -> clauses(all, Time.REQUIRES)).sum(),
                points.stream().mapToLong(all -> clauses(all, Time.ENSURES)).sum()));
        return rows;
    }

    private static Stream<Contract> derived(List<String> names, Function<String, List<Known>> find) {
        return names.stream()
                .flatMap(name -> find.apply(name).stream())
                .filter(one -> one.provenance() == Provenance.DERIVED)
                .map(Known::contract);
    }

    private static long clauses(List<Known> all, Time time) {
        return all.stream()
                .mapToLong(one -> one.contract().clauses(time).size())
                .sum();
    }

    private static Row row(String of, Stream<Contract> contracts) {
        List<Contract> all = contracts.toList();
        return new Row(
                of,
                all.size(),
                all.stream().mapToLong(c -> c.clauses(Time.REQUIRES).size()).sum(),
                all.stream().mapToLong(c -> c.clauses(Time.ENSURES).size()).sum());
    }
}
