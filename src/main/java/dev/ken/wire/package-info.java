/// JSON as a leaf. Purpose: one small value type for JSON, read and written with named limits. Invariants: members
/// keep their order and duplicates, numbers keep all their digits, bad input gives a [dev.ken.source.Diagnostic]
/// and never an exception. Neighbours: used by doors, model providers, corpus and by runtime for what bpftrace
/// prints; stands on `source` only.
@NullMarked
package dev.ken.wire;

import org.jspecify.annotations.NullMarked;
