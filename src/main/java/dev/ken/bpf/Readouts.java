package dev.ken.bpf;

import dev.ken.bpf.Readout.Column;
import dev.ken.bpf.Readout.Layout;
import dev.ken.bpf.Readout.Shown;
import dev.ken.bpf.Readout.Table;
import dev.ken.ir.MapDecl;
import dev.ken.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds out how the maps of an object are read, from how its tables were judged.
final class Readouts {
    private static final List<Integer> PRINTING = List.of(6, 177);
    private static final int MOST_ELEMENTS = 1024;
    private static final List<String> SECTIONS = List.of(".bss", ".data", ".rodata");

    private final BpfObject object;
    private final Types types;
    private final Tables tables;
    private final Showing showing;
    private final SilentParts parts;

    Readouts(BpfObject object, Types types, Tables tables, Showing showing, SilentParts parts) {
        this.object = object;
        this.types = types;
        this.tables = tables;
        this.showing = showing;
        this.parts = parts;
    }

    /// @param own tables that are not shown
    Readout of(List<MapDecl> maps, Set<String> own, Optional<Readout.Packets> packets) {
        List<Table> shown = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (MapShape map : object.maps().values()) {
            if (map.isTable()) {
                names.add(map.name());
                int before = shown.size();
                fields(map, map.name(), 0, map.valueBytes(), maps, own, shown);
                if (shown.size() == before && showing.isEmptied(map.name())) {
                    shown.add(emptied(map));
                }
            }
        }
        for (String section : SECTIONS) {
            for (Elf.Symbol symbol : object.objects(section)) {
                Optional<MapShape> variable = names.contains(symbol.name()) ? Optional.empty() : types.variable(symbol);
                int bytes = object.data(section)
                        .map(data -> data.bytes().capacity())
                        .orElse(0);
                variable.ifPresent(map -> {
                    if (map.isArray()) {
                        elements(map, section, (int) symbol.value(), bytes, maps, own, shown);
                    } else {
                        fields(map, section, (int) symbol.value(), bytes, maps, own, shown);
                    }
                });
            }
        }
        List<Layout> records =
                new ArrayList<>(types.records().stream().map(this::layout).toList());
        records.addAll(tables.records());
        return new Readout(shown, records, prints(), showing.duration(), showing.sample(), packets);
    }

    /// A variable that is an array: what stands at each index that was used.
    private void elements(
            MapShape map,
            String section,
            int offset,
            int bytes,
            List<MapDecl> maps,
            Set<String> own,
            List<Table> shown) {
        for (int i = 0; i < Math.min(map.entries(), MOST_ELEMENTS); i++) {
            MapShape one = new MapShape(map.name(), MapShape.VARIABLE, 0, List.of(), map.valueBytes(), map.value(), 1);
            List<Table> here = new ArrayList<>();
            fields(one, section, offset + i * map.valueBytes(), bytes, maps, own, here);
            for (Table table : here) {
                shown.add(table.titled(table.title() + "[" + i + "]"));
            }
        }
    }

    /// A map that is not shown, and begins anew with each period.
    private Table emptied(MapShape map) {
        Shown first = new Shown.Value(column(map.value().getFirst(), 0));
        Table table = table(map, map.name(), "@" + map.name(), map.valueBytes(), first, List.of());
        return new Table(
                table.title(),
                table.map(),
                table.section(),
                table.array(),
                table.perCpu(),
                table.key(),
                table.valueBytes(),
                first,
                Optional.empty(),
                1,
                true,
                table.periodNanos(),
                false);
    }

    private boolean prints() {
        return object.codes().values().stream()
                .flatMap(code -> code.instructions().stream())
                .anyMatch(one -> one instanceof Instruction.CallHelper(int number) && PRINTING.contains(number));
    }

    private Layout layout(MapShape record) {
        List<Column> columns = record.value().stream()
                .filter(field -> field.sizeBytes() > 0)
                .map(field -> types.stack(Types.recorded(record.valueBytes(), field))
                        .map(stack -> stack(column(field, 0), stack.equals(new Type.Opaque("ustack"))))
                        .orElseGet(() -> column(field, 0)))
                .toList();
        return new Layout(record.valueBytes(), columns);
    }

    private static List<Column> columns(List<Field> fields, int offset) {
        return fields.stream()
                .filter(field -> field.sizeBytes() > 0)
                .map(field -> column(field, offset))
                .toList();
    }

    static Column column(Field field, int offset) {
        Column.Kind kind = switch (field.kind()) {
            case Field.Kind.Number _ when field.address() -> Column.Kind.IPV4;
            case Field.Kind.Number(boolean signed) -> signed ? Column.Kind.SIGNED : Column.Kind.UNSIGNED;
            case Field.Kind.Text() -> Column.Kind.TEXT;
            case Field.Kind.Address() -> Column.Kind.IPV6;
            case Field.Kind.Numbers _, Field.Kind.Other _ -> Column.Kind.BYTES;
        };
        return new Column(field.name(), offset + field.offsetBytes(), field.sizeBytes(), kind);
    }

    private static Optional<MapDecl> declared(String table, List<MapDecl> maps) {
        return maps.stream().filter(one -> one.name().equals(table)).findFirst();
    }

    private void fields(
            MapShape map,
            String name,
            int offset,
            int valueBytes,
            List<MapDecl> maps,
            Set<String> own,
            List<Table> shown) {
        String title = "@" + map.name();
        Optional<MapDecl> whole = map.value().size() > 1 ? declared(title, maps) : Optional.empty();
        if (whole.isPresent() && !own.contains(title)) {
            Optional<Shown> average = average(map, offset, whole.get().kind() == MapDecl.Kind.STATISTICS);
            average.ifPresent(how -> shown.add(table(map, name, title, valueBytes, how, maps)));
        }
        Optional<MapShape> slots = types.slots(map);
        if (slots.isPresent()) {
            spread(map, slots.get(), maps, own).ifPresent(shown::add);
            return;
        }
        for (Field field : map.value()) {
            String table = map.table(field);
            boolean seen = declared(table, maps).isPresent() && !own.contains(table);
            if (seen && field.kind() instanceof Field.Kind.Numbers(int slotBytes, int _)) {
                Optional<LinearHistogram> linear = types.linear(map.name());
                if (linear.isPresent()) {
                    Shown how = new Shown.Linear(
                            column(field, offset),
                            slotBytes,
                            linear.get().minimum(),
                            linear.get().step());
                    shown.add(table(map, name, table, valueBytes, how, maps));
                    continue;
                }
                Histogram.Numbering numbering = tables.histograms().get(table);
                boolean joined = numbering != null && !numbering.exact();
                shown.add(table(
                        map,
                        name,
                        table,
                        valueBytes,
                        new Shown.Histogram(column(field, offset), slotBytes, joined),
                        maps));
            } else if (seen) {
                shown.add(table(map, name, table, valueBytes, new Shown.Value(column(field, offset)), maps));
            }
        }
    }

    /// A histogram whose slots are entries of an array.
    private Optional<Table> spread(MapShape map, MapShape slots, List<MapDecl> maps, Set<String> own) {
        Field all = slots.value().getFirst();
        String title = slots.table(all);
        Histogram.Numbering numbering = tables.histograms().get(title);
        if (declared(title, maps).isEmpty() || own.contains(title) || numbering == null) {
            return Optional.empty();
        }
        Shown how = new Shown.Histogram(column(all, 0), map.valueBytes(), !numbering.exact());
        Table table = table(map, map.name(), title, map.valueBytes(), how, maps);
        return Optional.of(new Table(
                title,
                map.name(),
                false,
                true,
                map.perCpu(),
                new Layout(map.keyBytes(), List.of()),
                map.valueBytes(),
                how,
                table.top(),
                table.divisor(),
                false,
                table.periodNanos(),
                table.keep()));
    }

    private static Optional<Shown> average(MapShape map, int offset, boolean statistics) {
        Optional<Column> count = named(map, "count", offset);
        Optional<Column> total = named(map, "total", offset);
        return count.isPresent() && total.isPresent()
                ? Optional.of(new Shown.Average(count.get(), total.get(), statistics))
                : Optional.empty();
    }

    private static Optional<Column> named(MapShape map, String name, int offset) {
        return map.value().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .map(field -> column(field, offset));
    }

    /// Parts of keys that are stacks are told by the judged table.
    private List<Column> keys(MapShape map, String title, List<MapDecl> maps) {
        List<Field> fields =
                parts.fields(title, map).stream().flatMap(Optional::stream).toList();
        List<Column> columns = columns(fields, 0);
        List<Type> types = declared(title, maps).map(MapDecl::keys).orElse(List.of());
        List<Column> keys = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column one = columns.get(i);
            boolean stack = types.size() == columns.size()
                    && types.get(i) instanceof Type.Opaque
                    && !Addresses.isAddress(types.get(i));
            keys.add(stack ? stack(one, types.get(i).equals(new Type.Opaque("ustack"))) : one);
        }
        return keys;
    }

    private static Column stack(Column id, boolean user) {
        return new Column(
                id.name(), id.offsetBytes(), id.sizeBytes(), user ? Column.Kind.USER_STACK : Column.Kind.KERNEL_STACK);
    }

    private Table table(MapShape map, String name, String title, int valueBytes, Shown how, List<MapDecl> maps) {
        boolean single = map.isArray() && map.entries() == 1;
        Optional<Showing.Way> way = showing.way(map.name());
        return new Table(
                title,
                name,
                map.type() == MapShape.VARIABLE,
                map.isArray(),
                map.perCpu(),
                new Layout(map.keyBytes(), single ? List.of() : keys(map, title, maps)),
                valueBytes,
                how,
                showing.top(map.name()),
                showing.divisor(map.name()),
                false,
                way.map(Showing.Way::nanos),
                way.map(Showing.Way::keep).orElse(false));
    }
}
