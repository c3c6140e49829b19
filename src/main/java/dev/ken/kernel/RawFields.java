package dev.ken.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Which members behind the arguments of raw tracepoints are fields of the tracepoints of the same name. Source:
/// `raw-tracepoints.fields`.
final class RawFields {
    private static final int WORDS = 4;
    private static final String ITSELF = "-";
    private static final String SWAPPED = "swapped";
    private static final List<Row> ALL = read();

    private RawFields() {}

    /// In `tracepoint`, `argument->member` is what `field` holds, or `argument` itself.
    record Row(String tracepoint, String argument, String member, String field) {
        boolean isArgument() {
            return member.equals(ITSELF);
        }

        /// Whether the field is part of what tells the object apart that the argument points to.
        boolean isIdentity() {
            return member.equals("identity");
        }

        /// The member that holds the field in the order of the network, as `STRUCTURE:MEMBER` where the argument points
        /// to the beginning of that.
        Optional<String> swapped() {
            return member.startsWith(SWAPPED) ? Optional.of(member.substring(SWAPPED.length() + 1)) : Optional.empty();
        }

        /// Whether the argument is the task that the tracepoint fires in.
        boolean isCurrent() {
            return isArgument() && field.equals("current");
        }
    }

    static List<Row> of(String tracepoint) {
        return ALL.stream().filter(row -> row.tracepoint().equals(tracepoint)).toList();
    }

    private static List<Row> read() {
        try (InputStream in = RawFields.class.getResourceAsStream("raw-tracepoints.fields")) {
            if (in == null) {
                throw new IllegalStateException("raw-tracepoints.fields is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return lines.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.strip().split(" "))
                    .map(RawFields::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String[] words) {
        if (words.length == WORDS + 1 && words[2].equals(SWAPPED)) {
            return new Row(words[0], words[1], words[2] + " " + words[3], words[4]);
        }
        if (words.length != WORDS) {
            throw new IllegalStateException("raw-tracepoints.fields: not four words: " + String.join(" ", words));
        }
        return new Row(words[0], words[1], words[2], words[3]);
    }
}
