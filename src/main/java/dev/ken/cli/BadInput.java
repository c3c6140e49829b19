package dev.ken.cli;

/// What the user gave cannot be used; the message says why and what to do, without a trace. Ends a command with
/// [ExitCode#BAD_INPUT].
final class BadInput extends Exception {
    private static final long serialVersionUID = 1;

    BadInput(String message) {
        super(message, null, false, false);
    }
}
