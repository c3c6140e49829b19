package dev.ken.symbolic;

import dev.ken.ir.Stmt.Update;
import dev.ken.logic.Op;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads maps: the value of an entry as a term over everything that was written.
public final class MapReader {
    /// What can be asked of an entry. VALUE is what was set, or the sum, minimum or maximum; COUNT how many updates an
    /// average or statistics entry has seen.
    public enum Part {
        VALUE,
        COUNT
    }

    private final Terms terms;

    public MapReader(Terms terms) {
        this.terms = terms;
    }

    public Term present(MapState state, List<Term> keys) {
        Term present = wasPresent(state, keys);
        for (MapEvent event : state.log()) {
            Term hit = hit(event, keys);
            present = switch (event) {
                case MapEvent.Put _ -> terms.or(hit, present);
                case MapEvent.Delete _, MapEvent.Clear _ -> terms.and(terms.not(hit), present);
                case MapEvent.Zero _ -> present;
            };
        }
        return present;
    }

    /// Whether the entry is there only because its map was set to zero and not cleared: nothing was put into it since.
    public Term stale(MapState state, List<Term> keys) {
        Term present = terms.bool(false);
        Term stale = terms.bool(false);
        for (MapEvent event : state.log()) {
            Term hit = hit(event, keys);
            switch (event) {
                case MapEvent.Put _ -> {
                    stale = terms.and(terms.not(hit), stale);
                    present = terms.or(hit, present);
                }
                case MapEvent.Delete _, MapEvent.Clear _ -> {
                    stale = terms.and(terms.not(hit), stale);
                    present = terms.and(terms.not(hit), present);
                }
                case MapEvent.Zero _ -> stale = terms.or(terms.and(hit, present), stale);
            }
        }
        return stale;
    }

    /// The part of the entry; 0 where there is none.
    public Term read(MapState state, List<Term> keys, Part part) {
        Term zero = terms.number(0, width(state));
        Term value = before(state, part.name().toLowerCase(Locale.ROOT), keys, width(state));
        Term present = wasPresent(state, keys);
        for (MapEvent event : state.log()) {
            Term hit = hit(event, keys);
            switch (event) {
                case MapEvent.Put put -> {
                    value = terms.choose(hit, updated(put, value, present, part), value);
                    present = terms.or(hit, present);
                }
                case MapEvent.Delete _, MapEvent.Clear _ -> {
                    value = terms.choose(hit, zero, value);
                    present = terms.and(terms.not(hit), present);
                }
                case MapEvent.Zero _ -> value = terms.choose(hit, zero, value);
            }
        }
        return value;
    }

    /// How often the entry's histogram has counted into `bucket`.
    public Term bucketCount(MapState state, List<Term> keys, Term bucket) {
        Term zero = terms.number(0, 64);
        List<Term> place = new ArrayList<>(keys);
        place.add(bucket);
        Term count = state.prior().isEmpty() ? zero : before(state, "bucket", place, 64);
        for (MapEvent event : state.log()) {
            Term hit = hit(event, keys);
            count = switch (event) {
                case MapEvent.Put put ->
                    terms.choose(
                            terms.and(hit, terms.equal(bucketOf(put), bucket)),
                            terms.add(count, terms.number(1, 64)),
                            count);
                case MapEvent.Delete _, MapEvent.Clear _, MapEvent.Zero _ -> terms.choose(hit, zero, count);
            };
        }
        return count;
    }

    /// Whether there was an entry before the log begins.
    private Term wasPresent(MapState state, List<Term> keys) {
        return state.prior()
                .map(prior -> was(prior + ".present", Sort.BOOL, keys))
                .orElse(terms.bool(false));
    }

    /// What an entry held before the log begins; of what is not there it is 0.
    private Term before(MapState state, String what, List<Term> keys, int width) {
        Term zero = terms.number(0, width);
        List<Term> entry = keys.subList(0, state.map().keys().size());
        return state.prior()
                .map(prior ->
                        terms.choose(wasPresent(state, entry), was(prior + "." + what, Sort.bits(width), keys), zero))
                .orElse(zero);
    }

    private Term was(String function, Sort sort, List<Term> keys) {
        return keys.isEmpty() ? terms.symbol(function, sort) : terms.call(function, sort, keys);
    }

    /// The bucket that a histogram update counts into.
    public Term bucketOf(MapEvent.Put put) {
        return bucketOf(put.update(), put.operand().orElseGet(() -> terms.number(0, 64)));
    }

    /// The bucket into which `operand` falls when it is counted by `update`.
    public Term bucketOf(Update update, Term operand) {
        return switch (update) {
            case Update.Linear linear -> linear(operand, linear);
            case Update.Log2 _ -> log2(operand);
            case Update.Set _, Update.Count _, Update.Sum _, Update.Minimum _ -> operand;
            case Update.Maximum _, Update.Average _, Update.Statistics _ -> operand;
        };
    }

    private static int width(MapState state) {
        return state.map().value() instanceof dev.ken.ir.Type.Bool
                ? 64
                : state.map().value().widthBits();
    }

    private Term updated(MapEvent.Put put, Term value, Term present, Part part) {
        Term operand = put.operand().orElseGet(() -> terms.number(1, 64));
        return switch (put.update()) {
            case Update.Set _ -> operand;
            case Update.Count _ -> terms.add(value, terms.number(1, 64));
            case Update.Sum _ -> terms.add(value, operand);
            case Update.Minimum _ ->
                terms.choose(terms.and(present, terms.bits(Op.SLE, value, operand)), value, operand);
            case Update.Maximum _ ->
                terms.choose(terms.and(present, terms.bits(Op.SLE, operand, value)), value, operand);
            case Update.Average _, Update.Statistics _ ->
                terms.add(value, part == Part.COUNT ? terms.number(1, 64) : operand);
            case Update.Log2 _, Update.Linear _ -> terms.add(value, terms.number(1, 64));
        };
    }

    Term hit(MapEvent event, List<Term> keys) {
        return switch (event) {
            case MapEvent.Put put -> terms.and(put.guard(), same(put.keys(), keys));
            case MapEvent.Delete delete -> terms.and(delete.guard(), same(delete.keys(), keys));
            case MapEvent.Clear clear -> clear.guard();
            case MapEvent.Zero zero -> zero.guard();
        };
    }

    /// Whether two keys of one map are the same.
    public Term same(List<Term> left, List<Term> right) {
        Term same = terms.bool(true);
        for (int i = 0; i < left.size(); i++) {
            same = terms.and(same, terms.equal(left.get(i), right.get(i)));
        }
        return same;
    }

    /// bpftrace's power-of-2 bucket: 0 for negative numbers, 1 for 0, and k + 2 for 2^k .. 2^(k+1) - 1.
    private Term log2(Term operand) {
        Term zero = terms.number(0, 64);
        Term positive = terms.add(terms.floorLog2(operand), terms.number(2, 64));
        Term bucket = terms.choose(terms.equal(operand, zero), terms.number(1, 64), positive);
        return terms.choose(terms.bits(Op.SLT, operand, zero), zero, bucket);
    }

    /// bpftrace's linear bucket: 0 below the minimum, then steps of `step`, the last one at and above the maximum.
    private Term linear(Term operand, Update.Linear linear) {
        Term minimum = terms.number(linear.minimum(), 64);
        Term maximum = terms.number(linear.maximum(), 64);
        long last = (linear.maximum() - linear.minimum()) / linear.step() + 1;
        Term step = terms.bits(Op.UDIV, terms.bits(Op.SUB, operand, minimum), terms.number(linear.step(), 64));
        Term inside = terms.add(step, terms.number(1, 64));
        Term below = terms.bits(Op.SLT, operand, minimum);
        Term above = terms.bits(Op.SLE, maximum, operand);
        return terms.choose(below, terms.number(0, 64), terms.choose(above, terms.number(last, 64), inside));
    }
}
