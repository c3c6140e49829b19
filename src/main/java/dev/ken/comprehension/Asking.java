package dev.ken.comprehension;

import dev.ken.comprehension.Units.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A sentence that asks.
///
/// @param frame   what holds for its units
/// @param topic   what was named before it
/// @param instead of what the units of the sentence before are asked again
record Asking(List<Unit> units, Draft frame, Optional<Draft> topic, boolean questions, Optional<Draft> instead) {
    /// The words of one of its units.
    String text(int unit) {
        return Background.quoted(units.get(unit).tokens());
    }

    /// What its units say, each for itself.
    List<Draft> drafts(Units said, Function<List<Token>, Draft> scan) {
        List<Draft> made = new ArrayList<>();
        Optional<Draft> about = topic;
        for (Unit unit : units) {
            Draft draft = unit.ofTopic() ? said.about(unit, about.orElseThrow()) : scan.apply(unit.tokens());
            Negation.settle(draft);
            draft.anybody |= frame.anybody;
            instead.ifPresent(other -> {
                draft.hits.clear();
                draft.words.clear();
                draft.content.clear();
                draft.hits.addAll(other.hits);
                draft.content.addAll(other.content);
                draft.sentence.addAll(other.sentence);
            });
            if (!unit.ofTopic() && !draft.hits.isEmpty()) {
                about = Optional.of(draft);
            }
            made.add(draft);
        }
        return made;
    }
}
