package dev.ken.comprehension;

import java.util.Optional;

/// Ends an [Assembler]'s work from within; never leaves it.
final class Unsuitable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Reading reading;

    Unsuitable(Reading reading) {
        super("unsuitable", null, false, false);
        this.reading = reading;
    }

    /// What to answer instead.
    Reading reading() {
        return reading;
    }

    /// A refusal, and the nearest thing that can be done.
    static Unsuitable refused(String reason, String... hint) {
        return new Unsuitable(new Reading.Declined(reason, hint.length == 0 ? Optional.empty() : Optional.of(hint[0])));
    }
}
