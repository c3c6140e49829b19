package dev.ken.comprehension;

import dev.ken.contract.Occasion;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When something is told only on the first, or the hundredth, of its group.
///
/// @param draft      what the sentence says
/// @param attributes of the kind that it is about
record Occasions(Draft draft, Attributes attributes) {
    private static final String FIRST = "count = 1";

    /// "the first open of each path": groups are by what is named, else by process.
    Optional<Occasion> of(List<String> keys) {
        Set<String> groups = new LinkedHashSet<>();
        keys.forEach(name -> groups.add(identity(name)));
        draft.occasionKeys.forEach(
                name -> groups.add(identity(attributes.required(name).name())));
        if (draft.occasion.isEmpty() && draft.having.isPresent()) {
            String[] limit = draft.having.get().split(" ");
            if (limit.length > 2) {
                throw Unsuitable.refused("The request does not say of what the total is compared.");
            }
            List<String> by = groups.isEmpty() ? List.of("pid") : List.copyOf(groups);
            return Optional.of(new Occasion(
                    Optional.empty(), Drafts.comparison(limit[0]), Long.parseLong(limit[1]), by, draft.once));
        }
        if (draft.occasion.isEmpty() && !(draft.once && !draft.occasionKeys.isEmpty())) {
            return Optional.empty();
        }
        String[] words = draft.occasion.orElse(FIRST).split(" ");
        boolean sums = words[0].equals("sum");
        if (groups.isEmpty() && draft.occasion.orElse("").equals(FIRST)) {
            throw Unsuitable.refused(
                    "The request does not say of what the first is told.", "For example: once per process.");
        }
        int at = sums ? 2 : 1;
        return Optional.of(new Occasion(
                sums ? Optional.of(attributes.required(words[1]).name()) : Optional.empty(),
                Drafts.comparison(words[at]),
                Long.parseLong(words[at + 1]),
                List.copyOf(groups),
                draft.once && draft.occasion.isPresent()));
    }

    /// Processes that are told apart are told apart by their number.
    private static String identity(String name) {
        return name.equals("process") ? "pid" : name;
    }
}
