package dev.ken.bpf;

/// Bytes that are no BPF object. `section` and `symbol` are empty where none is concerned; `offset` counts
/// bytes from the start of the section (of the file where the section is empty), -1 where there is no one
/// place.
public final class MalformedObject extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String section;
    private final String symbol;
    private final long offset;
    private final String problem;

    MalformedObject(String file, String section, String symbol, long offset, String problem) {
        super(file + ": malformed BPF object"
                + (section.isEmpty() ? "" : ", section " + section)
                + (symbol.isEmpty() ? "" : ", symbol " + symbol)
                + (offset < 0 ? "" : ", offset " + offset)
                + ": " + problem);
        this.file = file;
        this.section = section;
        this.symbol = symbol;
        this.offset = offset;
        this.problem = problem;
    }

    public String file() {
        return file;
    }

    public String section() {
        return section;
    }

    public String symbol() {
        return symbol;
    }

    public long offset() {
        return offset;
    }

    public String problem() {
        return problem;
    }
}
