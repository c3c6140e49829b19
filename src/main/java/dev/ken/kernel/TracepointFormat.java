package dev.ken.kernel;

import java.util.List;
import java.util.Optional;

/// The format of one tracepoint, as tracefs tells it; common fields are left out.
public record TracepointFormat(String category, String name, List<Field> fields) {
    /// One field. `cType` is the type as written in the format; offsets count from the start of the record.
    public record Field(String name, String cType, int offsetBytes, int sizeBytes, FieldType type) {}

    /// One element of a field that is an array.
    public record Element(Field field, FieldType.Array array, int index) {
        /// Whether the field is an address of IPv4 or IPv6, kept by its bytes.
        public boolean isOfAddress() {
            return field.name().contains("addr")
                    && array.elementBytes() == 1
                    && (array.length() == NetAddress.BYTES_OF_FOUR || array.length() == NetAddress.BYTES_OF_SIX);
        }
    }

    public TracepointFormat {
        fields = List.copyOf(fields);
    }

    public Optional<Field> field(String wanted) {
        return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
    }

    /// The element that `symbol` names, which is the field's name and the place behind it: `daddr3`.
    public Optional<Element> element(String symbol) {
        return fields.stream()
                .filter(field -> field.type() instanceof FieldType.Array
                        && symbol.startsWith(field.name())
                        && symbol.substring(field.name().length()).matches("\\d{1,3}"))
                .map(field -> new Element(
                        field,
                        (FieldType.Array) field.type(),
                        Integer.parseInt(symbol.substring(field.name().length()))))
                .filter(element -> element.index() < element.array().length())
                .findFirst();
    }
}
