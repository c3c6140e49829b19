package dev.ken.bpftrace;

public enum UnaryOperator {
    NOT("!"),
    MINUS("-"),
    COMPLEMENT("~"),
    DEREFERENCE("*"),
    ADDRESS("&");

    private final String symbol;

    UnaryOperator(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}
