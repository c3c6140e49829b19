package dev.ken.ir;

import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Statements. `at` is the place in the program's source that a statement came from.
public sealed interface Stmt {
    Span at();

    record Assign(String local, Expr value, Span at) implements Stmt {}

    /// Reads a map: `value` gets the entry (0, empty or false where absent), `present` whether there is one.
    record MapGet(String map, List<Expr> keys, String value, String present, Span at) implements Stmt {
        public MapGet {
            keys = List.copyOf(keys);
        }
    }

    record MapUpdate(String map, List<Expr> keys, Update update, Span at) implements Stmt {
        public MapUpdate {
            keys = List.copyOf(keys);
        }
    }

    record MapDelete(String map, List<Expr> keys, Span at) implements Stmt {
        public MapDelete {
            keys = List.copyOf(keys);
        }
    }

    /// Removes every entry.
    record MapClear(String map, Span at) implements Stmt {}

    /// Sets every entry to zero, keeping the keys.
    record MapZero(String map, Span at) implements Stmt {}

    /// Begins a walk over the entries that a map has now. A walk has a name, and what it comes to it keeps
    /// until it is begun anew; the order is that in which the keys came.
    record WalkStart(String map, String walk, Span at) implements Stmt {}

    /// Goes to the next entry of a walk: `more` says whether there was a next place to look at, `found` whether
    /// there is an entry still; `keys` and `value` get what it holds.
    record WalkNext(String map, String walk, List<String> keys, String value, String found, String more, Span at)
            implements Stmt {
        public WalkNext {
            keys = List.copyOf(keys);
        }
    }

    /// Reports one row. `form` is the constant text around the values (a printf format); it is presentation, and so is
    /// the channel.
    record Emit(String form, List<Expr> values, Channel channel, Span at) implements Stmt {
        public Emit {
            values = List.copyOf(values);
        }

        /// A row of text.
        public Emit(String form, List<Expr> values, Span at) {
            this(form, values, Channel.TEXT, at);
        }
    }

    /// What a row is shown as: `TEXT` is formatted, `VALUE` one value as it is (its `form` is a [Shape] as text),
    /// `CLOCK` the time of day, `FILE` what is in a file, `ARGUMENTS` the strings of an array, `COMMAND` a command.
    enum Channel {
        TEXT,
        VALUE,
        CLOCK,
        FILE,
        ARGUMENTS,
        COMMAND
    }

    /// Shows a map as it is now; only the `top` largest entries where given, values divided by `divisor`.
    /// `layout` says how each entry is shown, where the program says so itself.
    /// `only` are tests of the values as they are kept; entries that fail one are not shown.
    record PrintMap(String map, Optional<Integer> top, long divisor, Optional<Layout> layout, List<Test> only, Span at)
            implements Stmt {
        public PrintMap {
            only = List.copyOf(only);
        }

        public PrintMap(String map, Optional<Integer> top, long divisor, Span at) {
            this(map, top, divisor, Optional.empty(), List.of(), at);
        }
    }

    /// A comparison of a value with a number, `number OP value` where `turned`.
    record Test(Expr.BinaryOp op, boolean turned, long number) {}

    /// The line for each entry of a map: a printf format, and which part of the key, or the value, each place shows.
    record Layout(String form, List<Integer> columns) {
        /// Stands for the value among the columns.
        public static final int VALUE = -1;

        public Layout {
            columns = List.copyOf(columns);
        }
    }

    /// What the program says is to be done with the packet that it is asked about: 1 drops it, 2 lets it pass, as
    /// `enum xdp_action` has it; other numbers are other fates.
    record Decide(Expr verdict, Span at) implements Stmt {}

    /// Ends observation after this procedure.
    record Exit(Span at) implements Stmt {}

    /// Only executions in which this holds are looked at.
    record Assume(Expr condition, Span at) implements Stmt {}

    /// An obligation: `claim` says in a word what it is about.
    record Check(String claim, Expr condition, Span at) implements Stmt {}

    /// The local may be anything from here on; `reason` shows in the coverage.
    record Havoc(String local, Type type, String reason, Span at) implements Stmt {}

    /// How an entry changes. An absent entry counts as the update's neutral element.
    sealed interface Update {
        record Set(Expr value) implements Update {}

        record Count() implements Update {}

        record Sum(Expr value) implements Update {}

        record Minimum(Expr value) implements Update {}

        record Maximum(Expr value) implements Update {}

        record Average(Expr value) implements Update {}

        record Statistics(Expr value) implements Update {}

        record Log2(Expr value) implements Update {}

        record Linear(Expr value, long minimum, long maximum, long step) implements Update {}

        /// The same change by another value.
        default Update with(UnaryOperator<Expr> change) {
            return switch (this) {
                case Count() -> this;
                case Set(var value) -> new Set(change.apply(value));
                case Sum(var value) -> new Sum(change.apply(value));
                case Minimum(var value) -> new Minimum(change.apply(value));
                case Maximum(var value) -> new Maximum(change.apply(value));
                case Average(var value) -> new Average(change.apply(value));
                case Statistics(var value) -> new Statistics(change.apply(value));
                case Log2(var value) -> new Log2(change.apply(value));
                case Linear(var value, long minimum, long maximum, long step) ->
                    new Linear(change.apply(value), minimum, maximum, step);
            };
        }
    }
}
