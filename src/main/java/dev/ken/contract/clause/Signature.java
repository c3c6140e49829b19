package dev.ken.contract.clause;

import java.util.List;
import java.util.Optional;

/// The parameters and the result of what a contract is about. No result where the function gives none.
public record Signature(String name, List<Parameter> parameters, Optional<Value> result) {
    public record Parameter(String name, Value value) {}

    /// A value as C writes its type. Integers of less than 64 bits are extended to 64, by sign where signed.
    /// `enumerators` spans the values that an enumeration names, `bytes` is the size of an array or what a dynamic
    /// field can have at most.
    public record Value(
            String cType,
            Sort sort,
            int widthBits,
            boolean signed,
            Optional<Range> enumerators,
            Optional<Range> bytes) {
        public Value(String cType, Sort sort, int widthBits, boolean signed) {
            this(cType, sort, widthBits, signed, Optional.empty(), Optional.empty());
        }

        /// The 64 bits of which nothing is known.
        Value unknown() {
            return new Value(cType, Sort.OTHER, BITS, signed);
        }
    }

    /// Both ends included.
    public record Range(long least, long most) {}

    public enum Sort {
        INTEGER,
        POINTER,
        BOOL,
        /// A structure passed by value, a floating point number: nothing can be said of it.
        OTHER
    }

    private static final int BITS = 64;

    public Signature {
        parameters = List.copyOf(parameters);
    }

    /// The same where types say nothing: what a clause that tells a type has to be measured by.
    public Signature untyped() {
        return new Signature(
                name,
                parameters.stream()
                        .map(p -> new Parameter(p.name(), p.value().unknown()))
                        .toList(),
                result.map(Value::unknown));
    }

    public Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }
}
