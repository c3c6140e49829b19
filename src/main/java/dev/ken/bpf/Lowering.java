package dev.ken.bpf;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Jump;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.ir.Type;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// From a compiled object to the verification IR: one procedure for each program, one table for each field of a map's
/// value. What a program keeps for itself (maps that it deletes from) is not shown at the end; all else is.
public final class Lowering {
    /// How often blocks are made simpler.
    private static final int MOST_ROUNDS = 8;

    private final BpfObject object;
    private final KernelModel kernel;
    private final Places places;
    private final Types types;
    private final Tables tables = new Tables();
    private final Set<String> notModelled = new LinkedHashSet<>();

    private record Walked(String name, Contexts context, Blocks blocks) {}

    private Lowering(BpfObject object, Source source, KernelModel kernel) {
        this.object = kernel.btf().map(object::relocated).orElse(object);
        this.kernel = kernel;
        this.places = new Places(source);
        this.types = new Types(this.object, kernel);
        if (kernel.btf().isEmpty() && object.isRelocatable()) {
            notModelled.add("places of members in a kernel that does not tell its types (BTF)");
        }
    }

    /// `source` is what the object was compiled from, for places.
    public static Module lower(BpfObject object, Source source, KernelModel kernel) {
        return new Lowering(object, source, kernel).lowered().module();
    }

    /// How what the programs see is read from outside.
    public static Readout readout(BpfObject object, Source source, KernelModel kernel) {
        return new Lowering(object, source, kernel).lowered().readout();
    }

    private record Lowered(Module module, Readout readout) {}

    private Lowered lowered() {
        Showing showing = new Showing(object, notModelled);
        types.linear(showing.linear());
        if (object.maps().values().stream().anyMatch(map -> map.type() == MapShape.PERCPU_ARRAY)) {
            Tables tried = new Tables();
            walkAll(showing, tried);
            types.scratch(tried.handedOut());
        }
        if (types.hasStacks()) {
            // Which tables hold stacks has to be known before they are read.
            walkAll(showing, new Tables());
        }
        types.slots(slots(showing));
        types.byIndex(byIndex(showing));
        List<Walked> walked = new ArrayList<>();
        for (BpfObject.Program program : object.programs()) {
            Optional<Contexts> context = context(program, showing);
            if (context.isEmpty()) {
                notModelled.add("the program " + program.name() + " in section " + program.section());
            } else {
                Blocks blocks = walk(program, context.get());
                blocks.rewrite(new Widths(context.get().typed(kernel)), tables);
                walked.add(new Walked(program.name(), context.get(), blocks));
            }
        }
        if (walked.stream().filter(one -> one.context().isPacket()).count() > 1) {
            notModelled.add("several programs for packets in one object");
        }
        if (walked.isEmpty()) {
            notModelled.add("an object without a program that KEN knows");
        }
        Updates updates =
                new Updates(tables, showing, walked.stream().map(Walked::blocks).toList());
        updates.rewrite();
        List<Procedure> procedures = new ArrayList<>();
        for (Walked one : walked) {
            List<Block> blocks = finished(one.blocks()).stream()
                    .map(block -> Searches.settled(block, notModelled))
                    .toList();
            procedures.add(new Procedure(
                    one.context().facts().probe() + " (" + one.name() + ")",
                    one.context().facts().site(),
                    guard(one.context().facts().syscalls()),
                    blocks));
        }
        SilentParts parts = SilentParts.of(procedures);
        List<Procedure> plain = updates.extremes(updates.averages(OnlyKeys.without(parts.without(procedures))));
        Set<String> ofCpus = ofCpus(plain, updates);
        List<Procedure> settled = new ArrayList<>(OnlyKeys.rewritten(plain, ofCpus, Lowering::withCpu));
        beginning(updates).ifPresent(settled::add);
        List<MapDecl> maps = maps(settled, updates, ofCpus);
        Set<String> own = own(settled);
        own.addAll(ofCpus);
        object.maps().values().stream()
                .filter(map -> tables.isByIdentity(map.name()))
                .filter(map ->
                        !own.containsAll(map.value().stream().map(map::table).toList()))
                .forEach(map -> notModelled.add("the map " + map.name() + ", which is shown by addresses of requests"));
        Readout readout = new Readouts(object, types, tables, showing, parts)
                .of(maps, showing.unseen(maps, own), packets(walked, procedures, showing));
        settled.addAll(showing.procedures(maps, own, KeyNames.of(object.maps().values(), parts, maps)));
        settled.forEach(this::gaps);
        if (!tables.assumptionsHold()) {
            notModelled.add("variables that are taken to be zero and written to");
        }
        return new Lowered(new Module(maps, settled, List.copyOf(notModelled)), readout);
    }

    /// Follows all programs to find out about their tables.
    private void walkAll(Showing showing, Tables found) {
        object.programs()
                .forEach(program -> context(program, showing)
                        .ifPresent(context -> new Walker(
                                        object,
                                        context,
                                        types,
                                        places,
                                        found,
                                        new LinkedHashSet<>(),
                                        new LinkedHashMap<>())
                                .walk(program)));
    }

    /// The same, where what histograms measure is best told by paths that may come late.
    private void walkTwice(Showing showing, Tables found) {
        for (BpfObject.Program program : object.programs()) {
            context(program, showing).ifPresent(context -> {
                Map<String, Expr> measured = new LinkedHashMap<>();
                new Walker(object, context, types, places, new Tables(), new LinkedHashSet<>(), measured).walk(program);
                new Walker(object, context, types, places, found, new LinkedHashSet<>(), measured).walk(program);
            });
        }
    }

    /// What is left out leaves branches behind whose sides are alike, and they locals that nobody reads.
    private static List<Block> finished(Blocks blocks) {
        List<Block> now = Unused.without(blocks.finish());
        for (int i = 0; i < MOST_ROUNDS; i++) {
            List<Block> next = Unused.without(Blocks.of(now).finish());
            if (next.equals(now)) {
                return now;
            }
            now = next;
        }
        return now;
    }

    private static Optional<Readout.Packets> packets(List<Walked> walked, List<Procedure> procedures, Showing showing) {
        boolean decides = statements(procedures).stream()
                .anyMatch(one -> one instanceof Stmt.Decide(Expr verdict, var _)
                        && !verdict.equals(Scalars.number(Packets.PASS)));
        return walked.stream()
                .filter(one -> one.context().isPacket())
                .findFirst()
                .map(one -> new Readout.Packets(
                        showing.device(), one.context().facts().site().equals(new Site.Packet("out")), decides));
    }

    private Optional<Contexts> context(BpfObject.Program program, Showing showing) {
        return program.section().equals("perf_event")
                ? showing.sampled().flatMap(probe -> Contexts.at(probe, kernel))
                : Contexts.of(program.section(), showing.isLeaving(), kernel);
    }

    /// Gives variables the values that they begin with.
    private Optional<Procedure> beginning(Updates updates) {
        List<Stmt> statements = new ArrayList<>();
        for (Tables.Beginning one : tables.variables().values()) {
            for (Field field : one.variable().value()) {
                Optional<Long> value = object.beginning(
                        one.section(), one.offset() + field.offsetBytes(), Math.min(field.sizeBytes(), Long.BYTES));
                if (!(field.kind() instanceof Field.Kind.Number(boolean signed)) || value.isEmpty()) {
                    notModelled.add(
                            "the value that the variable " + one.variable().name() + " begins with");
                } else if (value.get() != 0) {
                    String table = one.variable().table(field);
                    Expr whole = Scalars.narrow(Scalars.number(value.get()), 8 * field.sizeBytes(), signed);
                    Stmt.Update update = updates.kind(table) == MapDecl.Kind.SUM
                            ? new Stmt.Update.Sum(whole)
                            : new Stmt.Update.Set(whole);
                    statements.add(new Stmt.MapUpdate(table, List.of(), update, Span.NONE));
                }
            }
        }
        Block block = new Block(statements, new Jump.Return());
        return statements.isEmpty()
                ? Optional.empty()
                : Optional.of(new Procedure("at the beginning", new Site.Begin(), new Expr.Bool(true), List.of(block)));
    }

    /// Twice where there are histograms: what they measure is best told by paths that may come late.
    private Blocks walk(BpfObject.Program program, Contexts context) {
        Map<String, Expr> measured = new LinkedHashMap<>();
        if (types.hasArrays()) {
            new Walker(object, context, types, places, new Tables(), new LinkedHashSet<>(), measured).walk(program);
        }
        return new Walker(object, context, types, places, tables, notModelled, measured).walk(program);
    }

    /// Variables that are arrays of numbers and found to be no histograms.
    private Set<String> byIndex(Showing showing) {
        Map<String, String> arrays = new LinkedHashMap<>();
        for (Elf.Symbol symbol : object.objects(".bss")) {
            types.variable(symbol)
                    .filter(map -> !map.isArray()
                            && map.value().size() == 1
                            && map.value().getFirst().kind() instanceof Field.Kind.Numbers
                            && types.linear(map.name()).isEmpty())
                    .ifPresent(
                            map -> arrays.put(map.name(), map.table(map.value().getFirst())));
        }
        if (arrays.isEmpty()) {
            return Set.of();
        }
        Tables tried = new Tables();
        walkTwice(showing, tried);
        return arrays.entrySet().stream()
                .filter(one -> tried.isByIndex(one.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Array maps that are found to hold the slots of a histogram, taken as such.
    private Set<String> slots(Showing showing) {
        Set<String> maybe = object.maps().values().stream()
                .filter(MapShape::maybeSlots)
                .map(MapShape::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (maybe.isEmpty()) {
            return maybe;
        }
        types.slots(maybe);
        Tables tried = new Tables();
        walkTwice(showing, tried);
        object.maps().values().stream()
                .filter(MapShape::maybeSlots)
                .filter(map -> !tried.isHistogram(map.table(map.value().getFirst()))
                        && !tried.isFoundOut(map.table(map.value().getFirst())))
                .forEach(map -> maybe.remove(map.name()));
        return maybe;
    }

    private void gaps(Procedure procedure) {
        for (Block block : procedure.blocks()) {
            for (Stmt statement : block.statements()) {
                if (statement instanceof Stmt.Havoc(var _, var _, String reason, var _)) {
                    notModelled.add(reason);
                }
            }
        }
    }

    private static Expr guard(List<Integer> numbers) {
        Optional<Expr> guard = Optional.empty();
        for (int number : numbers) {
            Expr one = new Expr.Binary(BinaryOp.EQ, new Expr.Attribute("nr", Scalars.INT), Scalars.number(number));
            guard = Optional.of(guard.<Expr>map(left -> new Expr.Binary(BinaryOp.OR, left, one))
                    .orElse(one));
        }
        return guard.orElse(new Expr.Bool(true));
    }

    // ---- maps ----

    private static List<Stmt> statements(List<Procedure> procedures) {
        return procedures.stream()
                .flatMap(procedure -> procedure.blocks().stream())
                .flatMap(block -> block.statements().stream())
                .toList();
    }

    private record Use(String map, List<Expr> keys) {}

    private static Optional<Use> use(Stmt statement) {
        return switch (statement) {
            case Stmt.MapGet(String map, var keys, var _, var _, var _) -> Optional.of(new Use(map, keys));
            case Stmt.MapUpdate(String map, var keys, var _, var _) -> Optional.of(new Use(map, keys));
            case Stmt.MapDelete(String map, var keys, var _) -> Optional.of(new Use(map, keys));
            case Stmt _ -> Optional.empty();
        };
    }

    /// Tables of arrays for each CPU in which programs keep more than sums from one occurrence to the next:
    /// each CPU has entries of its own, which nobody else reads.
    private Set<String> ofCpus(List<Procedure> procedures, Updates updates) {
        Set<String> readBack = readBack(procedures);
        return object.maps().values().stream()
                .filter(map -> map.type() == MapShape.PERCPU_ARRAY)
                .flatMap(map -> map.value().stream().map(map::table))
                .filter(table -> readBack.contains(table) && updates.kind(table) == MapDecl.Kind.SCALAR)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Expr> withCpu(List<Expr> keys) {
        return Stream.concat(keys.stream(), Stream.of(new Expr.Attribute("cpu", Scalars.INT)))
                .toList();
    }

    /// The tables that are used, declared as they are used.
    private List<MapDecl> maps(List<Procedure> procedures, Updates updates, Set<String> ofCpus) {
        Map<String, List<Use>> uses = new LinkedHashMap<>();
        statements(procedures)
                .forEach(statement -> use(statement)
                        .ifPresent(one -> uses.computeIfAbsent(one.map(), _ -> new ArrayList<>())
                                .add(one)));
        Map<String, Type> values = new LinkedHashMap<>();
        Map<String, MapShape> shapes = new LinkedHashMap<>();
        object.maps().values().stream()
                .filter(MapShape::isTable)
                .forEach(map -> map.value().forEach(field -> {
                    values.put(
                            map.table(field),
                            types.stack(map.table(field)).orElse(field.type().orElse(Scalars.INT)));
                    shapes.put(map.table(field), map);
                }));
        types.variables()
                .forEach(variable -> variable.value()
                        .forEach(field -> field.type().ifPresent(type -> values.put(variable.table(field), type))));
        List<MapDecl> maps = new ArrayList<>();
        Set<String> readBack = readBack(procedures);
        uses.forEach((table, all) -> {
            List<Type> keys = all.get(0).keys().stream().map(Lowering::type).toList();
            boolean alike = all.stream()
                    .allMatch(one ->
                            one.keys().stream().map(Lowering::type).toList().equals(keys));
            MapDecl.Kind kind = updates.kind(table);
            MapShape shape = shapes.get(table);
            if (!alike) {
                notModelled.add("keys of " + table + " of several kinds");
            }
            boolean perCpu = shape != null && shape.perCpu() && !ofCpus.contains(table);
            if (perCpu && kind == MapDecl.Kind.SCALAR) {
                notModelled.add("the map " + table + " for each CPU, in which more is kept than sums");
            }
            if (perCpu && readBack.contains(table)) {
                notModelled.add("what the map " + table + " holds for each CPU alone");
            }
            maps.add(new MapDecl(table, keys, values.getOrDefault(table, Scalars.INT), kind));
        });
        tables.histograms().forEach((table, numbering) -> {
            if (!numbering.known()) {
                notModelled.add("slots of " + table + " that are numbered in several ways");
            }
        });
        return maps;
    }

    /// Tables whose values programs read and do not only add to.
    private static Set<String> readBack(List<Procedure> procedures) {
        Set<String> tables = new LinkedHashSet<>();
        for (Procedure procedure : procedures) {
            List<List<Stmt>> blocks =
                    procedure.blocks().stream().map(Block::statements).toList();
            Set<String> used = Unused.used(
                    blocks, procedure.blocks().stream().map(Block::jump).toList());
            blocks.stream().flatMap(List::stream).forEach(statement -> {
                if (statement instanceof Stmt.MapGet(String map, var _, String value, var _, var _)
                        && used.contains("name=" + value + ",")) {
                    tables.add(map);
                }
            });
        }
        return tables;
    }

    /// The type of a part of a key.
    static Type type(Expr expr) {
        return switch (expr) {
            case Expr.Text(var _, int widthBytes) -> new Type.Text(widthBytes);
            case Expr.Local(var _, Type type) -> type;
            case Expr.Attribute(var _, Type type) -> type;
            case Expr.UserText(var _, int widthBytes) -> new Type.Text(widthBytes);
            case Expr.Resize(var _, int widthBytes) -> new Type.Text(widthBytes);
            case Expr.Apply(var _, var _, Type type) -> type;
            case Expr.Choose(var _, Expr yes, var _) -> type(yes);
            case Expr _ -> Scalars.INT;
        };
    }

    /// Tables that programs delete from, and storage of tasks: what they keep for themselves.
    private Set<String> own(List<Procedure> procedures) {
        Stream<String> emptied = statements(procedures).stream()
                .filter(Stmt.MapDelete.class::isInstance)
                .map(statement -> ((Stmt.MapDelete) statement).map());
        Stream<String> stored = object.maps().values().stream()
                .filter(MapShape::isStorage)
                .flatMap(map -> map.value().stream().map(map::table));
        return Stream.concat(emptied, stored).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
