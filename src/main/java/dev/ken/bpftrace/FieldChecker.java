package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import dev.ken.source.Edit;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks accesses to fields, parts and elements.
final class FieldChecker {
    private static final Set<String> COMMON =
            Set.of("common_type", "common_flags", "common_preempt_count", "common_pid");
    private static final int MOST_SHOWN = 12;
    private static final Set<String> WITHOUT_ARGS = Set.of(
            "BEGIN", "END", "begin", "end", "self", "interval", "profile", "software", "hardware", "kprobe",
            "kretprobe", "uretprobe", "usdt", "watchpoint", "asyncwatchpoint", "iter");

    private final Place place;

    FieldChecker(Place place) {
        this.place = place;
    }

    boolean ofArgs(Expression.Field field) {
        return field.of() instanceof Expression.Name name && name.name().equals("args");
    }

    static boolean withoutArgs(String provider, Dialect dialect) {
        return WITHOUT_ARGS.contains(provider)
                || provider.equals("rawtracepoint") && !dialect.since(Dialect.V0_24);
    }

    void check(Expression.Field field) {
        if (ofArgs(field)) {
            args(field);
            return;
        }
        String name = field.name();
        boolean number = name.matches("\\d{1,9}");
        ValueType of = place.of(field.of());
        switch (of) {
            case ValueType.Tuple(var parts) -> part(field, parts, number);
            case ValueType.Struct(String struct) -> {
                if (field.arrow()) {
                    place.error("field", struct + " is no pointer", field.at(), "use `." + name + "`");
                } else {
                    member(field, struct);
                }
            }
            case ValueType.Pointer pointer -> {
                if (!field.arrow() && !place.dialect().since(Dialect.V0_24)) {
                    place.error("field", of.shown() + " is a pointer", field.at(), "use `->" + name + "`");
                }
                pointed(field, pointer);
            }
            case ValueType.Unknown _, ValueType.Context _ -> {}
            case ValueType.Int _, ValueType.Aggregation _ -> {
                place.error("field", "a number has no field `" + name + "`", field.at(),
                        "cast it first: `((struct name *)" + Printer.print(field.of()) + ")->" + name + "`");
            }
            case ValueType.Text _, ValueType.Array _, ValueType.Opaque _, ValueType.Nothing _ ->
                place.error("field", ExpressionChecker.shown(of) + " has no field `" + name + "`", field.at());
        }
    }

    private void part(Expression.Field field, List<ValueType> parts, boolean number) {
        if (!number) {
            place.error("field", "parts of a tuple are numbered from 0", field.at());
        } else if (field.name().length() > 3 || Integer.parseInt(field.name()) >= parts.size()) {
            place.error(
                    "field", "this tuple has " + parts.size() + " parts, and no part " + field.name(), field.at());
        }
    }

    private void pointed(Expression.Field field, ValueType.Pointer pointer) {
        switch (place.types().target(pointer)) {
            case ValueType.Struct(String struct) -> member(field, struct);
            case ValueType.Unknown _ -> {}
            case ValueType other ->
                place.error("field", other.shown() + " has no field `" + field.name() + "`", field.at());
        }
    }

    private void member(Expression.Field field, String struct) {
        Optional<CStruct> known = place.types().struct(struct);
        if (known.isEmpty()) {
            if (place.types().complete()) {
                place.error("unknown-type", "nothing is known of `" + struct + "`", field.at());
            }
            return;
        }
        if (known.get().member(field.name()).isEmpty()) {
            unknown(struct, field.name(), known.get().names(), field.at());
        }
    }

    private void unknown(String of, String name, List<String> fields, dev.ken.source.Span at) {
        List<String> hints = new ArrayList<>(List.of(Names.hint(Names.nearest(name, fields))));
        if (fields.size() <= MOST_SHOWN || hints.isEmpty()) {
            hints.add("its fields are "
                    + fields.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
                    + (fields.size() > MOST_SHOWN ? ", …" : ""));
        }
        Span last = new Span(Math.max(at.start(), at.end() - name.length()), at.end());
        // What an iterator shows is told by the kernel's types alone.
        String code = place.context().provider().equals("iter") ? "unknown-kernel-field" : "unknown-field";
        place.sink().add(Diagnostic.error(
                        code, of + " has no field `" + name + "`", at, hints.toArray(new String[0]))
                .mendedBy(Names.only(name, fields).map(only -> new Edit(last, only)).stream().toList()));
    }

    private void args(Expression.Field field) {
        String provider = place.context().provider();
        if (place.providers().size() > 1) {
            place.error(
                    "builtin",
                    "`args` needs probes of one type; these are " + String.join(" and ", place.providers()),
                    field.at());
            return;
        }
        if (withoutArgs(provider, place.dialect())) {
            place.error("builtin", "`args` is not there in " + provider + " probes", field.at());
            return;
        }
        if (!field.arrow() && !place.dialect().dottedArgs()) {
            place.sink().mendable(
                    "args-form",
                    "`args." + field.name() + "` is of bpftrace 0.19",
                    field.at(),
                    new Edit(field.at(), "args->" + field.name()),
                    "in " + place.dialect().shown() + " it is `args->" + field.name() + "`");
        }
        if (provider.equals("tracepoint") && COMMON.contains(field.name())) {
            place.error("unknown-field", "the common fields of tracepoints cannot be read", field.at());
        } else if (place.context().fieldsKnown()
                && !place.context().fieldNames().contains(field.name())) {
            unknown(place.context().probe(), field.name(), place.context().fieldNames(), field.at());
        }
    }

    void check(Expression.Index index) {
        ValueType of = place.of(index.of());
        boolean literal = place.literal(index.index()).isPresent() || place.open(index.index());
        boolean indexed = Kind.in(of, Kind.ARRAY, Kind.POINTER)
                || index.of() instanceof Expression.Name(String name, var _) && name.equals("ctx")
                || (of instanceof ValueType.Text || of instanceof ValueType.Tuple) && place.dialect().since(Dialect.V0_25);
        if (!indexed) {
            place.error(
                    "index", ExpressionChecker.shown(of) + " has no elements", index.at());
        } else if (!literal && !place.dialect().since(Dialect.V0_24)) {
            place.error("index", "bpftrace before 0.24 takes only numbers as index", index.index().at());
        } else if (!Kind.in(place.of(index.index()), Kind.INTEGER)) {
            place.error("index", "an index is a number", index.index().at());
        } else if (of instanceof ValueType.Array(_, long length)) {
            literal(index.index()).ifPresent(at -> {
                if (at < 0 || at >= length && length > 0) {
                    place.error(
                            "index",
                            "the array has " + length + " elements, and no element " + at,
                            index.index().at());
                }
            });
        }
    }

    static Optional<Long> literal(Expression expression) {
        return Constants.value(expression, _ -> Optional.empty());
    }

    void check(Expression.OffsetOf offset) {
        if (!place.dialect().since(Dialect.V0_18)) {
            place.error("unknown-function", "`offsetof` is of bpftrace 0.18", offset.at());
        }
        ValueType at = place.typing().cast(offset.type());
        for (String name : offset.field().split("\\.")) {
            if (!(at instanceof ValueType.Struct(String struct))) {
                if (!(at instanceof ValueType.Unknown)) {
                    place.error("field", at.shown() + " has no field `" + name + "`", offset.at());
                } else if (at instanceof ValueType.Unknown && place.types().complete() && !place.types().open()) {
                    place.error("unknown-type", "unknown type `" + offset.type().base() + "`", offset.at());
                }
                return;
            }
            Optional<CStruct> known = place.types().struct(struct);
            if (known.isEmpty()) {
                return;
            }
            Optional<CStruct.Member> member = known.get().member(name);
            if (member.isEmpty()) {
                unknown(struct, name, known.get().names(), offset.at());
                return;
            }
            at = member.get().type();
        }
    }
}
