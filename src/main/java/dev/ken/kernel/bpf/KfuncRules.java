package dev.ken.kernel.bpf;

import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the verifier holds of a kfunc that BTF does not tell.
///
/// @param programs types of programs that may call it; `every` alone for all
public record KfuncRules(String name, Set<Flag> flags, List<String> programs, Citation source) {
    /// See the head of the file `kfuncs.rules`.
    public enum Flag {
        ACQUIRES,
        RELEASES,
        NULL,
        SLEEPS,
        TRUSTED,
        RCU,
        DESTRUCTIVE,
        PROTECTED,
        NEW,
        NEXT,
        DESTROY
    }

    private static final String FILE = "kfuncs.rules";
    private static final String EVERY = "every";

    public KfuncRules {
        EnumSet<Flag> all = EnumSet.noneOf(Flag.class);
        all.addAll(flags);
        flags = Collections.unmodifiableSet(all);
        programs = List.copyOf(programs);
    }

    /// All that a file says, in its order.
    public record Parsed(List<KfuncRules> rules, List<Diagnostic> diagnostics) {}

    private static final class Shipped {
        private static final Map<String, KfuncRules> RULES = read(FactReader.shipped(FILE));
    }

    /// Empty where KEN knows no more than BTF tells.
    public static Optional<KfuncRules> of(String kfunc) {
        return Optional.ofNullable(Shipped.RULES.get(kfunc));
    }

    /// All that are known.
    public static List<KfuncRules> all() {
        return List.copyOf(Shipped.RULES.values());
    }

    private static Map<String, KfuncRules> read(Source source) {
        Parsed parsed = parse(source);
        FactReader.allRead(source, parsed.diagnostics());
        Map<String, KfuncRules> rules = new LinkedHashMap<>();
        for (KfuncRules one : parsed.rules()) {
            if (rules.put(one.name(), one) != null) {
                throw new IllegalStateException("kfunc twice: " + one.name());
            }
        }
        return Collections.unmodifiableMap(rules);
    }

    /// Reads paragraphs `group FILE LIST` with the lines `programs TYPE …` and `kfunc NAME [FLAG …]`. Total:
    /// what cannot be read is a diagnostic, the rest is there.
    public static Parsed parse(Source source) {
        FactReader reader = new FactReader();
        Stanza.Read read = Stanza.read(source);
        reader.complainAll(read.diagnostics());
        List<KfuncRules> rules = new ArrayList<>();
        for (Stanza stanza : read.stanzas()) {
            List<String> file = words(stanza.head().rest());
            if (!stanza.head().word().equals("group") || file.size() < 2) {
                reader.complain(
                        "outside", "expected `group FILE LIST`", stanza.head().at());
                continue;
            }
            reader.onlyWords(stanza, List.of("programs", "kfunc"));
            Citation citation = new Citation(file.getFirst(), file.subList(1, file.size()));
            List<String> programs =
                    stanza.first("programs").map(line -> words(line.rest())).orElse(List.of());
            if (programs.isEmpty()) {
                reader.complain(
                        "programs", "expected `programs TYPE …`", stanza.head().at());
            }
            for (Stanza.Line line : stanza.all("kfunc")) {
                rule(line, programs, citation, reader).ifPresent(rules::add);
            }
        }
        return new Parsed(List.copyOf(rules), reader.diagnostics());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private static Optional<KfuncRules> rule(
            Stanza.Line line, List<String> programs, Citation source, FactReader reader) {
        List<String> words = words(line.rest());
        if (words.isEmpty()) {
            reader.complain("kfunc", "expected `kfunc NAME [FLAG …]`", line.at());
            return Optional.empty();
        }
        EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
        for (String word : words.subList(1, words.size())) {
            Optional<Flag> flag = Arrays.stream(Flag.values())
                    .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
            flag.ifPresent(flags::add);
            if (flag.isEmpty()) {
                reader.complain("flag", "unknown flag `" + word + "`", line.at());
            }
        }
        return Optional.of(new KfuncRules(words.getFirst(), flags, programs, source));
    }

    /// Whether a program of this type (`tracing`, `xdp`) may call it.
    public boolean callableBy(String type) {
        return programs.contains(EVERY) || programs.contains(type);
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }
}
