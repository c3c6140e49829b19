package dev.ken.engine;

/// A request as the user made it.
///
/// @param text   English
/// @param trials most programs that are tried before giving up, at least 1
/// @param assume whether what a request leaves open is assumed (and told) rather than asked
/// @param kernel whether the running kernel is asked too, where it can be
/// @param steps  the steps of the loop that are taken
public record Request(String text, Target target, int trials, boolean assume, boolean kernel, Steps steps) {
    /// Longest request that is read, in UTF-16 units. People write sentences; beyond this it is a file sent by mistake.
    public static final int LONGEST = 4_000;
    /// Trials where the user does not say.
    public static final int USUAL_TRIALS = 3;
    /// Most trials that may be asked for.
    public static final int MOST_TRIALS = 20;

    public Request {
        if (trials < 1 || trials > MOST_TRIALS) {
            throw new IllegalArgumentException("trials " + trials);
        }
    }

    /// With all steps.
    public Request(String text, Target target, int trials, boolean assume, boolean kernel) {
        this(text, target, trials, assume, kernel, Steps.ALL);
    }

    public static Request of(String text) {
        return new Request(text, Target.BPFTRACE, USUAL_TRIALS, false, true);
    }
}
