package dev.ken.verify;

import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One scene with its End, and what is assumed in it.
record Situation(Scene scene, List<Occurrence> sequence, List<Term> assumptions, Trace ours, Trace theirs) {
    List<Term> with(Term goal) {
        List<Term> all = new ArrayList<>(assumptions);
        all.add(goal);
        return all;
    }

    /// The places where the occurrences happen, for records of what is asked.
    static String on(List<Occurrence> sequence) {
        return sequence.stream().map(one -> one.site().text()).collect(Collectors.joining(", ", ", on: ", ""));
    }

    /// All attributes that either program looked at, and who did what.
    List<Term> shown(Terms terms) {
        List<Term> shown = new ArrayList<>();
        for (int i = 0; i < sequence.size(); i++) {
            shown.addAll(Concretizer.attributes(terms, this.sequence.get(i), ours, theirs, i)
                    .values());
        }
        return shown;
    }
}
