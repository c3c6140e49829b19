package dev.ken.bpf;

import dev.ken.ir.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keys of maps: bytes in memory, as the parts that the type of the key tells.
final class Keys {
    private final Entries entries;
    private final Walker walker;
    private final Addresses addresses;

    Keys(Entries entries, Walker walker) {
        this.entries = entries;
        this.walker = walker;
        this.addresses = new Addresses(walker.context);
    }

    /// The parts of a key that lies in memory; empty where they cannot be told.
    Optional<List<Expr>> of(State state, MapShape map, Value at) {
        if (!(at instanceof Value.Place(var region, long offset))) {
            return variableKey(state, map, at);
        }
        List<Expr> keys = new ArrayList<>();
        Memory memory = state.memory(region);
        List<Expr> identity = identity(map, memory.read(offset, Long.BYTES));
        if (!identity.isEmpty()) {
            return Optional.of(identity);
        }
        for (KeyPart one : KeyPart.of(map)) {
            Optional<Expr> part = one.field()
                    .flatMap(field -> part(memory, offset, field))
                    .or(() -> one.field().isEmpty() && memory.zeros(offset + one.offsetBytes(), one.sizeBytes())
                            ? Optional.of(Scalars.number(0))
                            : Optional.empty())
                    .or(() -> left(memory, region, offset + one.offsetBytes(), one.sizeBytes()));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            keys.add(part.get());
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        return map.isArray() && map.entries() == 1 && keys.get(0).equals(Scalars.number(0))
                ? Optional.of(List.of())
                : Optional.of(keys);
    }

    /// What stood on the stack before the program ran, in bytes that it does not write: anything, at each occurrence.
    private static Optional<Expr> left(Memory memory, Value.Region region, long at, int bytes) {
        return region instanceof Value.Region.Stack(int depth) && memory.isLeft(at, bytes)
                ? Optional.of(new Expr.Attribute("left_on_stack" + (Long.BYTES * depth - at), Scalars.INT))
                : Optional.empty();
    }

    /// What tells an object apart whose address is the key.
    private List<Expr> identity(MapShape map, Value key) {
        boolean address = map.isHash() && map.key().size() == 1 && map.keyBytes() == Long.BYTES;
        List<Expr> identity = address && key instanceof Value.Scalar(Expr.Attribute(String symbol, var _))
                ? walker.context.identity(symbol)
                : List.of();
        if (!identity.isEmpty()) {
            walker.tables.byIdentity(map.name());
        }
        return identity;
    }

    private Optional<List<Expr>> variableKey(State state, MapShape map, Value at) {
        if (map.key().size() != 1 || !(map.key().get(0).kind() instanceof Field.Kind.Number)) {
            return Optional.empty();
        }
        return entries.read(state, at, 0, map.keyBytes()) instanceof Value.Scalar(Expr expr)
                ? Scalars.stack(expr)
                        .map(List::of)
                        .or(() -> Optional.of(
                                map.isArray() && map.entries() == 1 && expr.equals(Scalars.number(0))
                                        ? List.of()
                                        : List.of(expr)))
                : Optional.empty();
    }

    /// The stack whose id a field holds: two stacks are the same where their ids are.
    static Optional<Expr> stack(Memory memory, long offset, Field field) {
        return memory.read(offset + field.offsetBytes(), field.sizeBytes()) instanceof Value.Scalar(Expr expr)
                        && field.sizeBytes() >= 4
                ? Scalars.stack(expr)
                : Optional.empty();
    }

    private Optional<Expr> part(Memory memory, long offset, Field field) {
        return addresses.of(memory, offset, field).or(() -> plain(memory, offset, field));
    }

    private Optional<Expr> plain(Memory memory, long offset, Field field) {
        return switch (field.kind()) {
            case Field.Kind.Number _ when stack(memory, offset, field).isPresent() -> stack(memory, offset, field);
            case Field.Kind.Number(boolean signed) ->
                memory.read(offset + field.offsetBytes(), field.sizeBytes()) instanceof Value.Scalar(Expr expr)
                        ? Optional.of(Scalars.narrow(expr, 8 * field.sizeBytes(), signed))
                        : Optional.empty();
            case Field.Kind.Text() ->
                memory.text(offset + field.offsetBytes(), field.sizeBytes())
                        .filter(Value.Text::padded)
                        .map(Value.Text::expr);
            case Field.Kind.Numbers _, Field.Kind.Address _, Field.Kind.Other _ -> Optional.empty();
        };
    }
}
