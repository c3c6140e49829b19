package dev.ken.comprehension.hunch;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds which pieces of labelled requests ask for which part of their meaning: the words that go with each kind and
/// measure in requests of one part tell it, and the values that the parts have.
final class PieceTraining {
    private static final int MOST_PARTS = 5;
    private static final int MOST_TURNED = 3;
    private static final double PRIOR = 3;
    private static final double LEAST = -1.5;
    private static final double MOST = 4;
    private static final double OF_A_MEASURE = 1;
    private static final double OF_A_VALUE = 1.5;
    /// Each thing that begins within a sentence, or with one, is likelier to.
    private static final double OPENS = 0.5;
    /// Most requests ask for their parts in the order of their meaning.
    private static final double IN_ORDER = 1.5;
    /// How much the words of a piece say at most for or against something beginning with it.
    private static final double MOST_OPENING = 3;
    private static final String ANY = " any";
    private static final Set<String> EVERYTHING = Set.of("both", "all", "everyth", "everywher");

    private final Map<String, Map<String, Integer>> counts = new HashMap<>();
    private final Map<String, Integer> totals = new HashMap<>();
    private final Map<String, Integer> words = new HashMap<>();
    private final Map<String, Integer> opening = new HashMap<>();
    private final Map<String, Integer> going = new HashMap<>();
    private final KindFacts facts;
    private final Map<String, Integer> numbers;
    private int requests;

    PieceTraining(KindFacts facts, Map<String, Integer> numbers) {
        this.facts = facts;
        this.numbers = numbers;
    }

    /// What the pieces of a request do, and its parts in the order in which it asks for them.
    record Told(Pieces pieces, List<String> labels, List<Part> parts) {}

    /// Counts the words of a request of one part.
    void count(Heard heard, Slots slots) {
        requests++;
        Set<String> distinct = new HashSet<>(heard.words());
        distinct.forEach(word -> words.merge(word, 1, Integer::sum));
        for (String label : List.of("kind " + slots.kind(), "measure " + slots.measure())) {
            totals.merge(label, 1, Integer::sum);
            Map<String, Integer> seen = counts.computeIfAbsent(label, _ -> new HashMap<>());
            distinct.forEach(word -> seen.merge(word, 1, Integer::sum));
        }
    }

    /// Counts in which words pieces begin something, to find it more surely another time.
    void count(Told told) {
        for (int piece = 0; piece < told.labels().size(); piece++) {
            Map<String, Integer> seen = told.labels().get(piece).equals(Pieces.NEW) ? opening : going;
            new HashSet<>(told.pieces().words(piece)).forEach(word -> seen.merge(word, 1, Integer::sum));
            seen.merge(ANY, 1, Integer::sum);
        }
    }

    /// How much the words of a piece speak for something beginning with it.
    private double opening(Pieces pieces, int piece) {
        double always = Math.log((opening.getOrDefault(ANY, 0) + 1.0) / (going.getOrDefault(ANY, 0) + 1.0));
        double sum = 0;
        for (String word : new HashSet<>(pieces.words(piece))) {
            double begins = opening.getOrDefault(word, 0) + PRIOR * Math.exp(always);
            double goes = going.getOrDefault(word, 0) + PRIOR;
            sum += Math.log(begins / goes) - always;
        }
        return Math.max(-MOST_OPENING, Math.min(MOST_OPENING, sum));
    }

    private double speaks(String word, String label) {
        double share = (words.getOrDefault(word, 0) + 1.0) / (requests + 1.0);
        int seen = counts.getOrDefault(label, Map.of()).getOrDefault(word, 0);
        double among = (seen + PRIOR * share) / (totals.getOrDefault(label, 0) + PRIOR);
        return Math.max(LEAST, Math.min(MOST, Math.log(among / share)));
    }

    private double score(Pieces pieces, int piece, Part part, Optional<Long> duration) {
        double score = 0;
        for (String word : new HashSet<>(pieces.words(piece))) {
            score += speaks(word, "kind " + facts.template(part.event()));
            score += OF_A_MEASURE * speaks(word, "measure " + Slots.measure(part.what()));
        }
        return score + OF_A_VALUE * values(pieces, piece, part, duration);
    }

    private long values(Pieces pieces, int piece, Part part, Optional<Long> duration) {
        Alignment alignment = new Alignment(part, duration, numbers);
        List<Atom> atoms = new ArrayList<>(Atom.of(part.where()));
        return mentions(pieces, piece).stream()
                .filter(mention -> {
                    Role role = alignment.role(mention, atoms);
                    return !role.equals(Role.NONE) && !role.name().equals(Role.FOR);
                })
                .count();
    }

    private static List<Mention> mentions(Pieces pieces, int piece) {
        return pieces.heard().mentions().stream()
                .filter(mention -> mention.place() >= pieces.all().get(piece).from()
                        && mention.place() < pieces.all().get(piece).to())
                .toList();
    }

    /// The likeliest way in which the pieces ask for the parts; empty where there are too few pieces.
    Optional<Told> told(Heard heard, Intent intent) {
        Pieces pieces = Pieces.of(heard);
        int most = Math.min(pieces.all().size(), MOST_PARTS);
        if (intent.parts().size() > most || pieces.all().isEmpty()) {
            return Optional.empty();
        }
        double best = Double.NEGATIVE_INFINITY;
        Optional<Told> found = Optional.empty();
        for (List<Part> parts : orders(intent.parts())) {
            double[][] scores = new double[parts.size()][pieces.all().size()];
            for (int part = 0; part < parts.size(); part++) {
                for (int piece = 0; piece < scores[part].length; piece++) {
                    scores[part][piece] = score(pieces, piece, parts.get(part), intent.durationNanos());
                }
            }
            Path path = path(pieces, scores);
            double score = path.score() + (parts.equals(intent.parts()) ? IN_ORDER : 0);
            if (score > best) {
                best = score;
                found = Optional.of(new Told(pieces, labels(pieces, path.starts(), parts, intent), parts));
            }
        }
        return found;
    }

    private record Path(double score, List<Integer> starts) {}

    private static final Path NONE = new Path(Double.NEGATIVE_INFINITY, List.of());

    /// Where each part begins, so that the pieces speak for the parts that they are given to.
    private Path path(Pieces pieces, double[][] scores) {
        List<Path> open = new ArrayList<>(Collections.nCopies(scores.length, NONE));
        Path start = new Path(0, List.of());
        for (int piece = 0; piece < pieces.all().size(); piece++) {
            double opens = (pieces.opens(piece) ? OPENS : 0) + opening(pieces, piece);
            double told = 0;
            for (int part = scores.length - 1; part >= 0; part--) {
                told = Math.max(told, scores[part][piece]);
                Path before = part == 0 ? start : open.get(part - 1);
                double own = scores[part][piece];
                Path longer =
                        new Path(open.get(part).score() + own, open.get(part).starts());
                Path fresh = new Path(before.score() + own + opens, with(before.starts(), piece));
                open.set(part, fresh.score() > longer.score() ? fresh : longer);
            }
            start = new Path(start.score() + told, List.of());
        }
        return open.getLast();
    }

    private static List<Integer> with(List<Integer> starts, int piece) {
        List<Integer> more = new ArrayList<>(starts);
        more.add(piece);
        return List.copyOf(more);
    }

    private static List<List<Part>> orders(List<Part> parts) {
        if (parts.size() > MOST_TURNED || parts.size() < 2) {
            return List.of(parts);
        }
        List<List<Part>> all = new ArrayList<>();
        for (int first = 0; first < parts.size(); first++) {
            Part one = parts.get(first);
            List<Part> rest = new ArrayList<>(parts);
            rest.remove(first);
            orders(rest).forEach(order -> {
                List<Part> whole = new ArrayList<>(List.of(one));
                whole.addAll(order);
                all.add(whole);
            });
        }
        return all;
    }

    private List<String> labels(Pieces pieces, List<Integer> starts, List<Part> parts, Intent intent) {
        List<String> labels = new ArrayList<>();
        boolean everything = false;
        for (int piece = 0; piece < pieces.all().size(); piece++) {
            everything = pieces.opens(piece) ? isOfAll(pieces, piece, parts, intent) : everything;
            boolean before = starts.isEmpty() || piece < starts.getFirst();
            everything &= !starts.contains(piece);
            labels.add(starts.contains(piece) ? Pieces.NEW : before || everything ? Pieces.ALL : Pieces.MORE);
        }
        return labels;
    }

    /// Whether the sentence that begins with a piece says something of all parts.
    private boolean isOfAll(Pieces pieces, int piece, List<Part> parts, Intent intent) {
        int end = IntStream.range(piece + 1, pieces.all().size())
                .filter(pieces::opens)
                .findFirst()
                .orElse(pieces.all().size());
        List<Integer> range = IntStream.range(piece, end).boxed().toList();
        boolean said = range.stream().anyMatch(one -> pieces.words(one).stream().anyMatch(EVERYTHING::contains));
        boolean lasts = range.stream()
                .flatMap(one -> mentions(pieces, one).stream())
                .anyMatch(mention -> mention.isTime() && mention.nanos().equals(intent.durationNanos()));
        boolean shared = parts.size() > 1
                && parts.stream()
                        .allMatch(part ->
                                range.stream().anyMatch(one -> values(pieces, one, part, intent.durationNanos()) > 0));
        return said || lasts || shared;
    }
}
