package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.Hunches.Hunch;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Puts what each of several things may mean together to intents of several parts.
///
/// @param options of each thing, the likeliest first; each of one part
/// @param whole   how much it surprises that these are the things that are asked for
/// @param shared  what tells which conditions hold for all; empty where each has its own
record Together(List<List<Hunch>> options, Surprise whole, Optional<Shared> shared) {
    private static final int MOST = 6;
    /// So much does a right part surprise: things are not fewer because each surprises.
    private static final Surprise USUAL = Surprise.whole(-1);

    /// The likeliest first: that of the likeliest of each, and those in which one thing means the next.
    List<Hunch> likeliest() {
        if (options.stream().anyMatch(List::isEmpty)) {
            return List.of();
        }
        List<List<Hunch>> all = new ArrayList<>();
        List<Hunch> first = options.stream().map(List::getFirst).toList();
        all.add(first);
        for (int part = 0; part < options.size(); part++) {
            for (Hunch other : options.get(part).subList(1, options.get(part).size())) {
                List<Hunch> one = new ArrayList<>(first);
                one.set(part, other);
                all.add(one);
            }
        }
        return all.stream()
                .flatMap(one -> joined(one).stream())
                .sorted(Comparator.comparingDouble(Hunch::nats))
                .limit(MOST)
                .toList();
    }

    private Optional<Hunch> joined(List<Hunch> several) {
        List<Part> parts = new ArrayList<>();
        Optional<Long> duration = Optional.empty();
        Surprise sum = whole;
        for (Hunch one : several) {
            parts.addAll(one.intent().parts());
            duration = duration.or(one.intent()::durationNanos);
            sum = sum.and(one.surprise()).and(USUAL);
        }
        return new HashSet<>(parts).size() < parts.size()
                ? Optional.empty()
                : Optional.of(new Hunch(new Intent(held(shownTogether(parts)), duration, List.of()), sum));
    }

    private List<Part> held(List<Part> parts) {
        return shared.map(known -> known.onward(parts)).orElse(parts);
    }

    /// Tables of one request are shown at the same times: a period that is said of one holds for all.
    private static List<Part> shownTogether(List<Part> parts) {
        List<Long> periods = parts.stream()
                .filter(Together::isTable)
                .flatMap(part -> part.periodNanos().stream())
                .distinct()
                .toList();
        return periods.size() != 1
                ? parts
                : parts.stream()
                        .map(part -> isTable(part) ? part.every(periods.getFirst()) : part)
                        .toList();
    }

    private static boolean isTable(Part part) {
        return !(part.what() instanceof What.Report || part.what() instanceof What.Rule);
    }
}
