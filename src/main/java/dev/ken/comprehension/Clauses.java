package dev.ken.comprehension;

import dev.ken.contract.What;
import dev.ken.kernel.catalog.Unit;
import java.util.Map;
import java.util.Optional;

/// The parts of a request that stand for themselves: how long, how often, how many, by what, with which columns, in
/// which
/// unit.
final class Clauses {
    private static final long SECOND = 1_000_000_000L;

    private final Draft draft;

    Clauses(Draft draft) {
        this.draft = draft;
    }

    void read() {
        for (int at = 0; at < draft.tokens.size(); at++) {
            if (draft.isFree(at)) {
                duration(at);
                period(at);
                top(at);
                rate(at);
                unit(at);
            }
        }
        for (int at = 0; at < draft.tokens.size(); at++) {
            if (draft.isFree(at)) {
                keys(at);
                subject(at);
                columns(at);
            }
        }
    }

    private boolean isTime(int at) {
        return draft.has(at)
                && draft.at(at)
                        .unit()
                        .map(unit -> unit.family() == Unit.Family.TIME)
                        .orElse(false);
    }

    private void duration(int at) {
        boolean over = draft.is(at, "for", "during", "in") || draft.is(at, "over", "within") && draft.is(at + 1, "the");
        int skip = draft.is(at + 1, "the") ? 1 : 0;
        skip += draft.is(at + 1 + skip, "next", "last") ? 1 : 0;
        if (over && isTime(at + 1 + skip) && draft.isFree(at + 1 + skip)) {
            draft.durationNanos = Optional.of(draft.at(at + 1 + skip).number());
            draft.take(at, 2 + skip);
        }
    }

    private void period(int at) {
        if (draft.is(at, "every", "each") && isTime(at + 1)) {
            draft.periodNanos = Optional.of(draft.at(at + 1).number());
            draft.take(at, 2);
        } else if (draft.is(at, "every", "each", "per", "a") && draft.is(at + 1, "second", "minute")) {
            draft.periodNanos = Optional.of(draft.is(at + 1, "minute") ? 60 * SECOND : SECOND);
            draft.take(at, 2);
        }
    }

    private void top(int at) {
        boolean counted = draft.has(at + 1)
                && draft.at(at + 1).kind() == Token.Kind.NUMBER
                && draft.at(at + 1).unit().isEmpty();
        if (draft.is(at, "top") && counted) {
            draft.top = Optional.of((int) Math.min(10_000, draft.at(at + 1).number()));
            draft.take(at, 2);
            key(at + 2);
        } else if (draft.at(at).kind() == Token.Kind.NUMBER
                && draft.at(at).unit().isEmpty()
                && (draft.is(at + 1, "busiest", "biggest", "heaviest") || draft.is(at + 1, "most"))) {
            draft.top = Optional.of((int) Math.min(10_000, draft.at(at).number()));
            draft.take(at, 2);
            key(draft.is(at + 2, "active", "frequent", "busy") ? at + 3 : at + 2);
        }
    }

    /// "top 10 processes": what is ranked is the key.
    private void key(int at) {
        Optional<Map.Entry<String, Integer>> attribute = draft.has(at) ? draft.attributeAt(at) : Optional.empty();
        attribute.ifPresent(found -> {
            draft.keys.add(found.getKey());
            draft.take(at, found.getValue());
        });
    }

    private void rate(int at) {
        if (draft.at(at).kind() == Token.Kind.NUMBER && draft.at(at).stem().equals("hz")) {
            draft.rateHertz = Optional.of((int) Math.min(10_000, draft.at(at).number()));
            draft.take(at);
        }
    }

    private void unit(int at) {
        Optional<Unit> unit =
                draft.is(at, "in") && draft.has(at + 1) && draft.at(at + 1).kind() == Token.Kind.WORD
                        ? Tokenizer.unit(draft.at(at + 1).text())
                        : Optional.empty();
        if (unit.isPresent()) {
            draft.unit = unit;
            draft.take(at, 2);
        }
    }

    private void keys(int at) {
        int start = at;
        if (draft.is(at, "grouped", "broken", "split", "keyed", "sorted") && draft.has(at + 1)) {
            start = draft.is(at + 1, "down") ? at + 2 : at + 1;
        }
        boolean each = draft.is(start, "for", "of", "in") && draft.is(start + 1, "each", "every");
        if (!draft.is(start, "by", "per") && !each) {
            return;
        }
        int next = start + (each ? 2 : 1);
        while (draft.has(next)) {
            int skip = draft.is(next, "and", ",", "the", "each", "per", "by", "also")
                            || draft.at(next).text().equals(",")
                    ? 1
                    : 0;
            Optional<Map.Entry<String, Integer>> attribute = draft.attributeAt(next + skip);
            boolean value = attribute.isPresent()
                    && isValue(
                            next + skip + attribute.get().getValue(),
                            attribute.get().getKey());
            if (attribute.isEmpty() || value) {
                break;
            }
            draft.keys.add(attribute.get().getKey());
            draft.take(at, next + skip + attribute.get().getValue() - at);
            next += skip + attribute.get().getValue();
            if (!draft.is(next, "and")
                    && !(draft.has(next) && draft.at(next).text().equals(","))) {
                break;
            }
        }
    }

    /// "by process nginx" is a filter, not a key.
    private boolean isValue(int at, String attribute) {
        if (!draft.has(at) || !draft.isFree(at)) {
            return false;
        }
        Token token = draft.at(at);
        boolean number = token.kind() == Token.Kind.NUMBER && token.unit().isEmpty() && !attribute.equals("process");
        boolean name = attribute.equals("process")
                && token.kind() == Token.Kind.WORD
                && !draft.isFiller(at)
                && draft.attributeAt(at).isEmpty()
                && !Measures.isMeasure(token)
                && !draft.is(at, "top", "histogram");
        return number || name || token.kind() == Token.Kind.QUOTED || draft.is(at, "named", "called");
    }

    /// "which processes …" asks for an answer by process.
    private void subject(int at) {
        if (!draft.is(at, "which", "what", "who")) {
            return;
        }
        Optional<Map.Entry<String, Integer>> attribute =
                draft.is(at, "who") ? Optional.empty() : draft.attributeAt(at + 1);
        if (attribute.isPresent() && draft.isFree(at + 1)) {
            draft.keys.add(attribute.get().getKey());
            draft.take(at, 1 + attribute.get().getValue());
        }
    }

    private void columns(int at) {
        if (!draft.is(at, "with", "showing", "including", "print", "show", "report", "display", "list", "columns")) {
            return;
        }
        int next = at + 1;
        int found = 0;
        while (draft.has(next)) {
            int skip = 0;
            while (draft.is(next + skip, "and", "the", "its", "their", "columns")
                    || draft.has(next + skip) && draft.at(next + skip).text().equals(",")) {
                skip++;
            }
            Optional<Map.Entry<String, Integer>> attribute = draft.attributeAt(next + skip);
            if (attribute.isEmpty()
                    || !draft.isFree(next + skip)
                    || compared(next + skip + attribute.get().getValue())) {
                break;
            }
            draft.columns.add(new What.Column(attribute.get().getKey(), Optional.empty()));
            draft.take(next, skip + attribute.get().getValue());
            next += skip + attribute.get().getValue();
            found++;
        }
        if (found > 0) {
            draft.take(at);
        }
    }

    private boolean compared(int at) {
        return draft.has(at)
                && (draft.at(at).kind() != Token.Kind.WORD
                                && !draft.at(at).text().equals(",")
                        || draft.is(
                                at, "larger", "greater", "more", "less", "smaller", "over", "above", "below", "under",
                                "longer", "at", "is", "named", "called", "between", "of"));
    }
}
