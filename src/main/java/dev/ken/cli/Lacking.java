package dev.ken.cli;

/// The machine lacks something; the message says what and how to get it. Ends a command with [ExitCode#LACKING].
final class Lacking extends Exception {
    private static final long serialVersionUID = 1;

    Lacking(String message) {
        super(message, null, false, false);
    }
}
