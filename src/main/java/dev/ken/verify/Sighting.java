package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.Stmt;
import dev.ken.kernel.Site;
import java.util.List;
import java.util.Map;

/// One way in which an occurrence of an event kind shows.
///
/// @param probe     the catalog's probe point
/// @param guard     whether an occurrence of the site is one of the kind's; reads no local
/// @param before    what has to be read first
/// @param condition whether it is seen whole: its start was seen, what it moved exists
/// @param values    its attributes, as expressions over the site and what `before` reads
/// @param afterwards what is forgotten, whether or not it was one that was asked for
record Sighting(
        String probe,
        Site site,
        Expr guard,
        List<Stmt> before,
        Expr condition,
        Map<String, Readings.Value> values,
        List<Stmt> afterwards) {
    Readings.Value value(String name) {
        Readings.Value value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("attribute " + name + " was not read");
        }
        return value;
    }

    Expr expr(String name) {
        return value(name).expr();
    }
}
