package dev.ken.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How often a few things happen now, from the kernel's own counters: two looks at `/proc`, [#WINDOW_MILLIS]
/// apart. Nothing is attached, so only what the kernel counts anyway is known.
public final class KernelRates {
    /// Between the two looks. Short, for a user waits for it.
    public static final long WINDOW_MILLIS = 80;

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final int MOST_BYTES = 1 << 20;

    private final Map<String, Double> perSecond;
    private final int cpus;

    private KernelRates(Map<String, Double> perSecond, int cpus) {
        this.perSecond = Collections.unmodifiableMap(perSecond);
        this.cpus = cpus;
    }

    /// Nothing is known.
    public static KernelRates unknown() {
        return new KernelRates(new TreeMap<>(), Runtime.getRuntime().availableProcessors());
    }

    /// Measures; takes [#WINDOW_MILLIS]. Unknown where there is no `/proc`.
    public static KernelRates measure() {
        Map<String, Long> before = counters();
        long start = System.nanoTime();
        try {
            Thread.sleep(WINDOW_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown();
        }
        Map<String, Long> after = counters();
        double millis = (System.nanoTime() - start) / 1e6;
        Map<String, Double> rates = new TreeMap<>();
        before.forEach((name, count) -> {
            Long now = after.get(name);
            if (now != null && now >= count) {
                rates.put(name, (now - count) * MILLIS_PER_SECOND / millis);
            }
        });
        return new KernelRates(rates, Runtime.getRuntime().availableProcessors());
    }

    public int cpus() {
        return cpus;
    }

    /// Firings of a tracepoint in a second, all CPUs together.
    public Optional<Double> tracepoint(String category, String name) {
        return switch (category + ":" + name) {
            case "sched:sched_switch" -> rate("ctxt");
            case "sched:sched_process_fork" -> rate("processes");
            case "exceptions:page_fault_user" -> rate("pgfault");
            case "irq:irq_handler_entry", "irq:irq_handler_exit" -> rate("intr");
            case "irq:softirq_entry", "irq:softirq_exit", "irq:softirq_raise" -> rate("softirq");
            case "block:block_rq_issue", "block:block_rq_complete" -> rate("block");
            default -> Optional.empty();
        };
    }

    /// Occurrences of a software event in a second.
    public Optional<Double> counter(String event) {
        return switch (event) {
            case "page-faults" -> rate("pgfault");
            case "major-faults" -> rate("pgmajfault");
            case "context-switches" -> rate("ctxt");
            default -> Optional.empty();
        };
    }

    private Optional<Double> rate(String name) {
        return Optional.ofNullable(perSecond.get(name));
    }

    private static Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        text("/proc/stat").lines().forEach(line -> keep(line, counters));
        text("/proc/vmstat").lines().forEach(line -> keep(line, counters));
        long done = 0;
        boolean disks = false;
        for (String line : text("/proc/diskstats").lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 7) {
                disks = true;
                done += number(words[3]) + number(words[7]);
            }
        }
        if (disks) {
            counters.put("block", done);
        }
        return counters;
    }

    private static void keep(String line, Map<String, Long> counters) {
        String[] words = line.split(" ", 3);
        if (words.length >= 2) {
            switch (words[0]) {
                case "ctxt", "intr", "processes", "softirq", "pgfault", "pgmajfault" ->
                    counters.put(words[0], number(words[1]));
                default -> {}
            }
        }
    }

    private static long number(String digits) {
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }

    private static String text(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }
}
