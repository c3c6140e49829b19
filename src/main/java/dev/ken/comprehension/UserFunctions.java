package dev.ken.comprehension;

import dev.ken.kernel.KernelModel;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Functions and probes of programs and libraries, however a request says them: "calls of handle_request in
/// /opt/app/bin/server", "the function xmalloc of bash", "/usr/bin/foo:bar", "the USDT probe app:order of
/// /opt/app". They are written as the exact names of their kinds (`uprobe:FILE:FUNCTION`), so that nothing
/// after this sees more than one word.
final class UserFunctions {
    private static final String NAME = "[A-Za-z_](?:\\w|::)*";
    private static final String KINDS_OF_FILE =
            "(?:binary|program|executable|library|app|application|shared library|shared object|process)";
    private static final String FILE =
            "[\"'`]?((?<![\\w])/[\\w./+~@-]*[\\w+~@-]|[\\w+-]+\\.so(?:\\.\\d+)*)[\"'`]?(?: " + KINDS_OF_FILE + "\\b)?";
    private static final String INSIDE =
            "\\s+(?:in|of|from|inside|within)\\s+(?:(?:the|a|my|our)\\s+)?(?:" + KINDS_OF_FILE + "\\s+)?";

    /// "calls of NAME in FILE", "the function NAME() of FILE".
    private static final Pattern OF_FILE = Pattern.compile(
            "(?i:(?<said>(?:the\\s+)?(?:user\\s+|user-space\\s+)?function\\s+(?:named\\s+|called\\s+)?))?[\"'`]?(?<name>"
                    + NAME
                    + ")(?<call>\\(\\))?[\"'`]?(?<behind>(?i:\\s+(?:function|method))?(?i:s?\\s+calls|\\s+is called)?)(?i:"
                    + INSIDE + ")" + FILE);

    /// "the function NAME of bash".
    private static final Pattern OF_PROGRAM =
            Pattern.compile("(?i:(?:the\\s+)?(?:user\\s+)?function\\s+)[\"'`]?(?<name>" + NAME
                    + ")(?<call>\\(\\))?[\"'`]?(?i:" + INSIDE + ")[\"'`]?(?<file>[A-Za-z][\\w+-]*)[\"'`]?");

    /// "in FILE, count calls of the function NAME".
    private static final Pattern FILE_FIRST =
            Pattern.compile("(?i:^|(?<=\\s))(?i:in|of|from|inside|within|for)\\s+(?i:(?:the|my|our)\\s+)?(?i:"
                    + KINDS_OF_FILE + "\\s+)?" + FILE + "\\s*,?\\s+(?=\\S)");

    private static final Pattern CALLED = Pattern.compile(
            "(?i:(?:the\\s+)?function\\s+)[\"'`]?(" + NAME + ")(?:\\(\\))?[\"'`]?|\\b(" + NAME + ")\\(\\)");

    private static final Pattern WITH_COLON =
            Pattern.compile("(?<![\\w:/.-])(?:u(?:ret)?probe:)?(/[\\w./+~@-]*[\\w+~@-]):(" + NAME + ")(?![\\w:])");

    private static final Pattern USDT =
            Pattern.compile("(?i:(?:the\\s+)?usdt\\s+(?:probe|tracepoint|event)s?\\s+)[\"'`]?(" + NAME + ":" + NAME
                    + "|" + NAME + ")[\"'`]?(?i:" + INSIDE + ")" + FILE);

    private static final Set<String> DATA = Set.of("etc", "var", "proc", "sys", "home", "tmp", "dev", "run", "mnt");

    private final KernelModel kernel;
    private final Lexicon lexicon;

    UserFunctions(KernelModel kernel, Lexicon lexicon) {
        this.kernel = kernel;
        this.lexicon = lexicon;
    }

    /// The request with every such function under its exact name.
    String named(String request) {
        String text = USDT.matcher(request)
                .replaceAll(found -> Matcher.quoteReplacement("usdt:" + found.group(2) + ":" + found.group(1)));
        text = WITH_COLON
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(probe(found.group(1), found.group(2))));
        text = OF_FILE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(ofFile(found)));
        text = OF_PROGRAM.matcher(text).replaceAll(found -> Matcher.quoteReplacement(ofProgram(found)));
        return fileFirst(text).orElse(text);
    }

    private static String probe(String file, String name) {
        return "uprobe:" + file + ":" + name;
    }

    private String ofFile(MatchResult found) {
        String name = found.group("name");
        String file = found.group(5);
        boolean said = found.group("said") != null
                || found.group("call") != null
                || !found.group("behind").isBlank();
        boolean program = isProgram(file);
        boolean named = said || isWritten(name) || program && !lexicon.isOrdinary(Token.word(name));
        boolean elsewhere = isOfKernel(name) && !program;
        return named && !elsewhere && !file.startsWith("/dev/") ? probe(file, name) : found.group();
    }

    private String ofProgram(MatchResult found) {
        String name = found.group("name");
        String file = found.group("file");
        boolean free = !isOfKernel(name)
                && !lexicon.isOrdinary(Token.word(name))
                && !ORDINARY_FILES.contains(file.toLowerCase(java.util.Locale.ROOT));
        return free ? probe(file, name) : found.group();
    }

    private static final Set<String> ORDINARY_FILES = Set.of(
            "kernel",
            "process",
            "program",
            "user",
            "users",
            "cpu",
            "each",
            "every",
            "all",
            "any",
            "pid",
            "milliseconds",
            "microseconds",
            "nanoseconds",
            "seconds",
            "ms",
            "us",
            "ns");

    private Optional<String> fileFirst(String text) {
        Matcher file = FILE_FIRST.matcher(text);
        while (file.find()) {
            if (!isProgram(file.group(1))) {
                continue;
            }
            String rest = text.substring(0, file.start()) + text.substring(file.end());
            Matcher called = CALLED.matcher(rest);
            if (called.find()) {
                String name = called.group(1) != null ? called.group(1) : called.group(2);
                return Optional.of(
                        rest.substring(0, called.start()) + probe(file.group(1), name) + rest.substring(called.end()));
            }
        }
        return Optional.empty();
    }

    /// Written as names of functions are, and no word of English.
    private static boolean isWritten(String name) {
        return name.contains("_")
                || name.contains("::")
                || !name.substring(1).equals(name.substring(1).toLowerCase(java.util.Locale.ROOT));
    }

    private boolean isOfKernel(String name) {
        return kernel.functions().find(name).isPresent()
                || kernel.syscalls().number(name).isPresent()
                || name.startsWith("sys_")
                || kernel.tracepoints().names().stream().anyMatch(full -> full.endsWith(":" + name));
    }

    /// Where programs and libraries lie.
    private static boolean isProgram(String file) {
        return file.contains(".so")
                || file.contains("/bin/")
                || file.contains("/sbin/")
                || file.contains("/lib")
                || file.startsWith("/") && !DATA.contains(file.split("/")[1]) && !file.matches(".*\\.[a-z]{2,5}");
    }
}
