package dev.ken.comprehension.impression;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Lines `KEY<tab>VALUE` in the order of the bytes of their keys, looked up where they lie: a table of
/// megabytes is ready as soon as it is read.
///
/// @param text the bytes that the lines are among
/// @param from where the first begins
/// @param to   where the last ends, behind its line feed
public record SortedLines(byte[] text, int from, int to) {
    private static final byte TAB = '\t';
    private static final byte LINE_FEED = '\n';

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
        int low = from;
        int high = to;
        while (low < high) {
            int start = start(low + (high - low) / 2, low);
            int tab = next(TAB, start);
            int end = next(LINE_FEED, tab);
            int compared = Arrays.compareUnsigned(text, start, tab, wanted, 0, wanted.length);
            if (compared == 0) {
                return Optional.of(new String(text, tab + 1, end - tab - 1, StandardCharsets.UTF_8));
            }
            if (compared < 0) {
                low = end + 1;
            } else {
                high = start;
            }
        }
        return Optional.empty();
    }

    /// Where the line that a byte is in begins.
    private int start(int at, int least) {
        int start = at;
        while (start > least && text[start - 1] != LINE_FEED) {
            start--;
        }
        return start;
    }

    private int next(byte wanted, int at) {
        int next = at;
        while (text[next] != wanted) {
            next++;
        }
        return next;
    }
}
