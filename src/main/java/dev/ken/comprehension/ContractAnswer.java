package dev.ken.comprehension;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the contract in what a model says: in a fenced block, or the lines that begin as lines of contracts do.
final class ContractAnswer {
    private static final int LONGEST = 16 << 10;
    private static final String FIRST = "contract program model\n";
    private static final Pattern BLOCK = Pattern.compile("```[^\\n]*\\n(.*?)(?:```|\\z)", Pattern.DOTALL);
    private static final Set<String> BEGINNINGS =
            Set.of("contract", "says", "hook", "any", "let", "requires", "ensures", "never", "modifies", "loop", "#");

    private ContractAnswer() {}

    /// The text of a contract. Its first line and who says so are KEN's: a model does not say who it is.
    static String text(String answer) {
        String text = answer.length() > LONGEST ? answer.substring(0, LONGEST) : answer;
        String spoken = text.replaceAll("(?s)<think>.*?</think>", "");
        Matcher blocks = BLOCK.matcher(spoken);
        String found = blocks.find() ? blocks.group(1) : spoken;
        StringBuilder lines = new StringBuilder(FIRST);
        for (String line : found.strip().split("\\R")) {
            String plain = line.strip().replaceFirst("^[-*•>]\\s+", "");
            String word = plain.split("[\\s:]", 2)[0];
            if (BEGINNINGS.contains(word) && !word.equals("contract")) {
                lines.append(plain).append('\n');
            }
        }
        return lines.toString();
    }
}
