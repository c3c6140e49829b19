package dev.ken.verify;

import dev.ken.kernel.Site;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is done in one place one after the other, so that what ends there is what began there last: both tell a
/// field alike. A CPU handles soft interrupts so, and hard ones; a work item runs once at a time, in one thread, and
/// always the same function.
enum Begun {
    SOFT_INTERRUPT("irq", "softirq_entry", "softirq_exit", "cpu", "vec"),
    HARD_INTERRUPT("irq", "irq_handler_entry", "irq_handler_exit", "cpu", "irq"),
    WORK_ITEM("workqueue", "workqueue_execute_start", "workqueue_execute_end", "work", "function");

    private final Site start;
    private final Site end;
    private final String place;
    private final String field;

    Begun(String category, String start, String end, String place, String field) {
        this.start = new Site.Tracepoint(category, start);
        this.end = new Site.Tracepoint(category, end);
        this.place = place;
        this.field = field;
    }

    /// What that says of the numbers in `symbols`.
    static List<Term> facts(Terms terms, List<Occurrence> all, Map<String, Term> symbols) {
        List<Term> facts = new ArrayList<>();
        for (Begun kind : values()) {
            for (int end = 0; end < all.size(); end++) {
                if (all.get(end).site().equals(kind.end)) {
                    kind.last(terms, all, end, symbols, facts);
                }
            }
        }
        return facts;
    }

    private void last(Terms terms, List<Occurrence> all, int end, Map<String, Term> symbols, List<Term> facts) {
        List<Term> between = new ArrayList<>();
        for (int at = end - 1; at >= 0; at--) {
            Occurrence before = all.get(at);
            boolean starts = before.site().equals(start);
            if (!starts && !before.site().equals(this.end)) {
                continue;
            }
            Term same = terms.equal(number(terms, all.get(end), place), number(terms, before, place));
            Term last = terms.and(same, terms.not(terms.or(between)));
            Term ours = number(terms, all.get(end), field);
            Term theirs = number(terms, before, field);
            if (starts && symbols.containsValue(ours) && symbols.containsValue(theirs)) {
                facts.add(terms.implies(last, terms.equal(ours, theirs)));
            }
            // Threads of a sequence that are not said to be the same are others.
            if (starts && this == WORK_ITEM && !thread(before).equals(thread(all.get(end)))) {
                facts.add(terms.not(last));
            }
            between.add(same);
        }
    }

    private static Optional<Occurrence.Fixed> thread(Occurrence one) {
        return Optional.ofNullable(one.fixed().get("tid"));
    }

    private static Term number(Terms terms, Occurrence one, String attribute) {
        return one.attribute(terms, attribute, Sort.bits(64));
    }
}
