package dev.ken.contract;

import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A part while its lines are read. Mutable, and seen only by [IntentText].
final class PartDraft {
    /// What kind of line must still follow: `minus` after `net`, `to` after `ratio`.
    enum Missing {
        NOTHING,
        MINUS,
        TO
    }

    final String event;
    final Span at;
    What what;
    Missing missing = Missing.NOTHING;
    Optional<After> after = Optional.empty();
    Condition where = new Condition.Always();
    Optional<Occasion> occasion = Optional.empty();
    final List<String> keys = new ArrayList<>();
    Optional<Long> periodNanos = Optional.empty();
    boolean cumulative;
    Optional<Integer> top = Optional.empty();
    Optional<Having> having = Optional.empty();
    Optional<Integer> rateHertz = Optional.empty();

    PartDraft(String event, What what, Span at) {
        this.event = event;
        this.what = what;
        this.at = at;
    }

    Part part() {
        return new Part(event, after, where, occasion, what, keys, periodNanos, cumulative, top, having, rateHertz);
    }
}
