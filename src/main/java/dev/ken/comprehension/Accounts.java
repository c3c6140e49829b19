package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Catalog;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a request asked for, set against an intent that was read of it, whoever read it.
record Accounts(Catalog catalog, Lexicon lexicon, Kinds kinds) {
    /// What is looked for.
    enum Account {
        NUMBERS,
        LOSSES,
        RESIDUE,
        OMITTED,
        AMBIGUOUS,
        REACH
    }

    /// The question, where something of what was asked is not in the intent, or is in it and was left open.
    Optional<Reading> asked(String said, Intent intent) {
        return Numbers.lost(said, intent)
                .or(() -> Losses.asked(said, intent, lexicon, catalog))
                .or(() -> Residue.asked(said, intent, lexicon, catalog, kinds))
                .or(() -> Omitted.asked(said, intent, catalog))
                .or(() -> new Ambiguities(catalog).asked(said, intent))
                .or(() -> new HowMuch(catalog).asked(said, intent))
                .or(() -> new Reach(catalog).asked(said, intent));
    }

    /// Which accounts find something of what was asked that is not in the intent, or was left open.
    Set<Account> open(String said, Intent intent) {
        Set<Account> found = EnumSet.noneOf(Account.class);
        add(Account.NUMBERS, Numbers.lost(said, intent), found);
        add(Account.LOSSES, Losses.asked(said, intent, lexicon, catalog), found);
        add(Account.RESIDUE, Residue.asked(said, intent, lexicon, catalog, kinds), found);
        add(Account.OMITTED, Omitted.asked(said, intent, catalog), found);
        add(Account.AMBIGUOUS, new Ambiguities(catalog).asked(said, intent), found);
        add(Account.AMBIGUOUS, new HowMuch(catalog).asked(said, intent), found);
        add(Account.REACH, new Reach(catalog).asked(said, intent), found);
        return found;
    }

    private static void add(Account account, Optional<Reading> question, Set<Account> found) {
        if (question.isPresent()) {
            found.add(account);
        }
    }

    /// The intent as it is told.
    Reading finished(String said, Intent intent) {
        return DeviceNames.told(
                said, new Families(catalog).told(Joined.of(said, Failures.told(said, intent))), lexicon.devices());
    }
}
