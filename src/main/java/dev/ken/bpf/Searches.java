package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Texts that are looked for within others: comparisons at one place after the other are one condition, and at
/// all places they tell whether the text is in the other one, or, with the NUL behind it, whether it ends so.
final class Searches {
    /// As [Scalars#BYTES], of a comparison somewhere within a text.
    private static final String WITHIN = "bytes.within";
    /// Letters that are compared at one place.
    private static final int MOST_LETTERS = 64;
    /// Places of one text.
    private static final int MOST_PLACES = 256;

    private Searches() {}

    /// That `bpf_strncmp(at, count, literal)` finds no difference somewhere within a text; empty where none is there,
    /// or where bytes behind its end are not known.
    static Optional<Expr> at(Memory memory, long at, int count, String literal) {
        String letters = (literal + "\0").substring(0, Math.min(count, literal.length() + 1));
        Optional<Long> begin = memory.begin(at);
        if (begin.isEmpty() || letters.isEmpty() || letters.length() > MOST_LETTERS) {
            return Optional.empty();
        }
        long inside = at - begin.get();
        if (!(memory.value(begin.get()) instanceof Value.Text(Expr text, int width, boolean padded))
                || !padded
                || inside <= 0
                || inside + letters.length() > width
                || letters.chars().anyMatch(c -> c > '~')) {
            return Optional.empty();
        }
        Optional<Expr> all = Optional.empty();
        for (int from = 0; from < letters.length(); from += Long.BYTES) {
            String some = letters.substring(from, Math.min(letters.length(), from + Long.BYTES));
            Expr one = new Expr.Binary(
                    BinaryOp.EQ,
                    new Expr.Apply(
                            WITHIN,
                            List.of(text, Scalars.number(inside + from), Scalars.number(some.length())),
                            Scalars.INT),
                    Scalars.number(number(some)));
            all = Optional.of(all.<Expr>map(before -> new Expr.Binary(BinaryOp.AND, before, one))
                    .orElse(one));
        }
        return all;
    }

    private static long number(String letters) {
        long number = 0;
        for (int i = letters.length() - 1; i >= 0; i--) {
            number = number << 8 | letters.charAt(i);
        }
        return number;
    }

    /// `letters` of `text` from byte `from` on.
    private record Found(Expr text, int from, String letters) {}

    /// Whether a condition is that letters stand at a place of a text.
    static boolean isOne(Expr condition) {
        return found(condition).isPresent();
    }

    private static Optional<Found> found(Expr condition) {
        return switch (condition) {
            case Expr.TextTest(var op, Expr text, String literal)
            when op == Expr.TextOp.PREFIX -> Optional.of(new Found(text, 0, literal));
            case Expr.Binary(BinaryOp op, Expr text, Expr.Text(String literal, int _))
            when op == BinaryOp.EQ -> Optional.of(new Found(text, 0, literal + "\0"));
            case Expr.Binary(BinaryOp op, Expr.Apply(String name, List<Expr> of, var _), Expr.Int(long number))
            when op == BinaryOp.EQ
                    && name.equals(WITHIN)
                    && of.get(1) instanceof Expr.Int(long from)
                    && of.get(2) instanceof Expr.Int(long count)
                    && from >= 0
                    && from < MOST_PLACES -> Optional.of(new Found(of.getFirst(), (int) from, letters(number, count)));
            case Expr.Binary(BinaryOp op, Expr left, Expr right)
            when op == BinaryOp.AND ->
                found(left)
                        .flatMap(one -> found(right)
                                .filter(other -> other.text().equals(one.text())
                                        && other.from()
                                                == one.from() + one.letters().length())
                                .map(other -> new Found(one.text(), one.from(), one.letters() + other.letters())));
            case Expr _ -> Optional.empty();
        };
    }

    private static String letters(long number, long count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < Math.min(count, Long.BYTES); i++) {
            letters.append((char) (number >>> 8 * i & 0xff));
        }
        return letters.toString();
    }

    /// A branch that goes to `yes` where letters are found.
    private record Branch(Expr condition, int yes, int no) {}

    private static Optional<Branch> branch(Jump jump) {
        return switch (jump) {
            case Jump.Branch(Expr.Unary(var op, Expr inner), int yes, int no)
            when op == Expr.UnaryOp.NOT && isSearch(inner) -> Optional.of(new Branch(inner, no, yes));
            case Jump.Branch(Expr condition, int yes, int no)
            when isSearch(condition) -> Optional.of(new Branch(condition, yes, no));
            case Jump _ -> Optional.empty();
        };
    }

    private static boolean isSearch(Expr condition) {
        return parts(condition).stream().allMatch(Searches::isOne);
    }

    /// Sides of an "or", from the last on.
    private static List<Expr> parts(Expr condition) {
        List<Expr> parts = new ArrayList<>();
        Expr rest = condition;
        while (rest instanceof Expr.Binary(BinaryOp op, Expr left, Expr right)
                && op == BinaryOp.OR
                && parts.size() < MOST_PLACES) {
            parts.add(right);
            rest = left;
        }
        parts.add(rest);
        return parts;
    }

    /// A search at one place, or several, that goes on at the next place where it finds nothing, as one.
    static Optional<Jump> together(Jump first, Jump second) {
        Optional<Branch> one = branch(first);
        Optional<Branch> other = branch(second);
        if (one.isEmpty() || other.isEmpty() || one.get().yes() != other.get().yes()) {
            return Optional.empty();
        }
        Expr both = one.get().condition();
        List<Expr> more = parts(other.get().condition());
        if (more.size() + parts(both).size() > MOST_PLACES) {
            return Optional.empty();
        }
        for (Expr next : more.reversed()) {
            both = new Expr.Binary(BinaryOp.OR, both, next);
        }
        return Optional.of(new Jump.Branch(both, one.get().yes(), other.get().no()));
    }

    /// Where a branch goes on that looks for the same again after it was found, or not.
    static Optional<Integer> again(Expr condition, boolean holds, Jump jump) {
        return branch(new Jump.Branch(condition, 1, 0))
                .flatMap(before -> branch(jump)
                        .filter(after -> after.condition().equals(before.condition()))
                        .map(after -> (before.yes() == 1) == holds ? after.yes() : after.no()));
    }

    /// Where a search goes on if it finds nothing.
    static Optional<Integer> otherwise(Jump jump) {
        return branch(jump).map(Branch::no);
    }

    /// Comparisons at all places as what they tell.
    static Expr of(Expr condition) {
        List<Expr> parts = parts(condition).reversed();
        if (parts.size() < 2 || !isSearch(condition)) {
            return condition;
        }
        Map<List<Object>, List<Expr>> groups = new LinkedHashMap<>();
        for (Expr part : parts) {
            found(part)
                    .ifPresent(one -> groups.computeIfAbsent(List.of(one.text(), one.letters()), _ -> new ArrayList<>())
                            .add(part));
        }
        return groups.values().stream()
                .flatMap(group -> whole(group).map(List::of).orElse(group).stream())
                .reduce((one, other) -> new Expr.Binary(BinaryOp.OR, one, other))
                .orElse(condition);
    }

    /// Comparisons that do not look everywhere are not followed: what may stand behind the end of a text is not known
    /// here, and a program that stops at the end would seem to be wrong.
    static Block settled(Block block, Set<String> notModelled) {
        if (!(block.jump() instanceof Jump.Branch(Expr condition, int yes, int no)) || !isWithin(condition)) {
            return block;
        }
        notModelled.add("a comparison of texts in part");
        return new Block(block.statements(), new Jump.Branch(plain(condition), yes, no));
    }

    private static boolean isWithin(Expr condition) {
        return switch (condition) {
            case Expr.Unary(var _, Expr of) -> isWithin(of);
            case Expr.Binary(var _, Expr left, Expr right) -> isWithin(left) || isWithin(right);
            case Expr.Apply(String name, var _, var _) -> name.equals(WITHIN);
            case Expr _ -> false;
        };
    }

    private static Expr plain(Expr condition) {
        return switch (condition) {
            case Expr.Unary(var op, Expr of) -> new Expr.Unary(op, plain(of));
            case Expr.Binary(var op, Expr left, Expr right) -> new Expr.Binary(op, plain(left), plain(right));
            case Expr.Apply(String name, var of, var type)
            when name.equals(WITHIN) -> new Expr.Apply(Scalars.BYTES, of, type);
            case Expr _ -> condition;
        };
    }

    /// The same letters of a text, found at every place where they may stand.
    private static Optional<Expr> whole(List<Expr> group) {
        List<Found> all = group.stream().flatMap(one -> found(one).stream()).toList();
        Found any = all.getFirst();
        boolean ends = any.letters().endsWith("\0");
        String literal = ends ? any.letters().substring(0, any.letters().length() - 1) : any.letters();
        int width = Lowering.type(any.text()) instanceof Type.Text(int bytes) ? bytes : 0;
        Set<Integer> places = new TreeSet<>(all.stream().map(Found::from).toList());
        int last = width - literal.length() - 1;
        boolean everywhere = last > 0
                && places.equals(
                        new TreeSet<>(IntStream.rangeClosed(0, last).boxed().toList()));
        return everywhere && !literal.isEmpty() && literal.indexOf(0) < 0
                ? Optional.of(new Expr.TextTest(ends ? Expr.TextOp.SUFFIX : Expr.TextOp.CONTAINS, any.text(), literal))
                : Optional.empty();
    }
}
