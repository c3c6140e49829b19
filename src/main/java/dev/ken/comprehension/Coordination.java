package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Says in full what two things share: "creation and deletion of files" are creation of files and deletion of
/// files, "minor and major page faults" are minor page faults and major page faults, "huge page faults and
/// splits" are huge page faults and huge page splits. Only where the catalog has a phrase for either.
final class Coordination {
    private static final Set<String> JOINTS =
            Set.of("and", "or", "versus", "vs", "to", "against", "&", "till", "until");
    private static final int LONGEST = 4;

    private final Lexicon lexicon;

    Coordination(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /// The same with what is left out put in.
    List<Token> completed(List<Token> tokens) {
        List<Token> out = listed(tokens);
        for (int at = out.size() - 2; at > 0; at--) {
            if (out.get(at).kind() == Kind.WORD && JOINTS.contains(text(out.get(at)))) {
                out = completed(out, at);
            }
        }
        return List.copyOf(out);
    }

    /// "ext4 reads, writes and fsyncs": what stands before the first is said of all.
    private List<Token> listed(List<Token> tokens) {
        List<Token> out = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            int end = at + 3 < tokens.size() && lexicon.phraseAt(tokens, at) == 2 ? endOfList(tokens, at) : at;
            for (int place = at; place < Math.max(end, at + 1); place++) {
                boolean item = place > at + 2 && !isBetween(tokens.get(place));
                out.addAll(item ? List.of(tokens.get(at)) : List.of());
                out.add(tokens.get(place));
            }
            at = Math.max(end, at + 1);
        }
        return out;
    }

    /// Where the list ends whose first entry is at `at`; `at` where there is none of three entries or more.
    private int endOfList(List<Token> tokens, int at) {
        int place = at + 2;
        int entries = 1;
        boolean joined = false;
        while (!joined && place + 1 < tokens.size() && isBetween(tokens.get(place))) {
            joined = tokens.get(place).kind() == Kind.WORD;
            boolean both = !joined && isBetween(tokens.get(place + 1));
            joined |= both;
            place += both ? 2 : 1;
            boolean known = place < tokens.size()
                    && tokens.get(place).kind() == Kind.WORD
                    && lexicon.phraseAt(tokens, place) == 1
                    && lexicon.phraseAt(List.of(tokens.get(at), tokens.get(place)), 0) == 2;
            if (!known) {
                return at;
            }
            place++;
            entries++;
        }
        return joined && entries > 2 ? place : at;
    }

    private static boolean isBetween(Token token) {
        return token.kind() == Kind.COMMA
                || token.kind() == Kind.WORD && Set.of("and", "or").contains(text(token));
    }

    private List<Token> completed(List<Token> tokens, int at) {
        boolean words =
                tokens.get(at - 1).kind() == Kind.WORD && tokens.get(at + 1).kind() == Kind.WORD;
        if (!words || lexicon.isAmbient(tokens, at - 1) || lexicon.isAmbient(tokens, at + 1)) {
            return tokens;
        }
        boolean lists = Set.of("and", "or", "&").contains(text(tokens.get(at)));
        if (at + 2 < tokens.size() && Set.of("syscall", "syscalls").contains(text(tokens.get(at + 2)))) {
            // "read and write syscalls"
            List<Token> out = new ArrayList<>(tokens);
            out.add(at, tokens.get(at + 2));
            return out;
        }
        List<Token> found = ofBoth(tokens, at);
        found = found == tokens ? behindBoth(tokens, at) : found;
        return found == tokens && lists ? beforeBoth(tokens, at) : found;
    }

    /// "creation and deletion of files"
    private List<Token> ofBoth(List<Token> tokens, int at) {
        for (int end = Math.min(tokens.size(), at + 3 + LONGEST); end > at + 3; end--) {
            boolean of = Set.of("of", "from").contains(text(tokens.get(at + 2)));
            List<Token> rest = of ? tokens.subList(at + 2, end) : List.of();
            if (of && isPhrase(tokens.get(at - 1), rest) && isPhrase(tokens.get(at + 1), rest)) {
                List<Token> out = new ArrayList<>(tokens);
                out.addAll(at, rest);
                return out;
            }
        }
        return tokens;
    }

    /// "minor and major page faults"
    private List<Token> behindBoth(List<Token> tokens, int at) {
        int reach = lexicon.phraseAt(tokens, at + 1);
        if (reach < 2 || lexicon.phraseAt(tokens, at - 1) > 1) {
            return tokens;
        }
        List<Token> rest = tokens.subList(at + 2, at + 1 + reach);
        if (!isPhrase(tokens.get(at - 1), rest)) {
            return tokens;
        }
        List<Token> out = new ArrayList<>(tokens);
        out.addAll(at, rest);
        return out;
    }

    /// "huge page faults and splits"
    private List<Token> beforeBoth(List<Token> tokens, int at) {
        if (lexicon.phraseAt(tokens, at + 1) > 1) {
            return tokens;
        }
        for (int from = Math.max(0, at - LONGEST); from < at - 1; from++) {
            if (lexicon.phraseAt(tokens, from) != at - from) {
                continue;
            }
            List<Token> other = new ArrayList<>(tokens.subList(from, at - 1));
            other.add(tokens.get(at + 1));
            if (lexicon.phraseAt(other, 0) == other.size()) {
                List<Token> out = new ArrayList<>(tokens);
                out.addAll(at + 1, tokens.subList(from, at - 1));
                return out;
            }
        }
        return tokens;
    }

    private boolean isPhrase(Token first, List<Token> rest) {
        List<Token> whole = new ArrayList<>(List.of(first));
        whole.addAll(rest);
        if (lexicon.phraseAt(whole, 0) == whole.size()) {
            return true;
        }
        // "deletion of files" is "file deletion".
        List<Token> turned = new ArrayList<>(rest.subList(1, rest.size()));
        turned.add(first);
        return rest.size() > 1
                && Set.of("of", "from").contains(text(rest.getFirst()))
                && lexicon.phraseAt(turned, 0) == turned.size();
    }

    private static String text(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }
}
