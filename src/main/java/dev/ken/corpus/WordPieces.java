package dev.ken.corpus;

import dev.ken.wire.Json;
import dev.ken.wire.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Texts as numbers of word pieces, as BERT's uncased models are fed (Devlin et al., NAACL 2019): lower case without
/// accents, split at spaces and punctuation, each word as the longest pieces that the vocabulary has, from the left.
public final class WordPieces {
    /// Most pieces of a text; the rest is cut. The model was trained with 128 (`tokenizer.json`).
    static final int MOST_PIECES = 128;

    private static final int MOST_BYTES = 4 << 20;
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_TEXT = 2_000;

    private final Map<String, Integer> numbers;
    private final int begin;
    private final int end;
    private final int unknown;

    /// With that vocabulary: pieces, those within words with `##` in front, and their numbers.
    public WordPieces(Map<String, Integer> numbers) {
        this.numbers = Map.copyOf(numbers);
        this.begin = number("[CLS]");
        this.end = number("[SEP]");
        this.unknown = number("[UNK]");
    }

    /// The vocabulary of a `tokenizer.json` (member `model.vocab`).
    static WordPieces read(InputStream json) {
        try {
            String text = new String(json.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            Json.Obj vocabulary = JsonReader.read(text)
                    .json()
                    .flatMap(Json::asObject)
                    .flatMap(all -> all.get("model"))
                    .flatMap(Json::asObject)
                    .flatMap(model -> model.get("vocab"))
                    .flatMap(Json::asObject)
                    .orElseThrow(() -> new IllegalStateException("a tokenizer without model.vocab"));
            Map<String, Integer> numbers = new HashMap<>();
            for (Json.Member member : vocabulary.members()) {
                member.value().asNumber().ifPresent(number -> numbers.put(member.name(), number.intValueExact()));
            }
            return new WordPieces(numbers);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The pieces between the marks of begin and end.
    public long[] of(String text) {
        List<Integer> pieces = new ArrayList<>();
        pieces.add(begin);
        for (String word : words(text)) {
            pieces.addAll(pieces(word));
        }
        List<Integer> cut = pieces.subList(0, Math.min(pieces.size(), MOST_PIECES - 1));
        cut.add(end);
        return cut.stream().mapToLong(Integer::longValue).toArray();
    }

    private List<Integer> pieces(String word) {
        if (word.length() > LONGEST_WORD) {
            return List.of(unknown);
        }
        List<Integer> pieces = new ArrayList<>();
        int from = 0;
        while (from < word.length()) {
            int to = word.length();
            String prefix = from == 0 ? "" : "##";
            while (to > from && !numbers.containsKey(prefix + word.substring(from, to))) {
                to--;
            }
            if (to == from) {
                return List.of(unknown);
            }
            pieces.add(number(prefix + word.substring(from, to)));
            from = to;
        }
        return pieces;
    }

    private static List<String> words(String text) {
        String plain = Normalizer.normalize(
                text.substring(0, Math.min(LONGEST_TEXT, text.length())).toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> {
                    boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
                    boolean alone = !space && (isPunctuation(c) || Character.isIdeographic(c));
                    if ((space || alone) && !word.isEmpty()) {
                        words.add(word.toString());
                        word.setLength(0);
                    }
                    if (alone) {
                        words.add(Character.toString(c));
                    } else if (!space && !Character.isISOControl(c)) {
                        word.appendCodePoint(c);
                    }
                });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /// BERT counts all signs of ASCII, also those that Unicode calls symbols.
    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private int number(String piece) {
        Integer number = numbers.get(piece);
        if (number == null) {
            throw new IllegalStateException("the vocabulary lacks " + piece);
        }
        return number;
    }
}
