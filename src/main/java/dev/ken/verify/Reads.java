package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Type;
import java.util.List;
import java.util.Optional;

/// Where phrases get what maps hold and what came out; `old` asks for maps as they were when the event came.
interface Reads {
    Expr present(MapDecl map, List<Expr> keys, boolean old);

    /// The value, or how many were counted into it.
    Expr entry(MapDecl map, List<Expr> keys, boolean count, boolean old, Type type);

    /// How often the bucket of `value` was hit.
    Expr hits(MapDecl map, List<Expr> keys, Expr value, boolean old);

    Expr rows();

    Expr reported(List<Optional<PhraseLowering.Typed>> values);

    Expr shown(String map);

    Expr ended();

    /// Stands for all of it where only sorts matter.
    Reads SORTS = new Reads() {
        private static final Expr NUMBER = new Expr.Int(0);
        private static final Expr TRUTH = new Expr.Bool(true);

        @Override
        public Expr present(MapDecl map, List<Expr> keys, boolean old) {
            return TRUTH;
        }

        @Override
        public Expr entry(MapDecl map, List<Expr> keys, boolean count, boolean old, Type type) {
            return new Expr.Local("entry", type);
        }

        @Override
        public Expr hits(MapDecl map, List<Expr> keys, Expr value, boolean old) {
            return NUMBER;
        }

        @Override
        public Expr rows() {
            return NUMBER;
        }

        @Override
        public Expr reported(List<Optional<PhraseLowering.Typed>> values) {
            return TRUTH;
        }

        @Override
        public Expr shown(String map) {
            return TRUTH;
        }

        @Override
        public Expr ended() {
            return TRUTH;
        }
    };
}
