package dev.ken.bpftrace;

/// What the grammar has in some versions only. Source followed: bpftrace's change log, and what 0.17.0, 0.23.2 and
/// 0.27.1 take when they are run.
public enum Feature {
    CONFIG(Dialect.V0_20, "a config block"),
    FOR(Dialect.V0_21, "`for`"),
    RETURN_VALUE(Dialect.V0_21, "`return` with a value"),
    FUNCTION(Dialect.V0_21, "a function (`fn`)"),
    LET(Dialect.V0_22, "`let`"),
    KEYWORD_FIELD(Dialect.V0_20, "a field that is called as a keyword"),
    LEADING_COMMA(Dialect.V0_17, Dialect.V0_24, "a comma before the first probe"),
    OFFSETOF(Dialect.V0_18, "`offsetof`"),
    OFFSETOF_PATH(Dialect.V0_23, "`offsetof` of a part of a part"),
    CAST_TO_ARRAY(Dialect.V0_19, "a cast to an array"),
    DEEP_POINTER(Dialect.V0_19, "a type with three or more `*`"),
    SIZEOF_POINTER(Dialect.V0_19, "the size of a pointer type"),
    CLOCK(Dialect.V0_18, "a clock for `nsecs`"),
    BLOCK_STATEMENT(Dialect.V0_24, "a block as a statement"),
    BLOCK_VALUE(Dialect.V0_24, "a block as a value"),
    IF_VALUE(Dialect.V0_24, "`if` as a value"),
    NO_PARENTHESES(Dialect.V0_24, "a condition without parentheses"),
    SEMICOLON_AFTER_IF(Dialect.V0_24, "`;` behind the block of an `if`"),
    TRAILING_COMMA(Dialect.V0_24, "a comma at the end of a tuple"),
    TIGHT_COLON(Dialect.V0_24, "`:` without a blank behind it"),
    PARTED_HEXADECIMAL(Dialect.V0_24, "`_` in a hexadecimal number"),
    DURATION(Dialect.V0_24, "a duration such as `1s`"),
    RANGE(Dialect.V0_24, "a loop over a range"),
    UNROLL_EXPRESSION(Dialect.V0_24, "an expression that says how often to unroll"),
    ADDRESS_OF(Dialect.V0_24, "the address of a variable"),
    MACRO(Dialect.V0_24, "a macro"),
    MAP_DECLARATION(Dialect.V0_24, "the declaration of a map"),
    IMPORT(Dialect.V0_24, "`import`"),
    BARE_FUNCTION(Dialect.V0_24, "the name of a function without `(…)`"),
    PARENTHESISED_NAME(Dialect.V0_24, "a name in parentheses"),
    SEMICOLON_APART(Dialect.V0_24, "a blank between `}` and `;`"),
    PARENTHESISED_STEP(Dialect.V0_24, "`++` or `--` behind parentheses"),
    COMPTIME(Dialect.V0_25, "`comptime`"),
    TYPEOF(Dialect.V0_25, "`typeof`"),
    RECORD(Dialect.V0_25, "a record"),
    DISCARD(Dialect.V0_25, "`_ =`"),
    PROBE_NAME(Dialect.V0_25, "a name of a probe"),
    OR_ELSE(Dialect.V0_26, "`? :` without a second part"),
    ATTRIBUTE(Dialect.V0_26, "`__attribute__`"),
    BLANKS_IN_PROBE(Dialect.V0_17, Dialect.V0_24, "a blank within a probe");

    private final Dialect since;
    private final Dialect until;
    private final String shown;

    Feature(Dialect since, String shown) {
        this(since, Dialect.ANY, shown);
    }

    Feature(Dialect since, Dialect until, String shown) {
        this.since = since;
        this.until = until;
        this.shown = shown;
    }

    /// Whether a version of the language has it.
    public boolean in(Dialect dialect) {
        return dialect.since(since) && (until == Dialect.ANY || dialect.until(until));
    }

    /// What is wrong with it in a version that has it not.
    String missing(Dialect dialect) {
        String when =
                dialect.since(since) ? " went with bpftrace " + until.shown() : " came with bpftrace " + since.shown();
        return shown + when + ", this is " + dialect.shown();
    }
}
