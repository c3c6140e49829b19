package dev.ken.verify;

import dev.ken.kernel.Site;
import java.util.Set;

/// One kind of occurrence in the sequences that are looked at: a site, and for system calls which of them.
///
/// @param naming  when its thread may have got another name
/// @param changes facts of its thread that it may have changed by what the letter stands for, if it succeeded
record Letter(Site site, Call call, Naming naming, Set<String> changes) {
    Letter {
        changes = Set.copyOf(changes);
    }

    Letter(Site site, Call call, Naming naming) {
        this(site, call, naming, Set.of());
    }

    /// When a thread may have got another name and user.
    enum Naming {
        NEVER,
        /// Since its last call: it may have executed another program that nobody watched.
        BETWEEN_CALLS,
        /// By what the letter stands for, as an exec is.
        HERE
    }

    /// Which system call an occurrence belongs to.
    sealed interface Call {
        /// It is no system call.
        record None() implements Call {}

        record Number(long number) implements Call {}

        /// Any that neither program compares the number with: one letter stands for all of them.
        record Other() implements Call {}
    }

    boolean renames() {
        return naming == Naming.HERE;
    }

    boolean enters() {
        return site instanceof Site.SyscallEnter;
    }

    boolean returns() {
        return site instanceof Site.SyscallExit;
    }

    /// Whether it happens to a thread; timers do not.
    boolean inThread() {
        return switch (site) {
            case Site.Interval _, Site.Begin(), Site.End(), Site.Iterator _, Site.Self _, Site.Packet _ -> false;
            case Site.SyscallEnter(), Site.SyscallExit(), Site.Tracepoint _, Site.Usdt _, Site.Counter _ -> true;
            case Site.FunctionEntry _, Site.FunctionReturn _, Site.UserEntry _, Site.UserReturn _ -> true;
            case Site.Sample _, Site.Watchpoint _ -> true;
        };
    }

    String text() {
        return site.text()
                + switch (call) {
                    case Call.None() -> "";
                    case Call.Number(long number) -> " " + number;
                    case Call.Other() -> " other";
                };
    }
}
