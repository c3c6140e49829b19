package dev.ken.comprehension.hunch;

import dev.ken.comprehension.hunch.Mention.Sort;
import dev.ken.contract.After;
import dev.ken.contract.Part;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which mention of a request gives which value of an intent.
///
/// @param part          the one part
/// @param durationNanos how long it is watched
/// @param signals       numbers of signals, by name
record Alignment(Part part, Optional<Long> durationNanos, Map<String, Integer> signals) {
    /// The role of a mention; an atom that it gives the value of is taken out of `atoms`.
    Role role(Mention mention, List<Atom> atoms) {
        for (Atom atom : atoms) {
            if (gives(mention, atom)) {
                atoms.remove(atom);
                return new Role(Role.where(atom.attribute()), atom.comparison());
            }
        }
        return mention.sort() == Sort.NUMBER ? numbered(mention) : isName(mention) ? Role.of(Role.NAME) : Role.NONE;
    }

    private Role numbered(Mention mention) {
        boolean rate = mention.unit().equals("hz") || mention.unit().isEmpty();
        if (rate
                && part.rateHertz()
                        .filter(one -> one == Math.round(mention.number()))
                        .isPresent()) {
            return Role.of(Role.HERTZ);
        }
        if (mention.isTime() && mention.nanos().equals(part.after().flatMap(After::withinNanos))) {
            return Role.of(Role.WITHIN);
        }
        if (mention.isTime() && mention.nanos().equals(part.periodNanos())) {
            return Role.of(Role.EVERY);
        }
        if (mention.isTime() && mention.nanos().equals(durationNanos)) {
            return Role.of(Role.FOR);
        }
        long plain = Math.round(mention.number());
        if (part.occasion()
                .filter(one -> mention.numbers().contains(one.number()))
                .isPresent()) {
            return Role.of(Role.WHEN);
        }
        if (part.top().filter(top -> top == plain).isPresent()) {
            return Role.of(Role.TOP);
        }
        return part.having()
                .filter(having -> having.number() == plain || having.number() == mention.base())
                .map(having -> new Role(Role.HAVING, having.comparison().symbol()))
                .orElse(Role.NONE);
    }

    private boolean isName(Mention mention) {
        String kind = part.event();
        boolean exact = kind.contains(":")
                || kind.startsWith("syscall.")
                || kind.startsWith("function.")
                || kind.startsWith("tracepoint.");
        return exact
                && mention.sort() != Sort.NUMBER
                && bare(mention.text()).equals(KindFacts.named(kind).toLowerCase(Locale.ROOT));
    }

    /// The last name of what was said: `block_rq_issue` of `tracepoint:block:block_rq_issue`.
    static String bare(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace("()", "");
        return lower.substring(Math.max(lower.lastIndexOf(':'), lower.lastIndexOf('.')) + 1);
    }

    private boolean gives(Mention mention, Atom atom) {
        return switch (mention.sort()) {
            case NUMBER ->
                mention.numbers().stream().anyMatch(one -> atom.value().equals(Long.toString(one)));
            case SIGNAL ->
                atom.attribute().startsWith("signal")
                        && Optional.ofNullable(signals.get(mention.text()))
                                .filter(one -> atom.value().equals(Integer.toString(one)))
                                .isPresent();
            case ERROR -> atom.attribute().startsWith("error") && isError(mention, atom);
            case ADDRESS ->
                trimmed(atom.value()).equals(mention.text()) || atom.value().equals(number(mention.text()));
            case PATH, NAME -> !atom.value().isEmpty() && trimmed(atom.value()).equals(trimmed(mention.text()));
        };
    }

    private boolean isError(Mention mention, Atom atom) {
        return Optional.ofNullable(signals.get(mention.text()))
                .filter(one -> atom.value().equals(Integer.toString(one)))
                .isPresent();
    }

    /// An IPv4 address as the number that packets tell it as; empty where it is a network.
    static String number(String address) {
        long number = 0;
        for (String part : address.split("\\.")) {
            if (!part.chars().allMatch(Character::isDigit)) {
                return "";
            }
            number = number * 256 + Integer.parseInt(part);
        }
        return Long.toString(number);
    }

    private static String trimmed(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[/*]+$", "");
    }
}
