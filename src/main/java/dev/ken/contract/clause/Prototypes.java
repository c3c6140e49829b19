package dev.ken.contract.clause;

import dev.ken.contract.clause.Signature.Parameter;
import dev.ken.contract.clause.Signature.Sort;
import dev.ken.contract.clause.Signature.Value;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signatures of the things that a kernel tells the types of.
public final class Prototypes {
    private static final int POINTER_BITS = 64;

    private Prototypes() {}

    /// Of a kernel function, as BTF tells it. Parameters without a name are `arg0`, `arg1`, ….
    public static Optional<Signature> function(Btf btf, String name) {
        return btf.prototype(name).map(prototype -> {
            List<Parameter> parameters = new ArrayList<>();
            for (BtfType.Parameter parameter : prototype.parameters()) {
                String called = parameter.name().isEmpty() ? "arg" + parameters.size() : parameter.name();
                parameters.add(new Parameter(called, value(btf, parameter.type())));
            }
            Optional<Value> result =
                    prototype.returns() == 0 ? Optional.empty() : Optional.of(value(btf, prototype.returns()));
            return new Signature(name, parameters, result);
        });
    }

    private static Value value(Btf btf, int type) {
        String c = btf.cText(type);
        BtfType bare = btf.type(btf.strip(type));
        if (bare instanceof BtfType.Int number && number.bool()) {
            return new Value(c, Sort.BOOL, 8, false);
        }
        if (btf.isPointer(type) || bare instanceof BtfType.Array) {
            return new Value(c, Sort.POINTER, POINTER_BITS, false);
        }
        long bytes = btf.sizeBytes(type).orElse(0);
        return btf.isScalar(type) && bytes >= 1 && bytes <= 8
                ? new Value(c, Sort.INTEGER, (int) bytes * 8, btf.isSigned(type))
                : new Value(c, Sort.OTHER, POINTER_BITS, false);
    }

    /// Of a probe: the fields of its context.
    public static Signature probe(ProbeFacts facts) {
        List<Parameter> parameters = new ArrayList<>();
        facts.fields().forEach((name, field) -> parameters.add(new Parameter(name, value(field.type()))));
        return new Signature(facts.probe(), parameters, Optional.empty());
    }

    private static Value value(FieldType type) {
        return switch (type) {
            case FieldType.Integer(int bytes, boolean signed) ->
                new Value((signed ? "s" : "u") + bytes * 8, Sort.INTEGER, bytes * 8, signed);
            case FieldType.Pointer() -> new Value("void *", Sort.POINTER, POINTER_BITS, false);
            case FieldType.Text _, FieldType.DynamicText(), FieldType.Array _, FieldType.Opaque _ ->
                new Value("char[]", Sort.OTHER, POINTER_BITS, false);
        };
    }
}
