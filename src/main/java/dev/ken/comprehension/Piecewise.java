package dev.ken.comprehension;

import dev.ken.comprehension.hunch.Hunches;
import dev.ken.comprehension.hunch.Hunches.Parting;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Lazy;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads a request for several things piece by piece: what asks for each of them is read as a request of its own, with
/// what holds for all.
///
/// @param alone what a request for one thing means
record Piecewise(
        Catalog catalog, KernelModel kernel, Lexicon lexicon, Lazy<Hunches> hunches, Function<String, Reading> alone) {
    /// So many of the likeliest ways to part it are tried.
    private static final int MOST_WAYS = 2;
    /// A way that surprises by more is not tried.
    private static final double MOST_NATS = 3;

    /// What was read of a piece.
    private record Piece(String text, Intent intent) {}

    /// What the likeliest ways to part it come to, where every piece is understood.
    List<Intent> of(String said) {
        Map<String, Reading> known = new LinkedHashMap<>();
        return hunches.get().partings(said).stream()
                .limit(MOST_WAYS)
                .filter(way -> way.nats() <= MOST_NATS)
                .flatMap(way -> together(way, known).stream())
                .map(intent -> hunches.get().shared(said, intent))
                .distinct()
                .toList();
    }

    /// Whether words say that something is told of the whole run.
    private boolean isWhole(String said) {
        Lexicon own = lexicon.copy();
        ExactNames names = new ExactNames(catalog, kernel, own);
        return new Scanner(Spelled.tokens(said, own), own, names).scan().whole;
    }

    /// What a way to part it comes to.
    private Optional<Intent> together(Parting way, Map<String, Reading> known) {
        List<Piece> pieces = new ArrayList<>();
        for (String text : way.texts()) {
            if (!(known.computeIfAbsent(text, alone) instanceof Reading.Understood(Intent intent))) {
                return Optional.empty();
            }
            pieces.add(new Piece(text, intent));
        }
        List<Part> parts = shownTogether(pieces);
        if (new HashSet<>(parts).size() < parts.size()) {
            return Optional.empty();
        }
        Optional<Long> duration = pieces.stream()
                .flatMap(piece -> piece.intent().durationNanos().stream())
                .findFirst();
        List<String> assumptions = pieces.stream()
                .flatMap(piece -> piece.intent().assumptions().stream())
                .distinct()
                .toList();
        return Optional.of(new Intent(parts, duration, assumptions));
    }

    /// Tables of one request are shown at the same times: how often is said of one and holds for all, unless it is
    /// what a number is of.
    private List<Part> shownTogether(List<Piece> pieces) {
        List<Long> periods = pieces.stream()
                .filter(piece -> !Pace.isSaid(piece.text()))
                .flatMap(piece -> piece.intent().parts().stream())
                .filter(part -> isTable(part) && !isRate(part))
                .flatMap(part -> part.periodNanos().stream())
                .distinct()
                .toList();
        return pieces.stream()
                .flatMap(piece -> piece.intent().parts().stream()
                        .map(part -> periods.size() == 1
                                        && isTable(part)
                                        && part.periodNanos().isEmpty()
                                        && !isWhole(piece.text())
                                ? part.every(periods.getFirst())
                                : part))
                .toList();
    }

    private static boolean isRate(Part part) {
        return part.what() instanceof What.Aggregate(Measure.Rate _, var _, var _);
    }

    private static boolean isTable(Part part) {
        return !(part.what() instanceof What.Report || part.what() instanceof What.Rule);
    }
}
