package dev.ken.logic;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Values for symbols and uninterpreted functions; what is not mentioned is 0. Numbers are unsigned.
public record Model(Map<String, BigInteger> symbols, Map<Call, BigInteger> calls) implements Evaluator.Valuation {
    /// A function at concrete arguments.
    public record Call(String function, List<BigInteger> arguments) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    public Model {
        symbols = Collections.unmodifiableMap(new TreeMap<>(symbols));
        calls = Map.copyOf(calls);
    }

    @Override
    public BigInteger value(Term.Symbol symbol) {
        return symbols.getOrDefault(symbol.name(), BigInteger.ZERO);
    }

    @Override
    public BigInteger call(Term.Apply call, List<BigInteger> arguments) {
        return calls.getOrDefault(new Call(call.function(), arguments), BigInteger.ZERO);
    }
}
