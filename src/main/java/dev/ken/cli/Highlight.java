package dev.ken.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Colours a bpftrace program. Text only: what is not recognised stays as it is.
final class Highlight {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>//[^\\n]*|/\\*.*?\\*/)"
                    + "|(?<string>\"(?:\\\\.|[^\"\\\\\\n])*\")"
                    + "|(?<probe>\\b(?:BEGIN|END|begin|end)\\b|\\b(?:tracepoint|kprobe|kretprobe|kfunc|kretfunc|fentry|fexit|uprobe|uretprobe|usdt"
                    + "|software|hardware|profile|interval|rawtracepoint):[\\w:*./-]+)"
                    + "|(?<map>@\\w*)"
                    + "|(?<word>\\b(?:if|else|while|unroll|return|args|pid|tid|comm|uid|gid|nsecs|cpu|kstack|ustack|retval|count|sum|avg|min|max|hist"
                    + "|lhist|stats|printf|print|clear|zero|delete|exit|str)\\b)"
                    + "|(?<number>\\b(?:0x[0-9a-fA-F]+|\\d+)\\b)",
            Pattern.DOTALL);

    private Highlight() {}

    static String of(String program, Style style) {
        if (!style.colour()) {
            return program;
        }
        Matcher matcher = TOKEN.matcher(program);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            out.append(program, at, matcher.start()).append(coloured(matcher, style));
            at = matcher.end();
        }
        return out.append(program, at, program.length()).toString();
    }

    private static String coloured(Matcher matcher, Style style) {
        String text = matcher.group();
        if (matcher.group("comment") != null) {
            return style.dim(text);
        }
        if (matcher.group("string") != null) {
            return style.green(text);
        }
        if (matcher.group("probe") != null) {
            return style.bold(text);
        }
        if (matcher.group("map") != null) {
            return style.yellow(text);
        }
        return matcher.group("number") != null ? style.blue(text) : style.cyan(text);
    }
}
