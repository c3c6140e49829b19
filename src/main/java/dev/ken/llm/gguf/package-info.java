/// Models in GGUF files, run by llama.cpp on this machine. Purpose: a model without network. Invariants: the
/// native library lives in a process of its own ([dev.ken.llm.gguf.GgufWorker]), so that its crash, its threads
/// and its memory end with that process and never with KEN; whoever starts processes hands in the pipe
/// ([dev.ken.llm.gguf.Pipe]). Only the worker names the library. Neighbours: JSON lines through `wire`;
/// `runtime` starts the worker.
@NullMarked
package dev.ken.llm.gguf;

import org.jspecify.annotations.NullMarked;
