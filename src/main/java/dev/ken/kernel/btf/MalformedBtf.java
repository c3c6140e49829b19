package dev.ken.kernel.btf;

/// Bytes that are no BTF. `section` is `header`, `types`, `strings`, `.BTF.ext`, …; `typeId` is -1 where no type is
/// concerned; `offset` counts bytes from the start of the section, -1 where there is no one place.
public final class MalformedBtf extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String section;
    private final int typeId;
    private final long offset;
    private final String problem;

    MalformedBtf(String section, int typeId, long offset, String problem) {
        super("malformed BTF: section " + section
                + (typeId < 0 ? "" : ", type " + typeId)
                + (offset < 0 ? "" : ", offset " + offset)
                + ": " + problem);
        this.section = section;
        this.typeId = typeId;
        this.offset = offset;
        this.problem = problem;
    }

    public String section() {
        return section;
    }

    public int typeId() {
        return typeId;
    }

    public long offset() {
        return offset;
    }

    public String problem() {
        return problem;
    }
}
