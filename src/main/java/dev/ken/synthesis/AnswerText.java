package dev.ken.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the one program in what a model says: in a fenced block, or between prose.
public final class AnswerText {
    /// Longest program that is taken from an answer, in characters; a longer one is cut, and then is none.
    static final int LONGEST = 64 << 10;

    private static final Pattern BLOCK =
            Pattern.compile("```[ \\t]*([\\w+-]*)[^\\n]*\\n(.*?)(?:```|\\z)", Pattern.DOTALL);
    private static final Pattern PROBE = Pattern.compile(
            "(?m)^\\s*(?:BEGIN|END|begin|end|(?:tracepoint|t|rawtracepoint|rt|kprobe|k|kretprobe|kr|kfunc|fentry|f|kretfunc|fexit|fr"
                    + "|uprobe|u|uretprobe|ur|usdt|U|interval|i|profile|p|software|s|hardware|h|iter|watchpoint|w|self):\\S.*"
                    + "|#include\\b.*|config\\s*=.*|struct\\s+\\w+.*|(?://|/\\*).*)$");

    private AnswerText() {}

    /// The program: the last fenced block that looks like one, else the last block, else what stands from the
    /// first probe to the last brace, else the whole answer.
    public static String program(String answer) {
        String text = answer.length() > LONGEST ? answer.substring(0, LONGEST) : answer;
        String spoken = text.replaceAll("(?s)<think>.*?</think>", "");
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(spoken);
        while (matcher.find()) {
            blocks.add(matcher.group(2));
        }
        String program = blocks.reversed().stream()
                .filter(block -> PROBE.matcher(block).find())
                .findFirst()
                .or(() -> blocks.reversed().stream().findFirst())
                .orElseGet(() -> between(spoken));
        return called(program.strip()) + "\n";
    }

    private static String between(String text) {
        Matcher probe = PROBE.matcher(text);
        int end = text.lastIndexOf('}');
        return probe.find() && end > probe.start() ? text.substring(probe.start(), end + 1) : text;
    }

    /// `bpftrace -e 'PROGRAM'` is how a shell is told of it.
    private static String called(String program) {
        Matcher call = Pattern.compile("(?s)^(?:\\$\\s*)?(?:sudo\\s+)?bpftrace\\s+(?:-\\S+\\s+)*?-e\\s+'(.*)'\\s*$")
                .matcher(program);
        return call.matches() ? call.group(1).strip() : program;
    }
}
