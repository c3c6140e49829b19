package dev.ken.comprehension.hunch;

/// What a mention is for.
///
/// @param name     `none`, `top`, `every`, `for`, `having`, `hertz`, `name` (of the kind), `within` and `when` (of a
///                 turn), or `where FACT`
/// @param operator how it is compared, of `having` and `where`; else empty
record Role(String name, String operator) {
    static final Role NONE = new Role("none", "");
    static final String TOP = "top";
    static final String EVERY = "every";
    static final String FOR = "for";
    static final String HAVING = "having";
    static final String HERTZ = "hertz";
    static final String NAME = "name";
    static final String WITHIN = "within";
    static final String WHEN = "when";
    private static final String WHERE = "where ";

    static Role of(String name) {
        return new Role(name, "");
    }

    static String where(String fact) {
        return WHERE + fact;
    }

    boolean isTest() {
        return name.startsWith(WHERE);
    }

    /// The fact that is tested.
    String fact() {
        return name.substring(WHERE.length());
    }
}
