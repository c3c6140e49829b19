package dev.ken.logic;

/// Operators of terms, with SMT-LIB's meaning and name. `CALL` applies an uninterpreted function.
public enum Op {
    NOT("not"),
    AND("and"),
    OR("or"),
    EQ("="),
    ITE("ite"),
    ADD("bvadd"),
    SUB("bvsub"),
    MUL("bvmul"),
    UDIV("bvudiv"),
    UREM("bvurem"),
    SDIV("bvsdiv"),
    SREM("bvsrem"),
    BIT_AND("bvand"),
    BIT_OR("bvor"),
    BIT_XOR("bvxor"),
    BIT_NOT("bvnot"),
    SHL("bvshl"),
    LSHR("bvlshr"),
    ASHR("bvashr"),
    ULT("bvult"),
    ULE("bvule"),
    SLT("bvslt"),
    SLE("bvsle"),
    CONCAT("concat"),
    EXTRACT("extract"),
    ZERO_EXTEND("zero_extend"),
    SIGN_EXTEND("sign_extend"),
    /// The position of the highest set bit; 0 for 0. Not of SMT-LIB: backends are given [Terms#logarithmDefinition].
    FLOOR_LOG2(""),
    CALL("");

    private final String smt;

    Op(String smt) {
        this.smt = smt;
    }

    /// The SMT-LIB name; indexed operators without their indices.
    public String smt() {
        return smt;
    }
}
