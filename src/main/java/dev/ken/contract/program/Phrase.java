package dev.ken.contract.program;

import dev.ken.contract.clause.Formula.BinaryOperator;
import dev.ken.contract.clause.Formula.UnaryOperator;
import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

/// A truth value, a number or a text of a contract of a program, with its place. Sorts are told apart when names are
/// resolved.
public sealed interface Phrase {
    Span at();

    record Int(long value, Span at) implements Phrase {}

    record Text(String value, Span at) implements Phrase {}

    record Truth(boolean value, Span at) implements Phrase {}

    /// An attribute of the event, an argument (`args.count`), an error number, a `let` or an `any` of the hook.
    record Name(String name, Span at) implements Phrase {}

    /// A variable of the program (`$i`), in invariants of loops only.
    record Local(String name, Span at) implements Phrase {}

    /// What a map holds for a key; 0 or empty where it holds nothing.
    record Entry(String map, List<Phrase> keys, Span at) implements Phrase {
        public Entry {
            keys = List.copyOf(keys);
        }
    }

    /// `of` with the maps as they were when the event came.
    record Old(Phrase of, Span at) implements Phrase {}

    /// What is asked of an entry beside its value.
    record Of(Asked asked, Entry entry, Span at) implements Phrase {}

    /// How often the bucket of a histogram was hit into which `value` falls.
    record Hits(Entry entry, Phrase value, Span at) implements Phrase {}

    /// How many rows this event makes the program report.
    record Rows(Span at) implements Phrase {}

    /// A row with just these values is reported; an empty one may be anything.
    record Reported(List<Optional<Phrase>> values, Span at) implements Phrase {
        public Reported {
            values = List.copyOf(values);
        }
    }

    /// The map is printed.
    record Shown(String map, Span at) implements Phrase {}

    /// The program ends.
    record Ended(Span at) implements Phrase {}

    /// The text at an address of the process.
    record UserText(Phrase address, Span at) implements Phrase {}

    /// A text begins with, ends with or contains `literal`.
    record TextTest(Test test, Phrase text, String literal, Span at) implements Phrase {}

    record Unary(UnaryOperator operator, Phrase of, Span at) implements Phrase {}

    record Binary(BinaryOperator operator, Phrase left, Phrase right, Span at) implements Phrase {}

    /// `of in least..most`, both ends included.
    record InRange(Phrase of, Phrase least, Phrase most, Span at) implements Phrase {}

    record Choose(Phrase condition, Phrase yes, Phrase no, Span at) implements Phrase {}

    /// `PRESENT`: whether there is an entry. `SUM` and `COUNT` are of averages and statistics.
    enum Asked {
        PRESENT("present"),
        SUM("sum"),
        COUNT("count");

        private final String word;

        Asked(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    enum Test {
        STARTS("starts"),
        ENDS("ends"),
        CONTAINS("contains");

        private final String word;

        Test(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
