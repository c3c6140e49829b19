package dev.ken.comprehension.impression;

import dev.ken.kernel.Lazy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Lines `KEY<tab>VALUE` in the order of the bytes of their keys, looked up where they lie: a table of
/// megabytes is ready as soon as it is read. Serves several threads.
public final class SortedLines {
    private static final byte TAB = '\t';
    private static final byte LINE_FEED = '\n';
    /// Bytes of a usual line, at least.
    private static final int SHORT = 12;

    private final byte[] text;
    private final int to;
    /// Where lines begin, found when the first key is looked up.
    private final Lazy<int[]> starts;

    /// Lines among other bytes.
    ///
    /// @param from where the first begins
    /// @param to   where the last ends, behind its line feed
    public SortedLines(byte[] text, int from, int to) {
        this.text = text;
        this.to = to;
        this.starts = new Lazy<>(() -> starts(text, from, to));
    }

    private static int[] starts(byte[] text, int from, int to) {
        int[] starts = new int[(to - from) / SHORT + 1];
        int count = 0;
        for (int at = from; at < to; at++) {
            if (at == from || text[at - 1] == LINE_FEED) {
                starts = count == starts.length ? Arrays.copyOf(starts, 2 * count) : starts;
                starts[count++] = at;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    /// Keys in the order that lines have to be in.
    public static final Comparator<String> ORDER = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    /// Those lines.
    public static SortedLines of(List<String> lines) {
        byte[] text = lines.stream()
                .map(line -> line + "\n")
                .reduce("", String::concat)
                .getBytes(StandardCharsets.UTF_8);
        return new SortedLines(text, 0, text.length);
    }

    /// The value of a key.
    public Optional<String> value(String key) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        int[] begins = starts.get();
        int low = 0;
        int high = begins.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int start = begins[middle];
            int tab = tab(start);
            int compared = Arrays.compareUnsigned(text, start, tab, wanted, 0, wanted.length);
            if (compared == 0) {
                int end = (middle + 1 < begins.length ? begins[middle + 1] : to) - 1;
                return Optional.of(new String(text, tab + 1, end - tab - 1, StandardCharsets.UTF_8));
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Optional.empty();
    }

    private int tab(int start) {
        int tab = start;
        while (text[tab] != TAB) {
            tab++;
        }
        return tab;
    }
}
