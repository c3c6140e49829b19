package dev.ken.engine;

import dev.ken.source.Source;

/// Reads programs of one target.
public interface FrontEnd {
    /// Never throws for bad input.
    Lowering lower(Source program, Facts facts);
}
