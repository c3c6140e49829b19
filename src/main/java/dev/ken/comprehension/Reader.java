package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads a request without a model: the event kind is searched in the catalog; filters, measures, keys, periods, units
/// and
/// columns are grammar.
public final class Reader {
    /// Longest request, in characters.
    public static final int LONGEST = 4_000;

    private static final Set<String> DESTRUCTIVE = Set.of(
            "kill",
            "block",
            "prevent",
            "deny",
            "stop",
            "modify",
            "change",
            "overwrite",
            "inject",
            "terminate",
            "forbid");

    private final Catalog catalog;
    private final KernelModel kernel;

    public Reader(Catalog catalog, KernelModel kernel) {
        this.catalog = catalog;
        this.kernel = kernel;
    }

    public Reading read(String request) {
        if (request.isBlank()) {
            return new Reading.NotUnderstood(
                    "The request is empty.",
                    List.of("Say what to observe, for example: count system calls by process"));
        }
        if (request.length() > LONGEST) {
            return new Reading.NotUnderstood(
                    "The request is " + request.length() + " characters long; KEN reads at most " + LONGEST + ".",
                    List.of());
        }
        List<Token> tokens = Tokenizer.tokens(request.strip());
        List<EventSearch.Found> found = new EventSearch(catalog, kernel).search(tokens);
        Optional<String> destructive = destructive(tokens);
        boolean named = !found.isEmpty()
                && found.get(0).score() > EventSearch.CALL
                && found.get(0).positions().contains(0);
        if (destructive.isPresent() && !named) {
            return new Reading.Declined(
                    "KEN observes and does not act: it will not " + destructive.get() + " anything.",
                    Optional.of("It can count or report the events instead."));
        }
        if (found.isEmpty()) {
            return new Reading.NotUnderstood(
                    "Nothing in this request names something that happens in a kernel.",
                    List.of("ken search WORDS lists what can be observed."));
        }
        return understand(tokens, found.get(0));
    }

    /// An order to act stands first; "killed processes" or "blocked time" are things to observe.
    private static Optional<String> destructive(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> !token.isAny("please", "can", "you", "i", "want", "to", "and"))
                .limit(1)
                .filter(token -> token.kind() == Token.Kind.WORD)
                .map(token -> token.text().toLowerCase(Locale.ROOT))
                .filter(DESTRUCTIVE::contains)
                .findFirst();
    }

    private Reading understand(List<Token> tokens, EventSearch.Found found) {
        Draft draft = new Draft(tokens, found.kind(), catalog);
        found.positions().forEach(draft::take);
        new Clauses(draft).read();
        new Filters(draft).read();
        new Measures(draft).read();
        List<String> left = draft.left();
        if (!left.isEmpty()) {
            return new Reading.NotUnderstood(
                    "KEN does not understand "
                            + String.join(
                                    ", ",
                                    left.stream()
                                            .map(word -> "\"" + word + "\"")
                                            .toList()) + " in this request about "
                            + found.kind().plural() + ".",
                    List.of("Leave it out, or say it in other words; ken search "
                            + found.kind().name() + " lists what is known of it."));
        }
        return new Reading.Understood(intent(draft));
    }

    private Intent intent(Draft draft) {
        List<String> assumptions = new ArrayList<>(draft.assumptions);
        What what = draft.what.orElseGet(() -> draft.defaultWhat(assumptions));
        Part part = new Part(
                draft.kind.name(),
                draft.condition(),
                what,
                what instanceof What.Aggregate ? List.copyOf(draft.keys) : List.of(),
                draft.periodNanos,
                draft.top,
                draft.rateHertz);
        return new Intent(List.of(part), draft.durationNanos, assumptions);
    }
}
