package dev.ken.verify;

import dev.ken.ir.Expr;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.logic.Sort;
import dev.ken.logic.Term;
import dev.ken.logic.Terms;
import dev.ken.symbolic.Executor;
import dev.ken.symbolic.MapReader;
import dev.ken.symbolic.MapState;
import dev.ken.symbolic.Observation;
import dev.ken.symbolic.Occurrence;
import dev.ken.symbolic.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One event that a program has handled, from any content of its maps: what maps hold before and after, and what came
/// out, as values that phrases can speak of.
final class Handled implements Reads {
    /// What the names of functions that say what maps held begin with.
    static final String PRIOR = "prior ";

    private final Terms terms;
    private final Executor executor;
    private final Occurrence occurrence;
    private final Trace before;
    private final Trace after;
    private final MapReader reader;
    private final Map<String, Term> locals = new LinkedHashMap<>();
    private final Map<String, Term> looked = new TreeMap<>();

    /// `any`: whether maps may hold anything; else they are empty, as at the start.
    Handled(Terms terms, Executor executor, Module module, Occurrence occurrence, boolean any) {
        this.terms = terms;
        this.executor = executor;
        this.occurrence = occurrence;
        this.reader = new MapReader(terms);
        Map<String, MapState> contents = new LinkedHashMap<>();
        if (any) {
            module.maps().forEach(map -> contents.put(map.name(), MapState.any(map, PRIOR + map.name())));
        }
        this.before = executor.start(module).with(contents);
        this.after = executor.step(before, occurrence);
    }

    Trace after() {
        return after;
    }

    MapReader reader() {
        return reader;
    }

    /// The attributes of the event that program or contract looked at.
    Map<String, Term> looked() {
        Map<String, Term> all = new TreeMap<>(after.attributes().getLast());
        all.putAll(looked);
        return all;
    }

    Term value(Expr expr) {
        return executor.value(expr, occurrence, locals, looked);
    }

    /// A value that may be any.
    void any(String name, Type type) {
        int width = type instanceof Type.Text(int bytes) ? bytes * Byte.SIZE : Long.SIZE;
        locals.put("any " + name, terms.symbol("any." + name, Sort.bits(width)));
    }

    private Expr known(Term term, Type type) {
        String name = "#" + locals.size();
        locals.put(name, term);
        return new Expr.Local(name, type);
    }

    MapState state(String map, boolean old) {
        MapState state = (old ? before : after).maps().get(map);
        if (state == null) {
            throw new IllegalStateException("undeclared map " + map);
        }
        return state;
    }

    List<Term> values(List<Expr> exprs) {
        return exprs.stream().map(this::value).map(this::plain).toList();
    }

    private Term plain(Term term) {
        return term.sort() instanceof Sort.Bool
                ? terms.choose(term, terms.number(1, Long.SIZE), terms.number(0, Long.SIZE))
                : term;
    }

    @Override
    public Expr present(MapDecl map, List<Expr> keys, boolean old) {
        return known(reader.present(state(map.name(), old), values(keys)), new Type.Bool());
    }

    @Override
    public Expr entry(MapDecl map, List<Expr> keys, boolean count, boolean old, Type type) {
        MapReader.Part part = count ? MapReader.Part.COUNT : MapReader.Part.VALUE;
        Term value = reader.read(state(map.name(), old), values(keys), part);
        boolean truth = type instanceof Type.Bool;
        return known(truth ? terms.unequal(value, terms.number(0, Long.SIZE)) : value, type);
    }

    @Override
    public Expr hits(MapDecl map, List<Expr> keys, Expr value, boolean old) {
        Term bucket = reader.bucketOf(histogram(map), value(value));
        return known(reader.bucketCount(state(map.name(), old), values(keys), bucket), new Type.Int());
    }

    private Stmt.Update histogram(MapDecl map) {
        return after.module().procedures().stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .filter(Stmt.MapUpdate.class::isInstance)
                .map(Stmt.MapUpdate.class::cast)
                .filter(update -> update.map().equals(map.name()))
                .map(Stmt.MapUpdate::update)
                .findFirst()
                .orElse(new Stmt.Update.Log2(new Expr.Int(0)));
    }

    @Override
    public Expr rows() {
        return known(rowCount(), new Type.Int());
    }

    Term rowCount() {
        Term rows = terms.number(0, Long.SIZE);
        for (Observation.Row row : of(Observation.Row.class)) {
            Term one = terms.choose(row.guard(), terms.number(1, Long.SIZE), terms.number(0, Long.SIZE));
            rows = terms.add(rows, one);
        }
        return rows;
    }

    <T extends Observation> List<T> of(Class<T> kind) {
        return after.observations().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public Expr reported(List<Optional<PhraseLowering.Typed>> values) {
        List<Term> ways = new ArrayList<>();
        for (Observation.Row row : of(Observation.Row.class)) {
            List<Expr> shown =
                    row.by().stream().flatMap(emit -> emit.values().stream()).toList();
            if (row.values().size() == values.size()) {
                Term all = row.guard();
                for (int i = 0; i < values.size(); i++) {
                    Term value = row.values().get(i);
                    boolean text = isText(shown.get(i));
                    all = values.get(i).isEmpty()
                            ? all
                            : terms.and(all, alike(value, text, values.get(i).get()));
                }
                ways.add(all);
            }
        }
        return known(terms.or(ways), new Type.Bool());
    }

    /// Texts are compared without the NULs that fill them up; a number is no text.
    private Term alike(Term value, boolean text, PhraseLowering.Typed typed) {
        Term wanted = plain(value(typed.expr()));
        if (text != typed.is(Type.Text.class) || !text && value.width() != wanted.width()) {
            return terms.bool(false);
        }
        int width = Math.max(value.width(), wanted.width());
        return terms.equal(padded(value, width), padded(wanted, width));
    }

    private static boolean isText(Expr expr) {
        return switch (expr) {
            case Expr.Text _, Expr.UserText _, Expr.Resize _ -> true;
            case Expr.Local(var _, Type type) -> type instanceof Type.Text;
            case Expr.Attribute(var _, Type type) -> type instanceof Type.Text;
            case Expr.Apply(var _, var _, Type type) -> type instanceof Type.Text;
            case Expr.Part(var _, int index, Type type) ->
                type instanceof Type.Tuple(var parts) && parts.get(index) instanceof Type.Text;
            case Expr.Choose(var _, var yes, var _) -> isText(yes);
            case Expr.Bool _, Expr.Int _, Expr.Unary _, Expr.Binary _, Expr.Narrow _ -> false;
            case Expr.TextTest _, Expr.Pack _ -> false;
        };
    }

    private Term padded(Term text, int width) {
        return text.width() == width ? text : terms.concat(text, terms.number(0, width - text.width()));
    }

    @Override
    public Expr shown(String map) {
        return known(shownWhen(map), new Type.Bool());
    }

    private Term shownWhen(String map) {
        return terms.or(of(Observation.Shown.class).stream()
                .filter(shown -> shown.by().map().equals(map))
                .map(Observation.Shown::guard)
                .toList());
    }

    /// Whether anything comes out.
    Term output() {
        List<Term> ways = new ArrayList<>();
        of(Observation.Row.class).forEach(row -> ways.add(row.guard()));
        of(Observation.Shown.class).forEach(shown -> ways.add(shown.guard()));
        return terms.or(ways);
    }

    @Override
    public Expr ended() {
        List<Term> ways = of(Observation.Ended.class).stream()
                .map(Observation.Ended::guard)
                .toList();
        return known(terms.or(ways), new Type.Bool());
    }
}
