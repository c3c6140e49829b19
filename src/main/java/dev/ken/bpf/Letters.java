package dev.ken.bpf;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Texts that are compared letter by letter, or several letters at once: what is found equal up to the NUL is the text,
/// what is found equal from the first letter on is how it begins. What stands behind a NUL is not looked at.
final class Letters {
    private static final int MOST = 256;

    private Letters() {}

    /// `letters` of `text` from byte `from` on.
    private record Piece(Expr text, int from, String letters) {}

    /// The same condition, about texts where it can be said so on this path.
    static Expr of(Expr condition, State state) {
        if (condition instanceof Expr.Unary(var op, Expr inner) && op == Expr.UnaryOp.NOT) {
            Expr same = of(inner, state);
            return same.equals(inner) ? condition : Scalars.not(same);
        }
        List<Piece> pieces = new ArrayList<>();
        if (!pieces(condition, pieces) || pieces.isEmpty()) {
            return condition;
        }
        Expr text = pieces.getFirst().text();
        List<Piece> known = new ArrayList<>(pieces);
        state.conditions.forEach(one -> known(one, known));
        boolean one = pieces.stream().allMatch(piece -> piece.text().equals(text));
        int end = pieces.stream()
                .mapToInt(piece -> piece.from() + piece.letters().length())
                .max()
                .orElse(0);
        return one ? test(text, spelled(text, known, end)).orElse(condition) : condition;
    }

    /// Whether so many letters of a text are known on this path, and none of them is its end.
    static boolean reaches(Expr text, int letters, State state) {
        List<Piece> known = new ArrayList<>();
        state.conditions.forEach(one -> known(one, known));
        String begins = letters <= MOST ? spelled(text, known, letters) : "";
        return begins.length() == letters && begins.indexOf(0) < 0;
    }

    private static Optional<Expr> test(Expr text, String begins) {
        int width = Lowering.type(text) instanceof dev.ken.ir.Type.Text(int bytes) ? bytes : 0;
        int nul = begins.indexOf(0);
        String literal = nul < 0 ? begins : begins.substring(0, nul);
        if (begins.isEmpty() || literal.length() >= width || literal.chars().anyMatch(c -> c > '~')) {
            return Optional.empty();
        }
        return Optional.of(
                nul < 0
                        ? new Expr.TextTest(Expr.TextOp.PREFIX, text, literal)
                        : new Expr.Binary(BinaryOp.EQ, text, new Expr.Text(literal, width)));
    }

    /// The letters from the first to `end`, or to a NUL; empty where one of them is not known.
    private static String spelled(Expr text, List<Piece> known, int end) {
        StringBuilder out = new StringBuilder();
        while (out.length() < end && out.indexOf("\0") < 0) {
            int at = out.length();
            Optional<Character> next = known.stream()
                    .filter(piece -> piece.text().equals(text)
                            && piece.from() <= at
                            && at < piece.from() + piece.letters().length())
                    .map(piece -> piece.letters().charAt(at - piece.from()))
                    .findFirst();
            if (next.isEmpty()) {
                return "";
            }
            out.append(next.get());
        }
        return out.toString();
    }

    private static void known(Expr condition, List<Piece> known) {
        if (condition instanceof Expr.TextTest(var op, Expr text, String literal) && op == Expr.TextOp.PREFIX) {
            known.add(new Piece(text, 0, literal));
        } else {
            pieces(condition, known);
        }
    }

    /// Takes apart `bytes == number`, and `(bytes ^ number | bytes ^ number | …) == 0`; false where it is neither.
    private static boolean pieces(Expr condition, List<Piece> into) {
        if (!(condition instanceof Expr.Binary(var op, Expr left, Expr.Int(long number))) || op != BinaryOp.EQ) {
            return false;
        }
        Optional<Piece> one = piece(left, number);
        one.ifPresent(into::add);
        return one.isPresent() || number == 0 && differences(left, into);
    }

    private static boolean differences(Expr expr, List<Piece> into) {
        if (into.size() > MOST || !(expr instanceof Expr.Binary(var op, Expr left, Expr right))) {
            return false;
        }
        if (op == BinaryOp.BIT_OR) {
            return differences(left, into) && differences(right, into);
        }
        Optional<Piece> one = op == BinaryOp.BIT_XOR && right instanceof Expr.Int(long number)
                ? piece(left, number)
                : Optional.empty();
        one.ifPresent(into::add);
        return one.isPresent();
    }

    private static Optional<Piece> piece(Expr bytes, long number) {
        if (!(bytes instanceof Expr.Apply(String name, List<Expr> arguments, var _))
                || !name.equals(Scalars.BYTES)
                || !(arguments.get(1) instanceof Expr.Int(long from))
                || !(arguments.get(2) instanceof Expr.Int(long count))
                || from < 0
                || from > MOST
                || count < 8 && number >>> 8 * count != 0) {
            return Optional.empty();
        }
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) (number >>> 8 * i & 0xff));
        }
        return Optional.of(new Piece(arguments.get(0), (int) from, letters.toString()));
    }
}
