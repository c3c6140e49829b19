package dev.ken.cli;

import dev.ken.kernel.ErrorNumbers;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.catalog.Attribute;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of numbers that people know by name: errors, signals, system calls, devices, states of TCP. What has no name
/// stays a number.
final class ValueNames {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern LISTED = Pattern.compile("(0x[0-9a-f]{1,8}|\\d{1,9}) ([^ ,;]+(?: [^ ,;]+){0,3})");
    private static final Pattern BRACKETED = Pattern.compile("\\(([^()]*)\\)$");
    private static final Set<String> DEVICES = Set.of("device", "old_device");
    private static final Map<String, List<String>> SECTIONS = read();

    private ValueNames() {}

    /// How the values of an attribute of `event` are told on this kernel; empty where they are no numbers or have no
    /// names.
    static Optional<UnaryOperator<String>> of(String event, Attribute attribute, KernelModel kernel) {
        Optional<LongFunction<Optional<String>>> names = switch (attribute.type()) {
            case ERRNO -> Optional.of(ErrorNumbers::name);
            case INTEGER, SIGNED -> ofNumber(event, attribute, kernel);
            case TEXT, ADDRESS, STACK -> Optional.empty();
        };
        return names.map(one -> text ->
                NUMBER.matcher(text).matches() ? one.apply(Long.parseLong(text)).orElse(text) : text);
    }

    private static Optional<LongFunction<Optional<String>>> ofNumber(
            String event, Attribute attribute, KernelModel kernel) {
        String name = attribute.name();
        if (event.equals("syscall") && name.equals("nr")) {
            return Optional.of(kernel.syscalls()::name);
        }
        if (DEVICES.contains(name)) {
            return Optional.of(number -> Optional.of(kernel.devices().name(number)));
        }
        List<String> section = Optional.ofNullable(SECTIONS.get(event + " " + name))
                .orElseGet(() -> SECTIONS.getOrDefault("* " + name, List.of()));
        Map<Long, String> known = section.isEmpty() ? listed(attribute.gloss()) : known(section, kernel);
        return known.isEmpty() ? Optional.empty() : Optional.of(number -> Optional.ofNullable(known.get(number)));
    }

    private static Map<Long, String> known(List<String> section, KernelModel kernel) {
        Map<Long, String> names = new HashMap<>();
        for (String line : section) {
            String[] words = line.split(" ");
            if (words[0].equals("enum")) {
                kernel.btf()
                        .flatMap((Btf btf) -> btf.enumeration(words[1]))
                        .map(BtfType.Enum::enumerators)
                        .orElse(List.of())
                        .forEach(one -> names.put(
                                one.value(),
                                one.name().startsWith(words[2])
                                        ? one.name().substring(words[2].length())
                                        : one.name()));
            } else {
                names.put(Long.decode(words[0]), words[1]);
            }
        }
        return names;
    }

    /// What the words for an attribute list: "the kind (1 timer, 4 block)". The numbers stay, for not all of them have
    /// to be listed.
    private static Map<Long, String> listed(String gloss) {
        Matcher bracketed = BRACKETED.matcher(gloss);
        String[] items = (bracketed.find() ? bracketed.group(1) : gloss).split(", ", -1);
        Map<Long, String> names = new HashMap<>();
        for (String item : items) {
            Matcher listed = LISTED.matcher(item);
            if (!listed.matches()) {
                return Map.of();
            }
            long number = Long.decode(listed.group(1));
            names.put(number, number + " " + listed.group(2));
        }
        return names.size() < 2 ? Map.of() : names;
    }

    private static Map<String, List<String>> read() {
        try (InputStream in = ValueNames.class.getResourceAsStream("value.names")) {
            if (in == null) {
                throw new IllegalStateException("missing resource value.names");
            }
            return sections(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Headings that follow one another have the same lines.
    private static Map<String, List<String>> sections(String text) {
        Map<String, List<String>> sections = new HashMap<>();
        List<String> lines = List.of();
        for (String line : text.lines()
                .filter(one -> !one.isBlank() && !one.startsWith("#"))
                .toList()) {
            if (line.startsWith("[")) {
                lines = lines.isEmpty() && !sections.isEmpty() ? lines : new ArrayList<>();
                sections.put(line.substring(1, line.length() - 1), lines);
            } else {
                lines.add(line);
            }
        }
        return sections;
    }
}
