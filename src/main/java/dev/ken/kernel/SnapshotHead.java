package dev.ken.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first section of a recorded kernel: what it is of, and what else is in the file. Its text:
///
/// ```
/// ken kernel snapshot 1
/// release 6.18.44
/// architecture x86_64
/// section tracepoints 1020304
/// section btf/vmlinux 5515646
/// ```
///
/// @param sections sizes in bytes by name, in the order of the file
public record SnapshotHead(String release, String architecture, Map<String, Integer> sections) {
    static final String NAME = "kernel";
    static final String BTF = "btf/";
    static final String TRACEPOINTS = "tracepoints";
    static final String SYSCALLS = "syscalls";
    static final String TRACEABLE = "traceable";

    private static final String FIRST = "ken kernel snapshot 1";
    private static final int MOST_SECTIONS = 2_000;
    private static final Pattern LINE =
            Pattern.compile("release (?<release>[\\w.+~-]{1,100})|architecture (?<architecture>\\w{1,40})"
                    + "|section (?<section>[\\w./+-]{1,120}) (?<size>\\d{1,9})");

    public SnapshotHead {
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
    }

    static SnapshotHead parse(String file, String text) {
        if (!text.startsWith(FIRST + "\n")) {
            throw new MalformedSnapshot(file, NAME, 0, "it does not begin with the line `" + FIRST + "`");
        }
        String release = "";
        String architecture = "";
        Map<String, Integer> sections = new LinkedHashMap<>();
        int at = FIRST.length() + 1;
        for (String line : text.substring(at).split("\n")) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new MalformedSnapshot(file, NAME, at, "not a line of it: " + shortened(line));
            }
            release = Optional.ofNullable(matcher.group("release")).orElse(release);
            architecture = Optional.ofNullable(matcher.group("architecture")).orElse(architecture);
            String section = matcher.group("section");
            if (section != null) {
                sections.put(section, Integer.parseInt(matcher.group("size")));
            }
            if (sections.size() > MOST_SECTIONS) {
                throw new MalformedSnapshot(file, NAME, at, "more than " + MOST_SECTIONS + " sections");
            }
            at += line.length() + 1;
        }
        if (release.isEmpty() || architecture.isEmpty()) {
            throw new MalformedSnapshot(file, NAME, -1, "release or architecture is missing");
        }
        return new SnapshotHead(release, architecture, sections);
    }

    private static String shortened(String line) {
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    String text() {
        StringBuilder text =
                new StringBuilder(FIRST + "\nrelease " + release + "\narchitecture " + architecture + "\n");
        sections.forEach((name, size) ->
                text.append("section ").append(name).append(' ').append(size).append('\n'));
        return text.toString();
    }

    public boolean has(String section) {
        return sections.containsKey(section);
    }

    /// Names of the modules whose BTF is there.
    public List<String> modules() {
        List<String> modules = new ArrayList<>();
        for (String section : sections.keySet()) {
            if (section.startsWith(BTF) && !section.equals(BTF + KernelTypes.KERNEL)) {
                modules.add(section.substring(BTF.length()));
            }
        }
        return modules;
    }

    /// Whether the kernel's own types are there.
    public boolean types() {
        return has(BTF + KernelTypes.KERNEL);
    }

    /// Whether it is known on which functions probes can stand.
    public boolean traceable() {
        return has(TRACEABLE);
    }
}
