package dev.ken.comprehension;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the intent in what a model says: in a fenced block, or the lines that begin as lines of intents do.
final class IntentAnswer {
    private static final int LONGEST = 16 << 10;
    private static final Pattern BLOCK = Pattern.compile("```[^\\n]*\\n(.*?)(?:```|\\z)", Pattern.DOTALL);
    private static final Set<String> BEGINNINGS = Set.of(
            "report",
            "count",
            "sum",
            "average",
            "minimum",
            "maximum",
            "statistics",
            "histogram",
            "linear",
            "first",
            "last",
            "distinct",
            "rate",
            "net",
            "in",
            "highest",
            "ratio",
            "after",
            "minus",
            "to",
            "where",
            "when",
            "by",
            "every",
            "top",
            "having",
            "at",
            "for",
            "assume");

    private IntentAnswer() {}

    static String text(String answer) {
        String text = answer.length() > LONGEST ? answer.substring(0, LONGEST) : answer;
        String spoken = text.replaceAll("(?s)<think>.*?</think>", "");
        Matcher blocks = BLOCK.matcher(spoken);
        String found = spoken;
        while (blocks.find()) {
            found = blocks.group(1);
        }
        StringBuilder lines = new StringBuilder();
        for (String line : found.strip().split("\\R")) {
            String plain = line.strip().replaceFirst("^[-*•>]\\s+", "").replaceFirst("^Intent:\\s*", "");
            String word = plain.split("\\s", 2)[0];
            if (BEGINNINGS.contains(word)) {
                lines.append(plain).append('\n');
            } else if (!plain.isBlank() && lines.length() > 0) {
                // Prose follows; a second answer after it is not looked at.
                break;
            }
        }
        return lines.length() == 0 ? found : lines.toString();
    }
}
