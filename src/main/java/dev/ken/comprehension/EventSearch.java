package dev.ken.comprehension;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds the event kind that a request is about.
final class EventSearch {
    /// A kind, the tokens that name it, and how well they do.
    record Found(EventKind kind, List<Integer> positions, int score) {}

    private static final int EXACT = 100;
    private static final int NAMED_CALL = 60;
    /// Less than any word of a curated phrase: "reads" are all reads, not the one system call.
    static final int CALL = 9;

    private final Catalog catalog;
    private final KernelModel kernel;

    EventSearch(Catalog catalog, KernelModel kernel) {
        this.catalog = catalog;
        this.kernel = kernel;
    }

    /// All kinds that fit, the best first; kinds of equal score stand in order of name.
    List<Found> search(List<Token> tokens) {
        List<Found> found = new ArrayList<>();
        boolean[] none = new boolean[tokens.size()];
        for (int at = 0; at < tokens.size(); at++) {
            exact(tokens, at, found);
        }
        for (EventKind curated : catalog.curated().values()) {
            Phrases.Match best = new Phrases.Match(List.of(), 0);
            for (String phrase : curated.phrases()) {
                Phrases.Match match = Phrases.find(phrase, tokens, none);
                best = match.score() > best.score() ? match : best;
            }
            Phrases.Match match = best;
            if (match.score() > 0) {
                catalog.find(curated.name())
                        .ifPresent(kind -> found.add(new Found(kind, match.positions(), match.score())));
            }
        }
        found.sort((a, b) -> Integer.compare(b.score(), a.score()));
        return found;
    }

    private void exact(List<Token> tokens, int at, List<Found> found) {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.WORD) {
            return;
        }
        String text = token.text().toLowerCase(Locale.ROOT).replace("()", "");
        if (text.contains(":")) {
            String name = text.startsWith("tracepoint:") ? text.substring("tracepoint:".length()) : text;
            catalog.find("tracepoint." + name.replace(':', '.'))
                    .ifPresent(kind -> found.add(new Found(kind, List.of(at), EXACT)));
            return;
        }
        String call = text.replaceFirst("^(sys_enter_|sys_exit_|sys_)", "");
        if (kernel.syscalls().number(call).isEmpty()) {
            return;
        }
        List<Integer> positions = new ArrayList<>(List.of(at));
        boolean named = !call.equals(text) || token.text().endsWith("()");
        int next = at + 1;
        if (next + 1 < tokens.size()
                && tokens.get(next).is("system")
                && tokens.get(next + 1).isAny("call", "calls")) {
            positions.addAll(List.of(next, next + 1));
            named = true;
        } else if (next < tokens.size() && tokens.get(next).isAny("syscall", "syscalls")) {
            positions.add(next);
            named = true;
        } else if (next < tokens.size() && tokens.get(next).isAny("call", "calls")) {
            positions.add(next);
        }
        int score = named ? NAMED_CALL : CALL;
        catalog.find("syscall." + call).ifPresent(kind -> found.add(new Found(kind, positions, score)));
    }
}
