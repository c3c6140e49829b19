/// Which model is meant, and how it is reached. Purpose: the configuration file, the usual environment
/// variables, and a model made of both. Invariants: a key is a [dev.ken.llm.settings.Secret], whose text form
/// does not show it; nothing is read before a model is asked for. Neighbours: TOML through `wire`; makes models
/// of `http` and `gguf`.
@NullMarked
package dev.ken.llm.settings;

import org.jspecify.annotations.NullMarked;
