package dev.ken.comprehension;

/// Copies of what sentences say.
final class Drafts {
    private Drafts() {}

    /// All of it, what it mentions too.
    static Draft copy(Draft draft) {
        Draft copy = new Draft();
        copy.add(draft);
        copy.hits.addAll(draft.hits);
        copy.joined = draft.joined;
        copy.restricts = draft.restricts;
        return copy;
    }
}
