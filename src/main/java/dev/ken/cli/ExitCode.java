package dev.ken.cli;

/// What the exit code of the process means.
final class ExitCode {
    /// Accepted, proved, or simply done.
    static final int DONE = 0;
    /// The program does not do what was asked; there is a counterexample.
    static final int REFUTED = 1;
    static final int BAD_INPUT = 2;
    /// Neither proved nor refuted, or the trials are used up.
    static final int UNDECIDED = 3;
    static final int NEEDS_CLARIFICATION = 4;
    static final int DECLINED = 5;
    /// The machine, or a service, lacks something.
    static final int LACKING = 6;
    /// Our bug.
    static final int BUG = 70;

    private ExitCode() {}
}
