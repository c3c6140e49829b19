package dev.ken.comprehension.hunch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// In which ways the pieces of a request may ask for several things.
record Several(Pieces pieces, Linear model) {
    /// The model that tells what each piece does.
    static final String MODEL = "piece";

    private static final int MOST_PIECES = 40;
    private static final int BEAM = 24;
    private static final int MOST_PARTS = 6;

    /// What each piece does, and how much that surprises, in nats.
    record Labelled(List<String> labels, double nats) {
        long parts() {
            return labels.stream().filter(Pieces.NEW::equals).count();
        }
    }

    /// The likeliest ways with two things or more.
    List<Labelled> likeliest(int most) {
        if (pieces.all().size() > MOST_PIECES) {
            return List.of();
        }
        List<Labelled> beam = List.of(new Labelled(List.of(), 0));
        for (int piece = 0; piece < pieces.all().size(); piece++) {
            List<Labelled> longer = new ArrayList<>();
            for (Labelled one : beam) {
                chances(piece, one.labels()).forEach((label, chance) -> {
                    List<String> labels = new ArrayList<>(one.labels());
                    labels.add(label);
                    longer.add(new Labelled(labels, one.nats() + Scored.nats(chance)));
                });
            }
            longer.removeIf(one -> one.parts() > MOST_PARTS);
            longer.sort(Comparator.comparingDouble(Labelled::nats));
            beam = longer.subList(0, Math.min(BEAM, longer.size()));
        }
        return together(beam).stream()
                .filter(one -> one.parts() > 1)
                .limit(most)
                .toList();
    }

    /// The likeliest of those with the same beginnings, as likely as all of these are together.
    private static List<Labelled> together(List<Labelled> all) {
        Map<List<Boolean>, Double> chances = new LinkedHashMap<>();
        Map<List<Boolean>, List<String>> labels = new LinkedHashMap<>();
        for (Labelled one : all) {
            List<Boolean> starts = one.labels().stream().map(Pieces.NEW::equals).toList();
            chances.merge(starts, Math.exp(-one.nats()), Double::sum);
            labels.putIfAbsent(starts, one.labels());
        }
        return labels.entrySet().stream()
                .map(entry -> new Labelled(entry.getValue(), Scored.nats(chances.getOrDefault(entry.getKey(), 0.0))))
                .sorted(Comparator.comparingDouble(Labelled::nats))
                .toList();
    }

    private Map<String, Double> chances(int piece, List<String> before) {
        String last = before.isEmpty() ? "^" : before.getLast();
        double[] all = model.chances(pieces.cues(piece, last));
        Map<String, Double> chances = new TreeMap<>();
        for (int i = 0; i < all.length; i++) {
            String label = model.classes().get(i);
            if (!label.equals(Pieces.MORE) || before.contains(Pieces.NEW)) {
                chances.put(label, all[i]);
            }
        }
        return chances;
    }
}
