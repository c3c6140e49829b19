package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The columns that one sentence lists of one event are one line of output, wherever its commas stand.
final class Joined {
    private Joined() {}

    /// The intent with neighbours that report the same made one, where the request is one sentence.
    static Intent of(String request, Intent intent) {
        List<Token> tokens = Tokenizer.tokens(request);
        boolean several = tokens.stream()
                .limit(Math.max(0, tokens.size() - 1))
                .anyMatch(token -> token.kind() == Token.Kind.STOP);
        if (several || intent.parts().size() < 2) {
            return intent;
        }
        List<Part> joined = new ArrayList<>();
        for (Part part : intent.parts()) {
            if (!joined.isEmpty()
                    && joined.getLast().what() instanceof What.Report(List<What.Column> first)
                    && part.what() instanceof What.Report(List<What.Column> second)
                    && part.equals(joined.getLast().telling(part.what()))) {
                Set<What.Column> columns = new LinkedHashSet<>(first);
                columns.addAll(second);
                joined.set(joined.size() - 1, part.telling(new What.Report(List.copyOf(columns))));
            } else {
                joined.add(part);
            }
        }
        return new Intent(joined, intent.durationNanos(), intent.assumptions());
    }
}
