package dev.ken.cli;

import java.util.List;

/// Several commands in one process, for the launcher `ken`: what they use is what the JVM's AOT cache keeps ready. The
/// arguments are commands as `ken` takes them, with `,` between two.
public final class Rehearsal {
    private static final String BETWEEN = ",";

    private Rehearsal() {}

    /// Ends the process with the worst exit code of its commands.
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), Console.ofProcess()));
    }

    static int run(List<String> arguments, Console console) {
        int end = arguments.indexOf(BETWEEN);
        List<String> first = end < 0 ? arguments : arguments.subList(0, end);
        int code = Main.run(first.toArray(String[]::new), console);
        return end < 0 ? code : Math.max(code, run(arguments.subList(end + 1, arguments.size()), console));
    }
}
