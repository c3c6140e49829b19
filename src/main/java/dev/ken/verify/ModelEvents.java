package dev.ken.verify;

import dev.ken.ir.Type;
import dev.ken.ir.run.Event;
import dev.ken.ir.run.Value;
import dev.ken.kernel.Site;
import dev.ken.logic.Evaluator;
import dev.ken.logic.Model;
import dev.ken.logic.Sort;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Occurrence;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Occurrences with the values of a model, as events that a module can be run on.
final class ModelEvents {
    private static final int USER_TEXT_BYTES = 64;

    private final Terms terms;
    private final Model model;
    private final Evaluator evaluator;

    ModelEvents(Terms terms, Model model) {
        this.terms = terms;
        this.model = model;
        this.evaluator = new Evaluator(model);
    }

    List<Event> of(List<Occurrence> sequence) {
        return sequence.stream().map(occurrence -> (Event) new At(occurrence)).toList();
    }

    private static Sort sort(Type type) {
        return switch (type) {
            case Type.Bool() -> Sort.BOOL;
            case Type.Int(), Type.Opaque _ -> Sort.bits(64);
            case Type.Text _, Type.Tuple _ -> Sort.bits(type.widthBits());
        };
    }

    private static Value value(BigInteger bits, Type type) {
        return switch (type) {
            case Type.Bool() -> new Value.Bool(bits.signum() != 0);
            case Type.Int() -> new Value.Int(bits.longValue());
            case Type.Opaque _ -> new Value.Opaque(bits.signum() == 0 ? "" : bits.toString());
            case Type.Text(int widthBytes) -> text(bits, widthBytes);
            case Type.Tuple _ -> throw new IllegalStateException("no tuple is read from an event");
        };
    }

    private static Value.Text text(BigInteger bits, int widthBytes) {
        StringBuilder bytes = new StringBuilder();
        for (int i = widthBytes - 1; i >= 0; i--) {
            bytes.append((char) (bits.shiftRight(8 * i).intValue() & 0xff));
        }
        return new Value.Text(bytes.toString());
    }

    private static BigInteger bits(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth ? BigInteger.ONE : BigInteger.ZERO;
            case Value.Int(long number) -> unsigned(number);
            case Value.Text(String bytes) -> new BigInteger(1, bytes.getBytes(StandardCharsets.ISO_8859_1));
            case Value.Opaque(String shown) -> shown.isEmpty() ? BigInteger.ZERO : new BigInteger(shown);
            case Value.Tuple _ -> throw new IllegalStateException("no tuple is given to a function");
        };
    }

    private static BigInteger unsigned(long number) {
        return BigInteger.valueOf(number).mod(BigInteger.ONE.shiftLeft(64));
    }

    private BigInteger call(String function, List<BigInteger> arguments) {
        return model.calls().getOrDefault(new Model.Call(function, arguments), BigInteger.ZERO);
    }

    private final class At implements Event {
        private final Occurrence occurrence;

        At(Occurrence occurrence) {
            this.occurrence = occurrence;
        }

        @Override
        public Site site() {
            return occurrence.site();
        }

        @Override
        public Value attribute(String name, Type type) {
            return value(evaluator.value(occurrence.attribute(terms, name, sort(type))), type);
        }

        @Override
        public Value apply(String function, List<Value> arguments, Type type) {
            if (occurrence.fixed().containsKey(function)) {
                return attribute(function, type);
            }
            if (function.matches("bswap(16|32|64)") && arguments.getFirst() instanceof Value.Int(long number)) {
                int bits = Integer.parseInt(function.substring("bswap".length()));
                return new Value.Int(Long.reverseBytes(number) >>> Long.SIZE - bits);
            }
            return value(
                    call(function, arguments.stream().map(ModelEvents::bits).toList()), type);
        }

        @Override
        public Value.Text userText(long address) {
            BigInteger process = evaluator.value(occurrence.attribute(terms, "pid", Sort.bits(64)));
            BigInteger memory = evaluator.value(occurrence.attribute(terms, "memory.user", Sort.bits(64)));
            return text(call("user.text", List.of(process, unsigned(address), memory)), USER_TEXT_BYTES);
        }
    }
}
