package dev.ken.comprehension;

import dev.ken.comprehension.Assembler.Parts;
import dev.ken.contract.ConditionText;
import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a sentence leaves open so that it is asked, with what it would mean either way.
final class Doubts {
    private final Draft draft;
    private final String named;
    private final Assembler.Setting setting;

    /// `named` is the kind as an [Assembler] is told it.
    Doubts(Draft draft, String named, Assembler.Setting setting) {
        this.draft = draft;
        this.named = named;
        this.setting = setting;
    }

    /// A time without its unit.
    Unsuitable unit(String text) {
        List<Reading.Choice> choices = new ArrayList<>();
        for (Unit unit : List.of(Unit.MILLISECONDS, Unit.MICROSECONDS, Unit.SECONDS)) {
            Draft clear = new Draft();
            clear.add(draft);
            clear.unitless.clear();
            clear.conditions.remove(text);
            clear.conditions.add(text.replaceAll("(\\d+)\\b(?! ns)", "$1 " + unit.symbol() + " ").strip());
            clear.conditions.removeIf(String::isEmpty);
            if (new Assembler(inNanos(clear), named, setting).assemble() instanceof Parts(var parts, var assumed, _)) {
                Intent intent = new Intent(parts, draft.durationNanos, assumed);
                choices.add(new Reading.Choice(Texts.unit(unit), intent));
            }
        }
        return choices.isEmpty()
                ? Unsuitable.refused("A time needs a unit.", "Write it with its unit, for example 10 ms.")
                : new Unsuitable(new Reading.NeedsClarification("In which unit is the time?", choices));
    }

    /// Times in conditions are written in nanoseconds.
    private static Draft inNanos(Draft draft) {
        List<String> texts = List.copyOf(draft.conditions);
        draft.conditions.clear();
        for (String text : texts) {
            String plain = ConditionText.parse(text).map(ConditionText::print).orElse(text);
            boolean timed = text.matches(".* (ns|us|ms|s)");
            draft.conditions.add(
                    timed ? plain.replaceAll("(\\w+ [<>=!]+ \\d+)$", "$1 ns") : plain.replaceAll("(latency [<>=!]+ \\d+)$", "$1 ns"));
        }
        return draft;
    }

    /// What is listed is shown as it happens: whether that is meant, or a table at each end of the period, is asked.
    Unsuitable listedOrCounted() {
        Draft listed = Drafts.copy(draft);
        listed.periodNanos = Optional.empty();
        Draft counted = Drafts.copy(draft);
        counted.each = false;
        counted.measures.add("count");
        List<Reading.Choice> choices = new ArrayList<>();
        for (Draft one : List.of(listed, counted)) {
            if (new Assembler(one, named, setting).assemble() instanceof Parts(var parts, var assumed, var left) && left.isEmpty()) {
                Intent intent = new Intent(parts, draft.durationNanos, assumed);
                choices.add(new Reading.Choice(String.join(" ", Gloss.of(intent, setting.catalog())), intent));
            }
        }
        return choices.size() < 2
                ? Unsuitable.refused(
                        "What is listed is shown as it happens, not at intervals.", "Ask for a count or a total every so often.")
                : new Unsuitable(new Reading.NeedsClarification(
                        "Each is shown as it happens. Is each meant, or how many there were at each interval?", choices));
    }
}
