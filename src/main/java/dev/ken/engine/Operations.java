package dev.ken.engine;

import java.util.List;

/// What KEN can be asked to do, for every door. A door adds how it is spelled, never what there is.
public final class Operations {
    private Operations() {}

    /// @param name      one word
    /// @param summary   a phrase that begins with a verb
    /// @param input     what it is given
    /// @param needsRoot whether it needs a kernel and the right to load programs
    public record Operation(String name, String summary, String input, boolean needsRoot) {}

    public static final List<Operation> ALL = List.of(
            new Operation("ask", "write a program for a request, prove it, and run it", "REQUEST", true),
            new Operation("generate", "write a program for a request and prove it", "REQUEST", false),
            new Operation("verify", "judge a program against a request", "PROGRAM", false),
            new Operation("run", "run a program and show what it sees", "PROGRAM", true),
            new Operation("explain", "say in English what a program does", "PROGRAM", false),
            new Operation("diff", "say whether two programs print the same", "A B", false),
            new Operation("simulate", "show what a program prints for given events", "PROGRAM EVENTS", false),
            new Operation("search", "find events, probes, helpers and functions by words", "WORDS", false),
            new Operation("contract", "show what holds of an event or a probe", "NAME", false),
            new Operation("kernel", "record a kernel, and show what is known of it", "COMMAND", false),
            new Operation("examples", "list, add or remove examples for models", "COMMAND", false),
            new Operation("history", "list what was asked before", "", false),
            new Operation("show", "show what came of an earlier request", "ID", false),
            new Operation("rerun", "ask an earlier request again", "ID", true),
            new Operation(
                    "check",
                    "say whether programs are legal; without one, what this machine has",
                    "[PROGRAM…]",
                    false));
}
