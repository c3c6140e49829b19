package dev.ken.runtime;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Signals to our own children: `kill(2)`. Needs native access.
final class Signals {
    static final int INTERRUPT = 2;
    static final int USER_1 = 10;

    private Signals() {}

    /// Sends a signal to a child that was alive a moment ago; a child that is gone meanwhile is no error.
    static void send(Process child, int signal) {
        if (!child.isAlive()) {
            return;
        }
        try {
            int _ = (int) Holder.KILL.invokeExact((int) child.pid(), signal);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) cannot throw", e);
        }
    }

    private static final class Holder {
        private static final MethodHandle KILL = kill();

        private static MethodHandle kill() {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        }
    }
}
