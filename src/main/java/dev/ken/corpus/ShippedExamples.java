package dev.ken.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The examples of `shipped.examples`: a request after `> `, its intent in the lines below. Their programs are
/// rendered where they are needed, for the machine at hand.
final class ShippedExamples {
    private ShippedExamples() {}

    static List<Example> all() {
        return Holder.ALL;
    }

    private static final class Holder {
        private static final List<Example> ALL = parse(read());
    }

    private static String read() {
        try (InputStream in = ShippedExamples.class.getResourceAsStream("shipped.examples")) {
            if (in == null) {
                throw new IllegalStateException("missing resource shipped.examples");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Example> parse(String text) {
        List<Example> all = new ArrayList<>();
        for (String block : ("\n" + text).split("\n> ")) {
            int end = block.indexOf('\n');
            if (end > 0 && !block.startsWith("#") && !block.startsWith("\n")) {
                all.add(new Example(
                        "shipped-" + (all.size() + 1),
                        block.substring(0, end).strip(),
                        block.substring(end + 1).strip(),
                        Optional.empty(),
                        "bpftrace",
                        List.of("shipped")));
            }
        }
        return List.copyOf(all);
    }
}
