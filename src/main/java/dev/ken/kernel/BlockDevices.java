package dev.ken.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of block devices by their names, as the kernel has them in `dev_t` (`MKDEV` in include/linux/kdev_t.h):
/// those that a machine tells (`/proc/partitions`), and where it does not, those whose numbers are allocated for good
/// (Documentation/admin-guide/devices.txt).
public final class BlockDevices {
    private static final int MINOR_BITS = 20;

    /// The smallest number of a device; what is less has no major number.
    public static final long FIRST = 1L << MINOR_BITS;

    private static final int MINORS_OF_A_DISK = 16;
    /// Majors of SCSI disks, sixteen of them each.
    private static final List<Integer> SCSI_DISKS = List.of(8, 65, 66, 67, 68, 69, 70, 71);
    private static final Map<String, Integer> MAJORS = Map.of("loop", 7, "md", 9, "sr", 11, "nbd", 43, "ram", 1);

    private static final Pattern SCSI_DISK = Pattern.compile("sd([a-z]{1,2})(\\d{0,2})");
    private static final Pattern NUMBERED = Pattern.compile("([a-z]+)(\\d{1,4})");
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,4}):(\\d{1,7})");
    private static final Pattern PARTITION =
            Pattern.compile("^\\s*(\\d+)\\s+(\\d+)\\s+\\d+\\s+(\\S+)\\s*$", Pattern.MULTILINE);

    private final Lazy<Map<String, Long>> told;

    /// @param partitions the text of `/proc/partitions`, read when the first name is asked for
    public BlockDevices(Supplier<String> partitions) {
        this.told = new Lazy<>(() -> parsed(partitions.get()));
    }

    /// Of a machine that tells nothing.
    public static BlockDevices allocated() {
        return new BlockDevices(() -> "");
    }

    private static Map<String, Long> parsed(String partitions) {
        Map<String, Long> numbers = new HashMap<>();
        Matcher line = PARTITION.matcher(partitions);
        while (line.find()) {
            numbers.put(line.group(3), number(line.group(1), line.group(2)));
        }
        return Map.copyOf(numbers);
    }

    /// The number of `sda1`, `/dev/sda1` or `8:1`; empty where nothing tells it.
    public Optional<Long> number(String name) {
        String plain = name.startsWith("/dev/") ? name.substring("/dev/".length()) : name;
        Matcher written = WRITTEN.matcher(plain);
        return written.matches()
                ? Optional.of(number(written.group(1), written.group(2)))
                : Optional.ofNullable(told.get().get(plain)).or(() -> byConvention(plain));
    }

    /// `sda1` for its number where the machine tells it, else `8:1`.
    public String name(long number) {
        return told.get().entrySet().stream()
                .filter(one -> one.getValue() == number)
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElseGet(() -> written(number));
    }

    private static Optional<Long> byConvention(String name) {
        Matcher disk = SCSI_DISK.matcher(name);
        if (disk.matches()) {
            int index = index(disk.group(1));
            int major = index / MINORS_OF_A_DISK;
            int partition = disk.group(2).isEmpty() ? 0 : Integer.parseInt(disk.group(2));
            return major < SCSI_DISKS.size() && partition < MINORS_OF_A_DISK
                    ? Optional.of(number(
                            SCSI_DISKS.get(major), (long) index % MINORS_OF_A_DISK * MINORS_OF_A_DISK + partition))
                    : Optional.empty();
        }
        Matcher numbered = NUMBERED.matcher(name);
        return numbered.matches() && MAJORS.containsKey(numbered.group(1))
                ? Optional.of(number(MAJORS.get(numbered.group(1)), Long.parseLong(numbered.group(2))))
                : Optional.empty();
    }

    /// 0 for `a`, 26 for `aa`.
    private static int index(String letters) {
        int index = 0;
        for (char letter : letters.toCharArray()) {
            index = index * 26 + letter - 'a' + 1;
        }
        return index - 1;
    }

    private static long number(String major, String minor) {
        return number(Long.parseLong(major), Long.parseLong(minor));
    }

    private static long number(long major, long minor) {
        return major << MINOR_BITS | minor;
    }

    /// `8:1` for a number.
    public static String written(long number) {
        return (number >> MINOR_BITS) + ":" + (number & ((1L << MINOR_BITS) - 1));
    }
}
