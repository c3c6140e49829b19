package dev.ken.verify;

import dev.ken.ir.Stmt;
import dev.ken.logic.Term;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The words of lines that a program always writes in the same words.
record Headings(List<List<String>> lines) {
    Headings {
        lines = List.copyOf(lines);
    }

    static Headings of(List<Observation.Row> rows) {
        return new Headings(rows.stream().flatMap(Headings::readings).toList());
    }

    /// Of all lines without a value of anything that happened.
    static Headings of(Trace trace) {
        return of(trace.observations().stream()
                .filter(Observation.Row.class::isInstance)
                .map(Observation.Row.class::cast)
                .filter(row -> row.values().stream().allMatch(Term.Literal.class::isInstance))
                .toList());
    }

    /// The words of the first line that has one for each of so many values, or of one with so many `more` before them;
    /// empty where there is none.
    List<String> above(int values, int more) {
        return lines.stream()
                .filter(words -> words.size() == values || words.size() == values + more)
                .map(words -> words.subList(words.size() - values, words.size()))
                .findFirst()
                .orElse(List.of());
    }

    /// The words of a line: one by one, and as names of several words that wider gaps part.
    private static Stream<List<String>> readings(Observation.Row row) {
        List<String> words = new ArrayList<>();
        for (Term value : row.values()) {
            if (value instanceof Term.Literal literal && value.width() > Long.SIZE) {
                words.add(Values.text(literal.value(), value.width() / Byte.SIZE));
            }
        }
        if (!row.values().isEmpty()) {
            return Stream.of(words);
        }
        String line =
                String.join("", row.by().stream().map(Stmt.Emit::form).toList()).strip();
        // A unit in brackets belongs to the word before it.
        List<String> single = List.of(line.replaceAll("\\s+([(\\[])", "$1").split("\\s+"));
        List<String> several = List.of(line.split("\\s{2,}|\t"));
        return several.size() == single.size() ? Stream.of(single) : Stream.of(single, several);
    }
}
