package dev.ken.contract.clause;

import dev.ken.kernel.bpf.Prototype;
import dev.ken.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What holds of one thing of the kernel: `requires` on entry, `ensures` on return, and what is written
/// between. `says` is English in the words that people use; `source` names the release, the file and the
/// function that it was read from. Names in `free` may have any value of their type, `result` too. `modifies`
/// holds names and dereferenced names (`*buf`); it is empty where nothing is said of writes, and the one word
/// `nothing` where there are none.
public record Contract(
        Subject subject,
        String says,
        String source,
        List<Clause> clauses,
        List<String> modifies,
        List<String> free,
        Optional<Elsewhere> elsewhere,
        Span at) {
    public Contract {
        clauses = List.copyOf(clauses);
        modifies = List.copyOf(modifies);
        free = List.copyOf(free);
    }

    /// Where a function exists that some kernels lack: `linux 6.12 CONFIG_NFS_FS`, and as C declares it there.
    public record Elsewhere(String kernels, Prototype prototype) {}

    /// What a contract is about.
    public record Subject(Kind kind, String name) {
        @Override
        public String toString() {
            return kind.word() + " " + name;
        }
    }

    public enum Kind {
        HELPER,
        KFUNC,
        FUNCTION,
        SYSCALL,
        PROBE,
        HOOK;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One clause; `remark` is what stands behind `#`, or empty.
    public record Clause(Time time, Formula formula, String remark, Span at) {
        public String text() {
            return time.word() + " " + FormulaText.of(formula);
        }
    }

    /// When a clause holds.
    public enum Time {
        REQUIRES,
        ENSURES;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public List<Clause> clauses(Time time) {
        return clauses.stream().filter(clause -> clause.time() == time).toList();
    }
}
