package dev.ken.llm;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// What the requests of a run have used, against what they may. Serves many threads.
public final class Account {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int PLACES = 6;

    /// What a million tokens cost, in dollars.
    public record Price(BigDecimal prompt, BigDecimal answer) {
        BigDecimal of(Answer.Usage usage) {
            return prompt.multiply(BigDecimal.valueOf(usage.promptTokens()))
                    .add(answer.multiply(BigDecimal.valueOf(usage.answerTokens())))
                    .divide(MILLION, PLACES, RoundingMode.HALF_UP);
        }
    }

    /// What may be used; empty: as much as it takes.
    public record Budget(Optional<Long> tokens, Optional<BigDecimal> dollars) {
        public static final Budget UNLIMITED = new Budget(Optional.empty(), Optional.empty());
    }

    /// @param requests answers that were given
    /// @param tries    requests that were sent for them
    /// @param dollars  empty where the price is not known
    public record Total(int requests, int tries, Answer.Usage usage, Optional<BigDecimal> dollars) {}

    private final Budget budget;
    private final Optional<Price> price;
    private Answer.Usage used = Answer.Usage.NONE;
    private int requests;
    private int tries;

    public Account(Budget budget, Optional<Price> price) {
        this.budget = budget;
        this.price = price;
    }

    public synchronized Total total() {
        return new Total(requests, tries, used, price.map(one -> one.of(used)));
    }

    /// `model`, as long as there is something left. The last answer may go over the budget by its own length.
    public LanguageModel charged(LanguageModel model) {
        if (budget.dollars().isPresent() && price.isEmpty()) {
            throw new ModelUnreachable(
                    "the price of " + model.name()
                            + " is not known, so a budget in dollars cannot be kept; set [prices] in the configuration, or"
                            + " limit tokens with --budget-tokens",
                    false);
        }
        return new Charged(model, this);
    }

    private synchronized void open(String model) {
        Optional<String> out = budget.tokens()
                .filter(most -> used.tokens() >= most)
                .map(most -> most + " tokens")
                .or(() -> budget.dollars()
                        .filter(most -> price.filter(one -> one.of(used).compareTo(most) >= 0)
                                .isPresent())
                        .map(most -> "$" + most.toPlainString()));
        if (out.isPresent()) {
            throw new ModelUnreachable("the budget of " + out.get() + " for " + model + " is used up", false);
        }
    }

    private synchronized void charge(Answer answer) {
        used = used.plus(answer.usage());
        requests++;
        tries += answer.tries();
    }

    private record Charged(LanguageModel model, Account account) implements LanguageModel {
        @Override
        public Answer answer(Prompt prompt, Watch watch) {
            account.open(model.name());
            Answer answer = model.answer(prompt, watch);
            account.charge(answer);
            return answer;
        }

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
