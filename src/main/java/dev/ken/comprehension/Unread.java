package dev.ken.comprehension;

import java.util.List;

/// Why requests about several things are not understood.
final class Unread {
    private Unread() {}

    static Reading unrelated() {
        return new Reading.NotUnderstood(
                "The request asks how two things belong together, and I do not find both of them.",
                List.of(
                        "For example: time from fork to exec of each process; time between successive reads of a thread."));
    }

    static Reading several() {
        return new Reading.NotUnderstood(
                "The request is about several things at once, and I cannot tell what is asked of which.",
                List.of(
                        "Say each in a sentence of its own: count reads by process. Histogram of write latency in us."));
    }
}
