package dev.ken.ir;

import dev.ken.ir.IrReader.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads expressions, types and shapes.
final class IrExpressions {
    /// Expressions in expressions; deeper text is refused.
    private static final int MOST_NESTING = 2_000;

    private IrExpressions() {}

    static Expr read(IrReader reader) throws Unreadable {
        return read(reader, 0);
    }

    private static Expr read(IrReader reader, int depth) throws Unreadable {
        if (depth > MOST_NESTING) {
            throw new Unreadable("nested more than " + MOST_NESTING + " deep", reader.here());
        }
        IrToken first = reader.take("an expression");
        return switch (first.kind()) {
            case QUOTED -> text(first, reader);
            case WORD -> leaf(first);
            case MARK -> {
                if (!first.mark("(")) {
                    throw new Unreadable("expected an expression", first.at());
                }
                Expr inner = form(reader.take("an operator"), reader, depth + 1);
                reader.mark(")");
                yield inner;
            }
        };
    }

    private static Expr text(IrToken first, IrReader reader) throws Unreadable {
        reader.mark(":");
        int widthBytes = reader.count("a width in bytes");
        return new Expr.Text(first.value(), widthBytes);
    }

    private static Expr leaf(IrToken first) throws Unreadable {
        String word = first.value();
        if (word.equals("true") || word.equals("false")) {
            return new Expr.Bool(word.equals("true"));
        }
        if (!word.matches("-?\\d+")) {
            return new Expr.Attribute(word, new Type.Int());
        }
        try {
            return new Expr.Int(Long.parseLong(word));
        } catch (NumberFormatException tooLarge) {
            throw new Unreadable("the number does not fit in 64 bits", first.at());
        }
    }

    private static Expr form(IrToken head, IrReader reader, int depth) throws Unreadable {
        Optional<Expr.BinaryOp> binary = constant(Expr.BinaryOp.values(), head.value());
        if (binary.isPresent()) {
            Expr left = read(reader, depth);
            return new Expr.Binary(binary.get(), left, read(reader, depth));
        }
        Optional<Expr.UnaryOp> unary = constant(Expr.UnaryOp.values(), head.value());
        if (unary.isPresent()) {
            return new Expr.Unary(unary.get(), read(reader, depth));
        }
        Optional<Expr.TextOp> test = constant(Expr.TextOp.values(), head.value());
        if (test.isPresent()) {
            Expr text = read(reader, depth);
            return new Expr.TextTest(test.get(), text, reader.quoted("a text"));
        }
        return named(head, reader, depth);
    }

    private static Expr named(IrToken head, IrReader reader, int depth) throws Unreadable {
        return switch (head.value()) {
            case "local" -> new Expr.Local(reader.name("the name of a local"), type(reader));
            case "attribute" -> new Expr.Attribute(reader.name("the name of an attribute"), type(reader));
            case "choose" -> {
                Expr condition = read(reader, depth);
                Expr yes = read(reader, depth);
                yield new Expr.Choose(condition, yes, read(reader, depth));
            }
            case "narrow" -> narrow(reader, depth);
            case "user-text" -> {
                int widthBytes = reader.count("a width in bytes");
                yield new Expr.UserText(read(reader, depth), widthBytes);
            }
            case "resize" -> {
                int widthBytes = reader.count("a width in bytes");
                yield new Expr.Resize(read(reader, depth), widthBytes);
            }
            case "apply" -> {
                String function = reader.quoted("the name of a function");
                Type type = type(reader);
                yield new Expr.Apply(function, list(reader, depth), type);
            }
            case "pack" -> new Expr.Pack(list(reader, depth));
            case "part" -> {
                int index = reader.count("the number of a part");
                Type type = type(reader);
                yield new Expr.Part(read(reader, depth), index, type);
            }
            default -> throw new Unreadable("there is no operator '" + head.value() + "'", head.at());
        };
    }

    private static Expr narrow(IrReader reader, int depth) throws Unreadable {
        IrToken how = reader.take("u or s and a width in bits");
        if (!how.value().matches("[us]([1-9]|[1-5]\\d|6[0-4])")) {
            throw new Unreadable("expected u or s and a width of 1 to 64 bits", how.at());
        }
        int widthBits = Integer.parseInt(how.value().substring(1));
        return new Expr.Narrow(read(reader, depth), widthBits, how.value().startsWith("s"));
    }

    /// Expressions in brackets.
    static List<Expr> list(IrReader reader) throws Unreadable {
        return list(reader, 0);
    }

    private static List<Expr> list(IrReader reader, int depth) throws Unreadable {
        List<Expr> all = new ArrayList<>();
        reader.mark("[");
        while (!reader.next("]")) {
            if (!all.isEmpty()) {
                reader.mark(",");
            }
            all.add(read(reader, depth));
        }
        return all;
    }

    static Type type(IrReader reader) throws Unreadable {
        IrToken head = reader.take("a type");
        switch (head.value()) {
            case "bool" -> {
                return new Type.Bool();
            }
            case "int" -> {
                return new Type.Int();
            }
            default -> {}
        }
        reader.mark("(");
        Type type = switch (head.value()) {
            case "text" -> new Type.Text(reader.count("a width in bytes"));
            case "opaque" -> new Type.Opaque(reader.quoted("a kind"));
            case "tuple" -> {
                List<Type> parts = new ArrayList<>(List.of(type(reader)));
                while (reader.next(",")) {
                    parts.add(type(reader));
                }
                yield new Type.Tuple(parts);
            }
            default -> throw new Unreadable("there is no type '" + head.value() + "'", head.at());
        };
        reader.mark(")");
        return type;
    }

    /// Types in brackets.
    static List<Type> types(IrReader reader) throws Unreadable {
        List<Type> all = new ArrayList<>();
        reader.mark("[");
        while (!reader.next("]")) {
            if (!all.isEmpty()) {
                reader.mark(",");
            }
            all.add(type(reader));
        }
        return all;
    }

    static Optional<Shape> shape(String text) {
        IrReader reader = new IrReader(text, 0);
        try {
            Shape shape = shape(reader);
            reader.end();
            return Optional.of(shape);
        } catch (Unreadable none) {
            return Optional.empty();
        }
    }

    static Shape shape(IrReader reader) throws Unreadable {
        IrToken head = reader.take("a shape");
        return switch (head.value()) {
            case "signed" -> new Shape.Signed();
            case "unsigned" -> new Shape.Unsigned();
            case "address" -> new Shape.Address();
            case "plain" -> new Shape.Plain();
            case "(" -> new Shape.Group(shapes(reader, ")"));
            default -> throw new Unreadable("there is no shape '" + head.value() + "'", head.at());
        };
    }

    /// Shapes up to a closing mark.
    static List<Shape> shapes(IrReader reader, String close) throws Unreadable {
        List<Shape> all = new ArrayList<>();
        while (!reader.next(close)) {
            if (!all.isEmpty()) {
                reader.mark(",");
            }
            all.add(shape(reader));
        }
        return all;
    }

    /// The constant that IrText prints as this word.
    static <E extends Enum<E>> Optional<E> constant(E[] all, String word) {
        for (E one : all) {
            if (one.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
