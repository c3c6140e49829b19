package dev.ken.comprehension;

import dev.ken.comprehension.Token.Kind;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.catalog.Attribute.Phase;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Names that stand in a request as the kernel writes them: system calls, tracepoints, kinds of the catalog.
final class ExactNames {
    private static final Set<String> ORDINARY = Tables.words("ordinary.syscalls");
    private static final List<String> PREFIXES = List.of("__x64_sys_", "sys_enter_", "sys_exit_", "sys_");

    private static final Map<String, String> LIBRARY = Tables.pairs("library.calls");

    private static final int MOST_IN_A_LIST = 24;

    private static final Set<String> FUNCTION_PROBES =
            Set.of("kprobe", "kretprobe", "kfunc", "kretfunc", "fentry", "fexit");

    private final Catalog catalog;
    private final KernelModel kernel;
    private final Lexicon lexicon;

    ExactNames(Catalog catalog, KernelModel kernel, Lexicon lexicon) {
        this.catalog = catalog;
        this.kernel = kernel;
        this.lexicon = lexicon;
    }

    /// The kind that the word at `at` names exactly.
    Optional<EventKind> at(List<Token> tokens, int at) {
        Token token = tokens.get(at);
        if (token.kind() != Kind.WORD || token.text().length() < 2) {
            return Optional.empty();
        }
        String text = token.text().toLowerCase(Locale.ROOT);
        boolean parentheses = text.endsWith("()");
        String name = parentheses ? text.substring(0, text.length() - 2) : text;
        if (text.startsWith("uprobe:") || text.startsWith("usdt:")) {
            return colons(name).or(() -> catalog.find(token.text()));
        }
        if (name.contains(":")) {
            return colons(name);
        }
        if (name.contains(".")) {
            return catalog.find(name);
        }
        boolean asCall = callWords(tokens, at).isEmpty();
        Optional<EventKind> library = Optional.ofNullable(LIBRARY.get(name))
                .filter(_ -> asCall
                        && (parentheses || kernel.syscalls().number(name).isEmpty() && is(tokens, at + 1, "cal")))
                .flatMap(catalog::find);
        if (library.isPresent()) {
            return library;
        }
        Optional<EventKind> call = call(name, parentheses || saysCall(tokens, at));
        if (call.isPresent()) {
            return call;
        }
        boolean written = name.contains("_") || parentheses || isFunction(tokens, at);
        return written ? tracepoint(name).or(() -> function(name)) : Optional.empty();
    }

    /// A function of the kernel, where the word can only be a name.
    private Optional<EventKind> function(String name) {
        return kernel.functions()
                .find(name)
                .flatMap(_ -> probedFunction(name).or(() -> catalog.find("function." + name)));
    }

    /// The curated kind that is this function and nothing else.
    private Optional<EventKind> probedFunction(String name) {
        Set<String> probes = Set.of("fentry:" + name, "fexit:" + name, "kprobe:" + name, "kretprobe:" + name);
        return catalog.curated().values().stream()
                .filter(kind -> kind.ways().stream()
                        .allMatch(way -> way.stream()
                                .allMatch(point -> probes.contains(point.probe())
                                        && point.when().isEmpty())))
                .filter(kind -> catalog.find(kind.name()).isPresent())
                .findFirst();
    }

    /// "the function X", "X function": the words beside it say what it is.
    private boolean isFunction(List<Token> tokens, int at) {
        boolean known = lexicon.isOrdinary(tokens.get(at));
        return is(tokens, at - 1, FUNCTION) || !known && is(tokens, at + 1, FUNCTION);
    }

    private static final String FUNCTION = Stems.of("function");

    private Optional<EventKind> colons(String name) {
        String[] words = name.split(":");
        String last = words[words.length - 1];
        return switch (words.length) {
            case 2 ->
                catalog.find("tracepoint." + words[0] + "." + last)
                        .or(() -> Set.of("syscall", "kprobe", "kfunc", "fentry").contains(words[0])
                                ? call(last, true)
                                : Optional.empty())
                        .or(() -> FUNCTION_PROBES.contains(words[0]) ? function(last) : Optional.empty());
            case 3 ->
                words[0].equals("tracepoint") && words[1].equals("syscalls")
                        ? call(last, true)
                        : words[0].equals("uprobe") || words[0].equals("usdt")
                                ? probed(words[1], last)
                                : catalog.find("tracepoint." + words[1] + "." + last);
            default -> Optional.empty();
        };
    }

    /// The curated kind that is seen at that place of a program or library.
    private Optional<EventKind> probed(String binary, String name) {
        String file = binary.substring(binary.lastIndexOf('/') + 1);
        return catalog.curated().values().stream()
                .filter(kind -> kind.points(Phase.START).stream()
                        .map(point -> point.probe().toLowerCase(Locale.ROOT))
                        .anyMatch(probe ->
                                probe.startsWith("u") && probe.endsWith(":" + name) && probe.contains("/" + file)))
                .findFirst()
                .flatMap(kind -> catalog.find(kind.name()));
    }

    private Optional<EventKind> call(String name, boolean meantAsCall) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return catalog.find("syscall." + name.substring(prefix.length()));
            }
        }
        if (kernel.syscalls().number(name).isEmpty()) {
            return Optional.empty();
        }
        // Where the catalog knows the word itself, it is meant as the catalog says.
        boolean numbered = Character.isDigit(name.charAt(name.length() - 1));
        boolean ordinary = ORDINARY.contains(name) || !numbered && lexicon.isOrdinary(Token.word(name));
        return ordinary && !meantAsCall ? Optional.empty() : curated(name).or(() -> catalog.find("syscall." + name));
    }

    /// The curated kind that is this call and nothing else: it has more to tell.
    private Optional<EventKind> curated(String call) {
        String enter = "tracepoint:syscalls:sys_enter_" + call;
        return catalog.curated().values().stream()
                .filter(kind -> kind.points(Phase.START).size() == 1)
                .filter(kind -> kind.points(Phase.START).getFirst().probe().equals(enter)
                        && kind.points(Phase.START).getFirst().when().isEmpty())
                .findFirst()
                .flatMap(kind -> catalog.find(kind.name()));
    }

    /// The number of the system call that a word is the name of.
    Optional<Integer> call(Token token) {
        String name = token.text().toLowerCase(Locale.ROOT).replaceAll("\\(\\)$", "");
        return token.kind() == Kind.WORD ? kernel.syscalls().number(name) : Optional.empty();
    }

    private static boolean saysCall(List<Token> tokens, int at) {
        return !callWords(tokens, at).isEmpty();
    }

    /// The places of "system call" or "syscall" that stand beside the name.
    static List<Integer> callWords(List<Token> tokens, int at) {
        int last = lastOfList(tokens, at);
        if (last > at) {
            return callWords(tokens, last);
        }
        if (is(tokens, at + 1, "syscal")) {
            return List.of(at + 1);
        }
        if (is(tokens, at + 1, "system") && is(tokens, at + 2, "cal")) {
            return List.of(at + 1, at + 2);
        }
        if (is(tokens, at - 1, "syscal")) {
            return List.of(at - 1);
        }
        return is(tokens, at - 2, "system") && is(tokens, at - 1, "cal") ? List.of(at - 2, at - 1) : List.of();
    }

    /// The places of the words beside the name at `at` that say what kind of probe it is: "tracepoint
    /// sched:sched_switch",
    /// "kretprobe vfs_write", "hits of the kprobe vfs_read".
    static List<Integer> probeWords(List<Token> tokens, int at) {
        List<Integer> places = new ArrayList<>();
        int before = at - 1;
        while (before >= 0 && at - before <= MOST_PROBE_WORDS && isProbeWord(tokens.get(before))) {
            places.add(before--);
        }
        int behind = at + 1;
        while (behind < tokens.size() && behind - at <= MOST_PROBE_WORDS && isProbeWord(tokens.get(behind))) {
            places.add(behind++);
        }
        return places;
    }

    private static boolean isProbeWord(Token token) {
        return token.kind() == Kind.WORD && PROBE_WORDS.contains(token.text().toLowerCase(Locale.ROOT));
    }

    private static final Set<String> PROBE_WORDS = Set.of(
            "tracepoint",
            "tracepoints",
            "kprobe",
            "kprobes",
            "kretprobe",
            "kretprobes",
            "uprobe",
            "uretprobe",
            "fentry",
            "fexit",
            "kfunc",
            "kretfunc",
            "usdt",
            "probe",
            "probes",
            "raw");
    private static final int MOST_PROBE_WORDS = 3;

    /// Where the list ends that goes on behind the name at `at`: "read, write and close system calls".
    private static int lastOfList(List<Token> tokens, int at) {
        int last = at;
        while (last + 2 < tokens.size() && last - at < MOST_IN_A_LIST && isBetween(tokens.get(last + 1))) {
            int next = last + 2;
            while (next < tokens.size() - 1 && isBetween(tokens.get(next))) {
                next++;
            }
            if (tokens.get(next).kind() != Kind.WORD) {
                break;
            }
            last = next;
        }
        return last > at && (is(tokens, last + 1, "syscal") || is(tokens, last + 1, "system")) ? last : at;
    }

    private static boolean isBetween(Token token) {
        return token.kind() == Kind.COMMA || Set.of("and", "or").contains(token.stem());
    }

    private static boolean is(List<Token> tokens, int at, String stem) {
        return at >= 0 && at < tokens.size() && tokens.get(at).stem().equals(stem);
    }

    private Optional<EventKind> tracepoint(String name) {
        return kernel.tracepoints().names().stream()
                .filter(full -> full.endsWith(":" + name) && !full.startsWith("syscalls:"))
                .findFirst()
                .flatMap(full -> catalog.find("tracepoint." + full.replace(':', '.')));
    }
}
