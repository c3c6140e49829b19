package dev.ken.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Whether an output is a terminal, and how large: `ioctl(TIOCGWINSZ)`. Needs native access.
public final class Terminal {
    public static final int STANDARD_OUTPUT = 1;

    private static final long GET_WINDOW_SIZE = 0x5413;
    private static final int COLUMNS_WITHOUT_SIZE = 80;
    private static final int ROWS_WITHOUT_SIZE = 24;

    private Terminal() {}

    public record Size(int columns, int rows) {}

    /// The size of the terminal behind a file descriptor; empty where it is no terminal. A terminal that does not
    /// know its size has 80 columns and 24 rows.
    public static Optional<Size> size(int descriptor) {
        Linker linker = Linker.nativeLinker();
        MethodHandle ioctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("ioctl"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
            int result = (int) ioctl.invokeExact(descriptor, GET_WINDOW_SIZE, size);
            if (result != 0) {
                return Optional.empty();
            }
            int rows = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
            return Optional.of(
                    new Size(columns == 0 ? COLUMNS_WITHOUT_SIZE : columns, rows == 0 ? ROWS_WITHOUT_SIZE : rows));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("ioctl(2) cannot throw", e);
        }
    }
}
