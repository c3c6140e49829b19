package dev.ken.kernel.btf;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.TracepointFormat.Field;
import dev.ken.kernel.Tracepoints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tracepoints as BTF alone tells them, for where tracefs cannot be read. What BTF does not say:
/// - the category of an event. It comes from `known` names of this or another kernel: an event has the category that is
///   known for it, else that of the known events of its header. Events of a header of which nothing is known are left
///   out.
/// - the template of an event; `TraceEvents` says how it is found. Where it is not certain there is no format.
/// - what lies behind a `__data_loc`: text, unless the name of the field says that it is something else.
/// - arguments of system calls, except where the compiler kept `__do_sys_NAME`.
public final class TracepointsFromBtf implements Tracepoints {
    private static final String SYSCALLS = "syscalls";
    private static final String ENTER = "sys_enter_";
    private static final String EXIT = "sys_exit_";
    private static final List<String> ENTRIES = List.of("__x64_sys_", "__arm64_sys_", "__riscv_sys_", "__s390x_sys_");
    private static final String DYNAMIC = "__data_loc_";
    private static final String RELATIVE = "__rel_loc_";
    private static final List<String> NO_TEXT = List.of("addrs", "lengths", "buf", "mask");

    private final Btf btf;
    private final TraceEvents events;
    private final Map<String, String> categories;
    private final TreeSet<String> syscallEvents = new TreeSet<>();
    private final Optional<Tracepoints> other;

    /// `known` are names as [Tracepoints#names] has them.
    public TracepointsFromBtf(Btf btf, Collection<String> known) {
        this(btf, known, Optional.empty());
    }

    /// Names are those of another kernel, and so are the arguments of system calls that BTF names but does not tell:
    /// they never change.
    public TracepointsFromBtf(Btf btf, Tracepoints other) {
        this(btf, other.names(), Optional.of(other));
    }

    private TracepointsFromBtf(Btf btf, Collection<String> known, Optional<Tracepoints> other) {
        this.btf = btf;
        this.other = other;
        events = new TraceEvents(btf);
        Map<String, String> told = new LinkedHashMap<>();
        for (String name : known) {
            int colon = name.indexOf(':');
            if (name.startsWith(SYSCALLS + ":")) {
                syscallEvents.add(name.substring(colon + 1));
            } else if (colon > 0) {
                told.putIfAbsent(name.substring(colon + 1), name.substring(0, colon));
            }
        }
        categories = categories(told);
    }

    private Map<String, String> categories(Map<String, String> told) {
        Map<String, String> all = new TreeMap<>();
        Map<List<String>, Optional<String>> ofHeader = new LinkedHashMap<>();
        events.siblings().forEach((event, siblings) -> {
            String own = told.get(event);
            Optional<String> category =
                    own != null ? Optional.of(own) : ofHeader.computeIfAbsent(siblings, names -> majority(names, told));
            category.ifPresent(c -> all.put(event, c));
        });
        return all;
    }

    private static Optional<String> majority(List<String> names, Map<String, String> told) {
        Map<String, Integer> votes = new TreeMap<>();
        names.stream().filter(told::containsKey).forEach(name -> votes.merge(told.get(name), 1, Integer::sum));
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    @Override
    public Optional<TracepointFormat> find(String category, String name) {
        if (category.equals(SYSCALLS)) {
            return syscall(name);
        }
        return events.template(name)
                .filter(_ -> category.equals(categories.get(name)))
                .map(template -> (BtfType.Struct) btf.type(template.record()))
                .map(record -> new TracepointFormat(category, name, fields(record)));
    }

    /// Only names whose format is known.
    @Override
    public List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        categories.forEach((name, category) -> events.template(name).ifPresent(_ -> names.add(category + ":" + name)));
        syscallEvents.stream()
                .filter(event -> syscall(event).isPresent())
                .forEach(event -> names.add(SYSCALLS + ":" + event));
        return new ArrayList<>(names);
    }

    private List<Field> fields(BtfType.Struct record) {
        List<Field> fields = new ArrayList<>();
        for (BtfType.Member member : record.members()) {
            boolean own = member.offsetBits() > 0 && !member.name().equals("__data");
            if (own && !member.name().isEmpty()) {
                fields.add(field(member));
            }
        }
        return fields;
    }

    private Field field(BtfType.Member member) {
        int offset = (int) (member.offsetBits() / 8);
        for (String prefix : List.of(DYNAMIC, RELATIVE)) {
            if (member.name().startsWith(prefix)) {
                String name = member.name().substring(prefix.length());
                String before = prefix.substring(0, prefix.length() - 1);
                return NO_TEXT.stream().anyMatch(name::endsWith)
                        ? new Field(name, before, offset, 4, new FieldType.Opaque(before))
                        : new Field(name, before + " char[]", offset, 4, new FieldType.DynamicText());
            }
        }
        long size = btf.sizeBytes(member.type()).orElse(0);
        return new Field(
                member.name(), btf.cText(member.type()), offset, (int) Math.min(size, 1 << 20), type(member.type()));
    }

    /// The same choice as for what tracefs tells.
    private FieldType type(int id) {
        long size = btf.sizeBytes(id).orElse(0);
        return switch (btf.type(btf.strip(id))) {
            case BtfType.Pointer _ when directly(id) -> new FieldType.Pointer();
            case BtfType.Array array when directly(id) -> array(array, size);
            case BtfType _
            when size == 1 || size == 2 || size == 4 || size == 8 ->
                new FieldType.Integer((int) size, btf.isSigned(id));
            case BtfType _ -> new FieldType.Opaque(btf.cText(id));
        };
    }

    /// Tracefs does not see arrays and pointers behind a typedef.
    private boolean directly(int id) {
        return btf.kind(btf.stripModifiers(id)) != Kind.TYPEDEF;
    }

    private FieldType array(BtfType.Array array, long size) {
        int element = btf.stripModifiers(array.element());
        if (btf.name(element).equals("char")) {
            return new FieldType.Text((int) Math.clamp(size, 1, 1 << 20));
        }
        if (array.length() == 0 || array.length() > 9999) {
            return new FieldType.Opaque(btf.cText(array.id()));
        }
        long each = Math.clamp(size / array.length(), 1, 1 << 20);
        return new FieldType.Array((int) each, btf.isSigned(element), (int) array.length());
    }

    private Optional<TracepointFormat> syscall(String event) {
        if (!syscallEvents.contains(event)) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("__syscall_nr", "int", 8, 4, new FieldType.Integer(4, true)));
        if (event.startsWith(EXIT)) {
            fields.add(new Field("ret", "long", 16, 8, new FieldType.Integer(8, true)));
            return Optional.of(new TracepointFormat(SYSCALLS, event, fields));
        }
        if (!event.startsWith(ENTER)) {
            return Optional.empty();
        }
        String call = event.substring(ENTER.length());
        return btf.prototype("__do_sys_" + call)
                .map(prototype -> entry(event, prototype, fields))
                .or(() -> other.filter(_ -> here(call)).flatMap(known -> known.find(SYSCALLS, event)));
    }

    private boolean here(String call) {
        return ENTRIES.stream()
                .anyMatch(prefix -> btf.find(Kind.FUNC, prefix + call).isPresent());
    }

    private TracepointFormat entry(String event, BtfType.Prototype prototype, List<Field> fields) {
        for (BtfType.Parameter parameter : prototype.parameters()) {
            if (!parameter.name().equals("__unused")) {
                fields.add(argument(parameter, fields.size() - 1));
            }
        }
        return new TracepointFormat(SYSCALLS, event, fields);
    }

    private Field argument(BtfType.Parameter parameter, int number) {
        FieldType type = btf.isPointer(parameter.type()) && directly(parameter.type())
                ? new FieldType.Pointer()
                : new FieldType.Integer(8, btf.isSigned(parameter.type()));
        return new Field(parameter.name(), btf.cText(parameter.type()), 16 + number * 8, 8, type);
    }
}
