package dev.ken.comprehension.hunch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A request cut wherever another thing may begin to be asked for: behind sentences, at commas and at joining words.
///
/// @param heard what is cut
/// @param all   its pieces, each from the end of the one before
public record Pieces(Heard heard, List<Piece> all) {
    /// The piece begins to ask for a thing.
    static final String NEW = "new";
    /// It says more of the thing before it.
    static final String MORE = "more";
    /// It holds for all that is asked for, or for nothing.
    static final String ALL = "all";

    private static final Set<String> ENDS = Set.of(".", "?", "!", ";");
    private static final Set<String> JOINTS =
            Set.of(",", ":", "(", ")", "and", "plus", "then", "also", "besid", "along", "with");
    private static final int MOST_WORDS = 6;
    private static final int MOST_PLACES = 3;

    /// Words from one place up to another.
    public record Piece(int from, int to) {}

    public Pieces {
        all = List.copyOf(all);
    }

    /// The pieces of what was heard.
    static Pieces of(Heard heard) {
        List<Piece> all = new ArrayList<>();
        int from = 0;
        for (int i = 1; i < heard.words().size(); i++) {
            boolean joins = JOINTS.contains(heard.at(i)) && !JOINTS.contains(heard.at(i - 1));
            boolean begins = ENDS.contains(heard.at(i - 1)) && !ENDS.contains(heard.at(i));
            if (i > from && (begins || joins && !ENDS.contains(heard.at(i - 1)))) {
                all.add(new Piece(from, i));
                from = i;
            }
        }
        if (from < heard.words().size()) {
            all.add(new Piece(from, heard.words().size()));
        }
        return new Pieces(heard, all);
    }

    List<String> words(int piece) {
        return heard.words().subList(all.get(piece).from(), all.get(piece).to());
    }

    /// Whether a sentence begins with it.
    boolean opens(int piece) {
        return piece == 0 || ENDS.contains(heard.at(all.get(piece).from() - 1));
    }

    /// What tells whether a piece begins something, where it was said of the one before that it does `before`.
    Set<String> cues(int piece, String before) {
        List<String> words = words(piece);
        int from = all.get(piece).from();
        Set<String> cues = new TreeSet<>();
        boolean opens = opens(piece);
        String joint = opens ? heard.at(from - 1) : heard.at(from);
        cues.add("l " + before);
        cues.add("j " + joint + " " + before);
        cues.add("o " + opens);
        words.forEach(word -> cues.add("w " + word));
        words.forEach(word -> cues.add("ow " + opens + " " + word));
        for (int i = from; i < from + words.size() - 1; i++) {
            cues.add("p " + heard.at(i) + " " + heard.at(i + 1));
        }
        cues.add("1 " + heard.at(from));
        cues.add("12 " + heard.at(from) + " " + heard.at(from + 1));
        cues.add("2 " + heard.at(from + 1));
        cues.add("n " + Math.min(words.size(), MOST_WORDS));
        cues.add("at " + Math.min(piece, MOST_PLACES) + " " + (piece + 1 == all.size()) + " " + opens);
        cues.add("next " + (piece + 1 < all.size() ? heard.at(all.get(piece + 1).from()) : "$"));
        if (piece > 0) {
            cues.add("before " + heard.at(all.get(piece - 1).from()));
            cues.add("beforej " + heard.at(all.get(piece - 1).from()) + " " + heard.at(from + 1));
        }
        neighbours(piece, joint, cues);
        return cues;
    }

    /// What stands about a piece: the words on both sides of it, and whether they are said in the same way.
    private void neighbours(int piece, String joint, Set<String> cues) {
        if (piece > 0) {
            words(piece - 1).forEach(word -> cues.add("bw " + word));
            cues.add("like before " + alike(piece, piece - 1));
            cues.add("like before " + alike(piece, piece - 1) + " " + joint);
            cues.add("opens before " + opens(piece - 1) + " " + joint);
        }
        if (piece + 1 < all.size()) {
            words(piece + 1).forEach(word -> cues.add("nw " + word));
            cues.add("like next " + alike(piece, piece + 1));
        }
        int first = piece;
        while (!opens(first)) {
            first--;
        }
        boolean listed = IntStream.rangeClosed(first, piece)
                .anyMatch(one -> heard.at(all.get(one).from()).equals(":"));
        cues.add("listed " + listed + " " + joint);
        cues.add("sentence " + heard.at(all.get(first).from()) + " " + joint);
        cues.add("left " + Math.min(all.size() - piece, MOST_PLACES));
    }

    /// How many words two pieces have in common.
    private int alike(int piece, int other) {
        Set<String> words = new TreeSet<>(words(piece));
        words.retainAll(words(other));
        words.removeAll(JOINTS);
        return Math.min(words.size(), MOST_PLACES);
    }

    /// The words of a request that ask for each of the things, with those that hold for all.
    ///
    /// @param starts where each word begins in the request
    List<String> texts(List<String> labels, String request, List<Integer> starts) {
        List<String> spread = spread(labels);
        return IntStream.range(0, (int) spread.stream().filter(NEW::equals).count())
                .mapToObj(part -> text(spread, part, request, starts))
                .toList();
    }

    /// What begins with a word for all, behind the last thing, holds for all.
    private List<String> spread(List<String> labels) {
        List<String> spread = new ArrayList<>(labels);
        for (int piece = labels.lastIndexOf(NEW) + 1; piece < labels.size(); piece++) {
            if (isOfAll(piece)) {
                spread.subList(piece, labels.size()).replaceAll(_ -> ALL);
            }
        }
        return spread;
    }

    private boolean isOfAll(int piece) {
        boolean begins = !opens(piece) && OF_ALL.contains(heard.at(begin(all.get(piece))));
        List<String> words = words(piece);
        return begins
                || IntStream.range(1, words.size())
                        .anyMatch(i -> words.get(i - 1).equals("of") && OF_ALL.contains(words.get(i)));
    }

    private static final Set<String> OF_ALL = Set.of("both", "each", "all");

    private String text(List<String> labels, int part, String request, List<Integer> starts) {
        StringBuilder text = new StringBuilder();
        int end = 0;
        int at = -1;
        for (int piece = 0; piece < all.size(); piece++) {
            at += labels.get(piece).equals(NEW) ? 1 : 0;
            if (labels.get(piece).equals(ALL) || at == part) {
                boolean apart = text.isEmpty() || end < all.get(piece).from();
                int first = apart ? begin(all.get(piece)) : all.get(piece).from();
                if (apart && !text.isEmpty()) {
                    text.setLength(text.toString().stripTrailing().length());
                    text.append(isClosed(text) ? " " : between(end));
                }
                end = all.get(piece).to();
                int to = end < starts.size() ? starts.get(end) : request.length();
                text.append(request, starts.get(first), to);
            }
        }
        boolean open = text.lastIndexOf("(") > text.lastIndexOf(")");
        return text.append(open ? ")" : "").toString().strip();
    }

    private static boolean isClosed(StringBuilder text) {
        return ENDS.contains(text.substring(text.length() - 1));
    }

    /// What stands between a piece that ends there and one that does not follow it.
    private String between(int end) {
        return heard.at(end).equals(":") ? ": " : ", ";
    }

    /// Where a piece begins without what joins it.
    private int begin(Piece piece) {
        int first = piece.from();
        while (first + 1 < piece.to()
                && JOINTS.contains(heard.at(first))
                && !heard.at(first).equals("with")) {
            first++;
        }
        return first;
    }

    /// The request as it is heard for one of the things that are asked for: what belongs to others is outside of it.
    ///
    /// @param labels of the pieces
    /// @param part   which of the things, from 0
    Heard of(List<String> labels, int part) {
        List<String> words = new ArrayList<>();
        int at = -1;
        for (int piece = 0; piece < all.size(); piece++) {
            at += labels.get(piece).equals(NEW) ? 1 : 0;
            boolean outside = !labels.get(piece).equals(ALL) && at != part;
            words(piece).forEach(word -> words.add(outside ? Heard.ELSEWHERE + word : word));
        }
        return new Heard(words, heard.mentions());
    }
}
