package dev.ken.llm;

/// What a model said.
///
/// @param tries requests that it took, from 1
/// @param cut   it ended because it had as many tokens as were allowed
public record Answer(String text, Usage usage, int tries, boolean cut) {
    /// Tokens of one request.
    ///
    /// @param counted whether the provider counted them; else they are estimated from the length of the texts
    public record Usage(long promptTokens, long answerTokens, boolean counted) {
        public static final Usage NONE = new Usage(0, 0, true);
        private static final int CHARACTERS_A_TOKEN = 4;

        /// Where the provider does not say.
        public static Usage estimated(Prompt prompt, String answer) {
            long asked = prompt.messages().stream()
                    .mapToLong(message -> message.text().length())
                    .sum();
            return new Usage(asked / CHARACTERS_A_TOKEN + 1, answer.length() / CHARACTERS_A_TOKEN + 1, false);
        }

        public long tokens() {
            return promptTokens + answerTokens;
        }

        public Usage plus(Usage other) {
            return new Usage(
                    promptTokens + other.promptTokens, answerTokens + other.answerTokens, counted && other.counted);
        }
    }
}
