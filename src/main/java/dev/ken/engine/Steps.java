package dev.ken.engine;

/// Which steps of the loop are taken. All, unless somebody wants to see what one of them is good for.
///
/// @param retrieval     a model is shown similar examples
/// @param comprehension the request is read into an intent; without it nothing can be proved
/// @param judge         programs are proved; without it nothing is accepted, and the first legal program ends the loop
/// @param feedback      a model is told what was wrong with its programs before
public record Steps(boolean retrieval, boolean comprehension, boolean judge, boolean feedback) {
    public static final Steps ALL = new Steps(true, true, true, true);
}
