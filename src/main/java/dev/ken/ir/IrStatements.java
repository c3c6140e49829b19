package dev.ken.ir;

import dev.ken.ir.IrReader.Unreadable;
import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

/// Reads declarations, statements and jumps, of which the first word was taken.
final class IrStatements {
    private IrStatements() {}

    static MapDecl map(IrReader reader) throws Unreadable {
        String name = reader.name("the name of a map");
        List<Type> keys = IrExpressions.types(reader);
        IrToken kind = reader.take("the kind of the map");
        MapDecl.Kind known = IrExpressions.constant(
                        MapDecl.Kind.values(), kind.value().toLowerCase(java.util.Locale.ROOT))
                .orElseThrow(() -> new Unreadable("there is no kind of map '" + kind.value() + "'", kind.at()));
        Type value = IrExpressions.type(reader);
        if (!reader.next("shown")) {
            return new MapDecl(name, keys, value, known);
        }
        reader.mark("[");
        List<Shape> shapes = IrExpressions.shapes(reader, "]");
        return new MapDecl(name, keys, value, known, new MapDecl.Shown(shapes, IrExpressions.shape(reader)));
    }

    static Jump jump(String word, IrReader reader) throws Unreadable {
        return switch (word) {
            case "goto" -> new Jump.Goto(reader.count("the number of a block"));
            case "branch" -> {
                Expr condition = IrExpressions.read(reader);
                int yes = reader.count("the number of a block");
                yield new Jump.Branch(condition, yes, reader.count("the number of a block"));
            }
            default -> new Jump.Return();
        };
    }

    static Stmt statement(IrToken first, IrReader reader) throws Unreadable {
        Span at = reader.whole();
        boolean assigned = reader.next("=");
        if (assigned) {
            return new Stmt.Assign(first.value(), IrExpressions.read(reader), at);
        }
        return switch (first.value()) {
            case "get" -> {
                String value = reader.name("the name of a local");
                String present = reader.name("the name of a local");
                reader.word("=");
                String map = reader.name("the name of a map");
                yield new Stmt.MapGet(map, IrExpressions.list(reader), value, present, at);
            }
            case "update" -> {
                String map = reader.name("the name of a map");
                List<Expr> keys = IrExpressions.list(reader);
                yield new Stmt.MapUpdate(map, keys, update(reader), at);
            }
            case "delete" -> new Stmt.MapDelete(reader.name("the name of a map"), IrExpressions.list(reader), at);
            case "clear" -> new Stmt.MapClear(reader.name("the name of a map"), at);
            case "zero" -> new Stmt.MapZero(reader.name("the name of a map"), at);
            case "walk" -> new Stmt.WalkStart(reader.name("the name of a map"), reader.name("the name of a walk"), at);
            case "next" -> next(reader, at);
            case "emit" -> emit(reader, at);
            case "print" -> print(reader, at);
            case "decide" -> new Stmt.Decide(IrExpressions.read(reader), at);
            case "exit" -> new Stmt.Exit(at);
            case "assume" -> new Stmt.Assume(IrExpressions.read(reader), at);
            case "check" -> {
                String claim = reader.quoted("a claim");
                yield new Stmt.Check(claim, IrExpressions.read(reader), at);
            }
            case "havoc" -> {
                String local = reader.name("the name of a local");
                Type type = IrExpressions.type(reader);
                yield new Stmt.Havoc(local, type, reader.quoted("a reason"), at);
            }
            default -> throw new Unreadable("there is no statement '" + first.value() + "'", first.at());
        };
    }

    private static Stmt next(IrReader reader, Span at) throws Unreadable {
        String map = reader.name("the name of a map");
        String walk = reader.name("the name of a walk");
        reader.mark("[");
        List<String> keys = new java.util.ArrayList<>();
        while (reader.peek().filter(token -> !token.mark("]")).isPresent()) {
            keys.add(reader.name("the name of a local"));
            if (reader.peek().filter(token -> token.mark(",")).isEmpty()) {
                break;
            }
            reader.mark(",");
        }
        reader.mark("]");
        String value = reader.name("the name of a local");
        String found = reader.name("the name of a local");
        return new Stmt.WalkNext(map, walk, keys, value, found, reader.name("the name of a local"), at);
    }

    private static Stmt emit(IrReader reader, Span at) throws Unreadable {
        String form = reader.quoted("a format");
        List<Expr> values = IrExpressions.list(reader);
        if (!reader.next("as")) {
            return new Stmt.Emit(form, values, at);
        }
        IrToken channel = reader.take("a channel");
        return new Stmt.Emit(
                form,
                values,
                IrExpressions.constant(Stmt.Channel.values(), channel.value())
                        .orElseThrow(
                                () -> new Unreadable("there is no channel '" + channel.value() + "'", channel.at())),
                at);
    }

    private static Stmt print(IrReader reader, Span at) throws Unreadable {
        String map = reader.name("the name of a map");
        Optional<Integer> top = reader.next("top") ? Optional.of(reader.count("a number")) : Optional.empty();
        long divisor = reader.next("divisor") ? reader.number("a number") : 1;
        return new Stmt.PrintMap(map, top, divisor, at);
    }

    private static Stmt.Update update(IrReader reader) throws Unreadable {
        IrToken how = reader.take("an update");
        return switch (how.value()) {
            case "set" -> new Stmt.Update.Set(IrExpressions.read(reader));
            case "count" -> new Stmt.Update.Count();
            case "sum" -> new Stmt.Update.Sum(IrExpressions.read(reader));
            case "minimum" -> new Stmt.Update.Minimum(IrExpressions.read(reader));
            case "maximum" -> new Stmt.Update.Maximum(IrExpressions.read(reader));
            case "average" -> new Stmt.Update.Average(IrExpressions.read(reader));
            case "statistics" -> new Stmt.Update.Statistics(IrExpressions.read(reader));
            case "log2" -> new Stmt.Update.Log2(IrExpressions.read(reader));
            case "linear" -> {
                Expr value = IrExpressions.read(reader);
                long minimum = reader.number("the minimum");
                long maximum = reader.number("the maximum");
                yield new Stmt.Update.Linear(value, minimum, maximum, reader.number("the step"));
            }
            default -> throw new Unreadable("there is no update '" + how.value() + "'", how.at());
        };
    }
}
