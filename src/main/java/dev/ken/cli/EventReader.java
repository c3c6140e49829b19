package dev.ken.cli;

import dev.ken.ir.run.Event;
import dev.ken.ir.run.GivenEvent;
import dev.ken.ir.run.Value;
import dev.ken.kernel.FieldType;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.NetAddress;
import dev.ken.kernel.ProbeFacts;
import dev.ken.kernel.Probes;
import dev.ken.kernel.Site;
import dev.ken.kernel.TracepointFormat;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Events as users write them (docs/simulate.md): one JSON object a line, or the counterexample of an answer of
/// `ken verify --json`. Bad input tells its line and what is wrong.
final class EventReader {
    /// Where texts behind pointers are put that were given without an address.
    private static final long FIRST_ADDRESS = 0x7f0000000000L;

    private static final long ADDRESS_STEP = 0x1000;
    private static final Set<String> PLAIN = Set.of(
            "pid",
            "tid",
            "uid",
            "gid",
            "cpu",
            "comm",
            "ret",
            "retval",
            "cgroup",
            "kstack",
            "ustack",
            "curtask",
            "nr",
            "username",
            "numaid",
            "rand");

    private final KernelModel kernel;
    private final GivenEvent.Functions functions;
    private final Map<Long, String> texts = new LinkedHashMap<>();
    private final Map<String, Long> addresses = new LinkedHashMap<>();

    EventReader(KernelModel kernel, GivenEvent.Functions functions) {
        this.kernel = kernel;
        this.functions = functions;
    }

    /// An event before texts of other events are known.
    private record Draft(Site site, Map<String, Value> attributes, Map<String, Value> results) {}

    List<Event> read(Source source) throws BadInput {
        List<Draft> drafts = new ArrayList<>();
        for (EventLines.Line line : EventLines.of(source)) {
            try {
                drafts.add(event(line.event()));
            } catch (BadInput wrong) {
                throw new BadInput(source.name() + ":" + line.number() + ": " + wrong.getMessage());
            }
        }
        return drafts.stream()
                .map(draft ->
                        (Event) new GivenEvent(draft.site(), draft.attributes(), texts, draft.results(), functions))
                .toList();
    }

    private Draft event(Json.Obj object) throws BadInput {
        Optional<ProbeFacts> facts = Optional.empty();
        Site site;
        Map<String, Value> attributes = new LinkedHashMap<>();
        if (object.text("probe").isPresent()) {
            String probe = object.text("probe").get();
            facts = Probes.resolve(probe, kernel);
            site = facts.map(ProbeFacts::site).orElseThrow(() -> new BadInput("this kernel has no probe " + probe));
            facts.get().syscalls().stream().findFirst().ifPresent(nr -> attributes.put("nr", new Value.Int(nr)));
        } else {
            String name = object.text("site").orElseThrow(() -> new BadInput("an event needs \"probe\" or \"site\""));
            site = Site.parse(name).orElseThrow(() -> new BadInput("there is no site " + name));
        }
        Map<String, Value> results = new LinkedHashMap<>();
        for (Json.Member member : object.members()) {
            member(member, site, facts, attributes, results);
        }
        if (attributes.containsKey("tid") != attributes.containsKey("pid")) {
            Value one = attributes.containsKey("tid") ? attributes.get("tid") : attributes.get("pid");
            attributes.putIfAbsent("tid", one);
            attributes.putIfAbsent("pid", one);
        }
        return new Draft(site, attributes, results);
    }

    private void member(
            Json.Member member,
            Site site,
            Optional<ProbeFacts> facts,
            Map<String, Value> attributes,
            Map<String, Value> results)
            throws BadInput {
        String name = member.name();
        switch (name) {
            case "probe", "site", "words" -> {}
            case "nsecs", "time" -> attributes.put("time", value(member.value(), name));
            case "args" -> {
                for (Json.Member field : object(member).members()) {
                    field(field, facts, attributes);
                }
            }
            case "attributes" -> {
                for (Json.Member attribute : object(member).members()) {
                    attribute(attribute, site, attributes);
                }
            }
            case "strings" -> {
                for (Json.Member text : object(member).members()) {
                    texts.put(
                            address(text.name()),
                            value(text.value(), text.name()) instanceof Value.Opaque(String t) ? t : "");
                }
            }
            case "results" -> {
                for (Json.Member result : object(member).members()) {
                    results.put(result.name(), value(result.value(), result.name()));
                }
            }
            default -> {
                boolean argument = name.matches("s?arg\\d");
                if (!PLAIN.contains(name) && !argument) {
                    throw new BadInput("an event has no \"" + name + "\"");
                }
                attributes.put(name, pointer(value(member.value(), name), argument));
            }
        }
    }

    private static Json.Obj object(Json.Member member) throws BadInput {
        return member.value().asObject().orElseThrow(() -> new BadInput("\"" + member.name() + "\" is an object"));
    }

    private void field(Json.Member field, Optional<ProbeFacts> facts, Map<String, Value> attributes) throws BadInput {
        ProbeFacts.SiteField known = facts.flatMap(probe -> probe.field(field.name()))
                .orElseThrow(() -> new BadInput("the probe has no field " + field.name()));
        List<Json> items = field.value().items();
        if (!items.isEmpty()) {
            for (int i = 0; i < items.size(); i++) {
                attributes.put(known.symbol() + i, value(items.get(i), field.name()));
            }
            return;
        }
        if (elements(known.symbol(), known.type(), field.value(), attributes)) {
            return;
        }
        boolean text = known.type() instanceof FieldType.Text || known.type() instanceof FieldType.DynamicText;
        attributes.put(known.symbol(), pointer(value(field.value(), field.name()), !text));
    }

    private void attribute(Json.Member attribute, Site site, Map<String, Value> attributes) throws BadInput {
        String name = attribute.name();
        Optional<FieldType> type = site instanceof Site.Tracepoint(String category, String event)
                ? kernel.tracepoints()
                        .find(category, event)
                        .flatMap(format -> format.field(name))
                        .map(TracepointFormat.Field::type)
                : Optional.empty();
        if (type.isEmpty() || !elements(name, type.get(), attribute.value(), attributes)) {
            attributes.put(name, pointer(value(attribute.value(), name), false));
        }
    }

    /// A network address as one writes it, where the field keeps its bytes: each byte is an attribute. False
    /// where it is none.
    private static boolean elements(String symbol, FieldType type, Json given, Map<String, Value> attributes) {
        Optional<List<Long>> bytes = given.asText().flatMap(NetAddress::bytes);
        if (!(type instanceof FieldType.Array(var _, var _, int length))
                || bytes.isEmpty()
                || bytes.get().size() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            attributes.put(symbol + i, new Value.Int(bytes.get().get(i)));
        }
        return true;
    }

    /// A text where an address belongs, or in quotes, is put at an address of its own.
    private Value pointer(Value value, boolean wantsAddress) {
        if (!(value instanceof Value.Opaque(String text))) {
            return value;
        }
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        if (!quoted && (!wantsAddress || text.matches("-?\\d+|0x[0-9a-f]+"))) {
            return value;
        }
        String plain = quoted ? text.substring(1, text.length() - 1) : text;
        long address = addresses.computeIfAbsent(plain, _ -> FIRST_ADDRESS + ADDRESS_STEP * addresses.size());
        texts.put(address, plain);
        return new Value.Int(address);
    }

    private static long address(String text) throws BadInput {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException none) {
            throw new BadInput("\"strings\" maps addresses to texts; " + text + " is no address");
        }
    }

    private static Value value(Json json, String name) throws BadInput {
        return switch (json) {
            case Json.Num(BigDecimal number) -> number(number, name);
            case Json.Str(String text) -> new Value.Opaque(text);
            case Json.Bool(boolean truth) -> new Value.Int(truth ? 1 : 0);
            case Json.Obj _, Json.Arr _, Json.Null _ -> throw new BadInput("\"" + name + "\" is a number or a text");
        };
    }

    private static Value number(BigDecimal number, String name) throws BadInput {
        try {
            java.math.BigInteger whole = number.toBigIntegerExact();
            if (whole.bitLength() > 64) {
                throw new BadInput("\"" + name + "\" does not fit in 64 bits");
            }
            return new Value.Int(whole.longValue());
        } catch (ArithmeticException fraction) {
            throw new BadInput("\"" + name + "\" is a whole number");
        }
    }
}
