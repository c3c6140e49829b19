package dev.ken.kernel;

/// Bytes that are no recorded kernel. The message names the file, the section, the place in it and the cause.
public final class MalformedSnapshot extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String section;
    private final long offset;

    /// `offset` counts from the start of the section's plain text, -1 where there is no one place.
    MalformedSnapshot(String file, String section, long offset, String problem) {
        super("malformed kernel snapshot " + file + ": section " + section
                + (offset < 0 ? "" : ", offset " + offset)
                + ": " + problem);
        this.section = section;
        this.offset = offset;
    }

    public String section() {
        return section;
    }

    public long offset() {
        return offset;
    }
}
