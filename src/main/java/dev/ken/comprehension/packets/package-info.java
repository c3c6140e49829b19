/// Requests about packets: what is dropped, passed or measured where they come in or go out. Purpose: English
/// to an intent over `packet.receive` and `packet.send`. Invariants: as in [dev.ken.comprehension]; words that
/// have no place are told. Neighbours: writes `contract`; `engine` asks it before
/// [dev.ken.comprehension.Reader].
@NullMarked
package dev.ken.comprehension.packets;

import org.jspecify.annotations.NullMarked;
