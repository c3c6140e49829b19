package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A request put together from event kinds of the catalog and the pieces of
/// `src/test/resources/requests/composed/templates`, with the intent that it means.
record Composed(String request, Intent intent) {
    /// @param applies what the event kind must have
    /// @param words   what is said, empty for nothing
    /// @param clause  what it means, empty for nothing
    private record Piece(String applies, String words, String clause) {
        boolean fits(EventKind kind) {
            return switch (applies) {
                case "all" -> true;
                case "span" -> kind.isSpan();
                case "size" -> !sizes(kind).isEmpty();
                case "error" -> kind.attribute("error").isPresent();
                default -> throw new IllegalArgumentException("unknown condition " + applies);
            };
        }
    }

    private static final int ONE_LIST_IN = 5;
    private static final int ONE_ORDER_IN = 3;
    private static final int ONE_TOP_IN = 5;

    /// The same requests for the same seed, kinds and pieces.
    static List<Composed> some(int number, long seed, List<EventKind> kinds, Path templates) throws IOException {
        Map<String, List<Piece>> table = table(Files.readAllLines(templates));
        Random random = new Random(seed);
        List<Composed> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(one(kinds.get(random.nextInt(kinds.size())), table, random));
        }
        return all;
    }

    private static Map<String, List<Piece>> table(List<String> lines) {
        Map<String, List<Piece>> table = new LinkedHashMap<>();
        List<Piece> section = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("[")) {
                section = new ArrayList<>();
                table.put(line.substring(1, line.indexOf(']')), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] cells = line.split("\\|", -1);
                section.add(new Piece(cells[0].strip(), said(cells[1]), said(cells[2])));
            }
        }
        return table;
    }

    private static String said(String cell) {
        return cell.strip().equals("-") ? "" : cell.strip();
    }

    private static Composed one(EventKind kind, Map<String, List<Piece>> table, Random random) {
        boolean list = random.nextInt(ONE_LIST_IN) == 0;
        Piece head = filled(pick(table, list ? "list" : "measure", kind, random), kind, table, random);
        Piece filter = pick(table, "filter", kind, random);
        Piece narrow = pick(table, "narrow", kind, random);
        List<Piece> tails = new ArrayList<>(List.of(filter, pick(table, "end", kind, random)));
        if (!list) {
            Piece group = pick(table, "group", kind, random);
            tails.add(group);
            tails.add(pick(table, "period", kind, random));
            if (!group.words().isEmpty() && random.nextInt(ONE_TOP_IN) == 0) {
                tails.add(new Piece("all", "top 5", "top 5"));
            }
        }
        if (random.nextInt(ONE_ORDER_IN) == 0) {
            Collections.shuffle(tails, random);
        }
        List<String> words = new ArrayList<>(List.of(head.words(), narrow.words()));
        List<String> clauses = new ArrayList<>(List.of(head.clause()));
        List<String> where = new ArrayList<>(List.of(narrow.clause(), filter.clause()));
        where.removeIf(String::isEmpty);
        if (!where.isEmpty()) {
            clauses.add("where " + String.join(" and ", where));
        }
        for (Piece tail : tails) {
            words.add(tail.words());
            if (tail != filter) {
                clauses.add(tail.clause());
            }
        }
        words.removeIf(String::isEmpty);
        return new Composed(String.join(" ", words), parsed(String.join("\n", clauses)));
    }

    private static Intent parsed(String text) {
        IntentText.Parsed parsed = IntentText.parse(new Source("composed", text));
        return parsed.intent()
                .orElseThrow(() -> new IllegalArgumentException(
                        text + "\n" + parsed.diagnostics().getFirst()));
    }

    private static Piece pick(Map<String, List<Piece>> table, String section, EventKind kind, Random random) {
        List<Piece> fitting = section(table, section).stream()
                .filter(piece -> piece.fits(kind))
                .toList();
        return fitting.get(random.nextInt(fitting.size()));
    }

    private static List<Piece> section(Map<String, List<Piece>> table, String name) {
        List<Piece> pieces = table.getOrDefault(name, List.of());
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("the table of templates has no section " + name);
        }
        return pieces;
    }

    private static List<Attribute> sizes(EventKind kind) {
        return kind.attributes().stream()
                .filter(attribute -> attribute.unit() == Unit.BYTES)
                .toList();
    }

    private static Piece filled(Piece piece, EventKind kind, Map<String, List<Piece>> table, Random random) {
        Map<String, String> values = new LinkedHashMap<>();
        Piece unit = pick(table, "unit", kind, random);
        values.put("{time}", unit.words());
        values.put("{unit}", unit.clause());
        values.put("{events}", kind.plural());
        values.put("{event}", kind.name());
        if (piece.applies().equals("size")) {
            Attribute size = sizes(kind).get(random.nextInt(sizes(kind).size()));
            values.put("{size}", bare(size));
            values.put("{attribute}", size.name());
        }
        List<Piece> columns = columns(kind, table, random);
        values.put("{columns}", enumerated(columns.stream().map(Piece::words).toList()));
        values.put(
                "{names}", String.join(", ", columns.stream().map(Piece::clause).toList()));
        String words = piece.words();
        String clause = piece.clause();
        for (Map.Entry<String, String> value : values.entrySet()) {
            words = words.replace(value.getKey(), value.getValue());
            clause = clause.replace(value.getKey(), value.getValue());
        }
        return new Piece(piece.applies(), words, clause);
    }

    private static List<Piece> columns(EventKind kind, Map<String, List<Piece>> table, Random random) {
        List<Piece> all = new ArrayList<>(section(table, "column"));
        all.removeIf(column -> random.nextBoolean());
        if (!kind.attributes().isEmpty()) {
            Attribute own =
                    kind.attributes().get(random.nextInt(kind.attributes().size()));
            if (!own.gloss().contains(",")) {
                all.add(new Piece("all", bare(own), own.name()));
            }
        }
        return all.isEmpty() ? List.of(section(table, "column").getFirst()) : all;
    }

    private static String bare(Attribute attribute) {
        return attribute.gloss().replaceFirst("^the ", "");
    }

    private static String enumerated(List<String> all) {
        return all.size() == 1
                ? all.getFirst()
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }
}
