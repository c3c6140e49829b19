package dev.ken.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A JSON value (RFC 8259).
public sealed interface Json {
    /// An object; members in the order of the text, duplicates kept.
    record Obj(List<Member> members) implements Json {
        public Obj {
            members = List.copyOf(members);
        }

        /// The value of the last member of that name, as most readers take it.
        public Optional<Json> get(String name) {
            Optional<Json> found = Optional.empty();
            for (Member member : members) {
                if (member.name().equals(name)) {
                    found = Optional.of(member.value());
                }
            }
            return found;
        }

        public Optional<String> text(String name) {
            return get(name).flatMap(Json::asText);
        }

        public Optional<BigDecimal> number(String name) {
            return get(name).flatMap(Json::asNumber);
        }

        /// This object with one more member at the end.
        public Obj with(String name, Json value) {
            List<Member> more = new ArrayList<>(members);
            more.add(new Member(name, value));
            return new Obj(more);
        }

        public Obj with(String name, String value) {
            return with(name, new Str(value));
        }

        public Obj with(String name, long value) {
            return with(name, Json.of(value));
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Str(String value) implements Json {}

    record Num(BigDecimal value) implements Json {}

    record Bool(boolean value) implements Json {}

    record Null() implements Json {}

    record Member(String name, Json value) {}

    /// An object without members, to start from.
    static Obj object() {
        return new Obj(List.of());
    }

    static Str of(String value) {
        return new Str(value);
    }

    static Num of(long value) {
        return new Num(BigDecimal.valueOf(value));
    }

    static Bool of(boolean value) {
        return new Bool(value);
    }

    default Optional<String> asText() {
        return this instanceof Str(var value) ? Optional.of(value) : Optional.empty();
    }

    default Optional<BigDecimal> asNumber() {
        return this instanceof Num(var value) ? Optional.of(value) : Optional.empty();
    }

    default Optional<Obj> asObject() {
        return this instanceof Obj object ? Optional.of(object) : Optional.empty();
    }

    /// The items of an array; empty for everything else.
    default List<Json> items() {
        return this instanceof Arr(var items) ? items : List.of();
    }

    /// One line of JSON.
    default String text() {
        return JsonWriter.line(this);
    }
}
