package dev.ken.contract.clause;

import java.util.List;
import java.util.Optional;

/// The parameters and the result of what a contract is about. No result where the function gives none.
public record Signature(String name, List<Parameter> parameters, Optional<Value> result) {
    public record Parameter(String name, Value value) {}

    /// A value as C writes its type. Integers of less than 64 bits are extended to 64, by sign where signed.
    public record Value(String cType, Sort sort, int widthBits, boolean signed) {}

    public enum Sort {
        INTEGER,
        POINTER,
        BOOL,
        /// A structure passed by value, a floating point number: nothing can be said of it.
        OTHER
    }

    public Signature {
        parameters = List.copyOf(parameters);
    }

    public Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }
}
