package dev.ken.kernel.btf;

import java.util.ArrayList;
import java.util.List;

/// Writes types as C does: `const char *`, `struct sock *`, `int (*)(void)`.
final class CText {
    private static final int DEEPEST = 64;
    private static final int MOST_TYPES = 4096;

    private final Btf btf;
    private int left = MOST_TYPES;

    CText(Btf btf) {
        this.btf = btf;
    }

    /// `declarator` is what stands where a name would: empty for a type alone.
    String of(int id, String declarator, int depth) {
        if (--left < 0 || depth > DEEPEST) {
            throw new MalformedBtf("types", id, -1, "types lie too deep in each other");
        }
        return switch (btf.type(id)) {
            case BtfType.Void _ -> with("void", declarator);
            case BtfType.Int type -> with(type.name(), declarator);
            case BtfType.Float type -> with(type.name(), declarator);
            case BtfType.Typedef type -> with(type.name(), declarator);
            case BtfType.Struct type -> with(tagged("struct", type.name()), declarator);
            case BtfType.Union type -> with(tagged("union", type.name()), declarator);
            case BtfType.Enum type -> with(tagged("enum", type.name()), declarator);
            case BtfType.Forward type -> with(tagged(type.union() ? "union" : "struct", type.name()), declarator);
            case BtfType.Pointer type -> pointer(type.target(), "*" + declarator, depth);
            case BtfType.Const type -> modified("const", type.target(), declarator, depth);
            case BtfType.Volatile type -> modified("volatile", type.target(), declarator, depth);
            case BtfType.Restrict type -> modified("restrict", type.target(), declarator, depth);
            case BtfType.TypeTag type -> of(type.target(), declarator, depth + 1);
            case BtfType.Array type -> of(type.element(), declarator + "[" + type.length() + "]", depth + 1);
            case BtfType.Prototype type -> prototype(type, declarator, depth);
            case BtfType.Function type -> of(type.prototype(), type.name(), depth + 1);
            case BtfType.Variable type -> of(type.type(), type.name(), depth + 1);
            case BtfType.Section type -> type.name();
            case BtfType.DeclTag type -> of(type.target(), declarator, depth + 1);
        };
    }

    private static String with(String type, String declarator) {
        return declarator.isEmpty() ? type : type + " " + declarator;
    }

    private static String tagged(String word, String name) {
        return name.isEmpty() ? word + " {...}" : word + " " + name;
    }

    private String pointer(int target, String declarator, int depth) {
        return switch (btf.kind(btf.stripModifiers(target))) {
            case ARRAY, FUNC_PROTO -> of(target, "(" + declarator + ")", depth + 1);
            default -> of(target, declarator, depth + 1);
        };
    }

    /// A modifier of a pointer stands behind its star, any other before the type.
    private String modified(String word, int target, String declarator, int depth) {
        return btf.kind(btf.stripModifiers(target)) == Kind.PTR
                ? of(target, with(word, declarator), depth + 1)
                : word + " " + of(target, declarator, depth + 1);
    }

    private String prototype(BtfType.Prototype type, String declarator, int depth) {
        List<String> parameters = new ArrayList<>();
        for (BtfType.Parameter parameter : type.parameters()) {
            parameters.add(of(parameter.type(), parameter.name(), depth + 1));
        }
        if (type.variadic()) {
            parameters.add("...");
        }
        String inside = parameters.isEmpty() ? "void" : String.join(", ", parameters);
        return of(type.returns(), declarator + "(" + inside + ")", depth + 1);
    }
}
