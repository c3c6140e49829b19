package dev.ken.comprehension;

import dev.ken.contract.Intent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What became of a request.
public sealed interface Reading {
    /// It means this; what was assumed stands in the intent.
    record Understood(Intent intent) implements Reading {}

    /// It may mean several things that differ.
    record NeedsClarification(String question, List<Choice> choices) implements Reading {
        public NeedsClarification {
            Set<String> texts = new HashSet<>();
            choices =
                    choices.stream().filter(choice -> texts.add(choice.text())).toList();
        }
    }

    /// It is understood and will not be done, for `reason`; `instead` says what is near and can be done.
    record Declined(String reason, Optional<String> instead) implements Reading {}

    /// It says nothing that can be observed in a kernel, or something in it is not understood.
    record NotUnderstood(String reason, List<String> hints) implements Reading {
        public NotUnderstood {
            hints = List.copyOf(hints);
        }
    }

    /// One thing that a request may mean.
    record Choice(String text, Intent intent) {}
}
