package dev.ken.contract;

import dev.ken.kernel.catalog.Unit;
import dev.ken.source.Span;
import java.util.Optional;

/// A name in the text of an intent.
///
/// @param part  index of the part that it is in
/// @param role  what it names
/// @param unit  the unit that its number or value is given in
/// @param value where that number or text stands; the name's place where there is none
public record Written(int part, Role role, String name, Span at, Optional<Unit> unit, Span value) {
    public enum Role {
        EVENT,
        /// The event kind of an `after`, `minus` or `to`.
        OTHER_EVENT,
        ATTRIBUTE,
        OTHER_ATTRIBUTE
    }
}
