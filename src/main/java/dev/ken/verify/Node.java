package dev.ken.verify;

import dev.ken.symbolic.Trace;

/// A scene and what both programs did in it.
record Node(Scene scene, Trace ours, Trace theirs) {}
