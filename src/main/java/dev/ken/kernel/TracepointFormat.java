package dev.ken.kernel;

import java.util.List;
import java.util.Optional;

/// The format of one tracepoint, as tracefs tells it; common fields are left out.
public record TracepointFormat(String category, String name, List<Field> fields) {
    /// One field. `cType` is the type as written in the format; offsets count from the start of the record.
    public record Field(String name, String cType, int offsetBytes, int sizeBytes, FieldType type) {}

    public TracepointFormat {
        fields = List.copyOf(fields);
    }

    public Optional<Field> field(String wanted) {
        return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
    }
}
