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
    private static final int FACTOR = 31;
    /// A place in the index where no line is.
    private static final int FREE = -1;

    private final byte[] text;
    /// Where lines begin, by the hash of their keys; found when the first key is looked up.
    private final Lazy<int[]> index;

    /// Lines among other bytes.
    ///
    /// @param from where the first begins
    /// @param to   where the last ends, behind its line feed
    public SortedLines(byte[] text, int from, int to) {
        this.text = text;
        this.index = new Lazy<>(() -> index(text, from, to));
    }

    /// A table of open addresses, at most half of it taken.
    private static int[] index(byte[] text, int from, int to) {
        int[] starts = starts(text, from, to);
        int[] index = new int[2 * Integer.highestOneBit(Math.max(starts.length, 1)) * 2];
        Arrays.fill(index, FREE);
        for (int start : starts) {
            int hash = 0;
            for (int at = start; text[at] != TAB; at++) {
                hash = FACTOR * hash + text[at];
            }
            int place = place(hash, index);
            while (index[place] != FREE) {
                place = (place + 1) & (index.length - 1);
            }
            index[place] = start;
        }
        return index;
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

    private static int place(int hash, int[] index) {
        return (hash ^ hash >>> Short.SIZE) & (index.length - 1);
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
        int hash = 0;
        for (byte one : wanted) {
            hash = FACTOR * hash + one;
        }
        int[] lines = index.get();
        int place = place(hash, lines);
        while (lines[place] != FREE) {
            if (isAt(lines[place], wanted)) {
                return Optional.of(valueFrom(lines[place] + wanted.length + 1));
            }
            place = (place + 1) & (lines.length - 1);
        }
        return Optional.empty();
    }

    private boolean isAt(int start, byte[] wanted) {
        int tab = start + wanted.length;
        return tab < text.length && text[tab] == TAB && Arrays.equals(text, start, tab, wanted, 0, wanted.length);
    }

    private String valueFrom(int start) {
        int end = start;
        while (text[end] != LINE_FEED) {
            end++;
        }
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }
}
