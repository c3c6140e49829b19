package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Catalog;
import java.util.Optional;

/// What a request asked for, set against an intent that was read of it, whoever read it.
record Accounts(Catalog catalog, Lexicon lexicon, Kinds kinds) {
    /// The question, where something of what was asked is not in the intent, or is in it and was left open.
    Optional<Reading> asked(String said, Intent intent) {
        return Numbers.lost(said, intent)
                .or(() -> Losses.asked(said, intent, lexicon, catalog))
                .or(() -> Residue.asked(said, intent, lexicon, catalog, kinds))
                .or(() -> Omitted.asked(said, intent, catalog))
                .or(() -> new Ambiguities(catalog).asked(said, intent))
                .or(() -> new Reach(catalog).asked(said, intent));
    }

    /// The intent as it is told.
    Reading finished(String said, Intent intent) {
        return DeviceNames.told(said, Joined.of(said, intent), lexicon.devices());
    }
}
