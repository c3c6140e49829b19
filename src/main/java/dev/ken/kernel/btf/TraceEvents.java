package dev.ken.kernel.btf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The trace events of a BTF with their templates. A kernel's header of trace events leaves behind, in this order, a
/// structure `trace_event_raw_TEMPLATE` for every template and a typedef `btf_trace_EVENT` of a prototype for every
/// event; `__bpf_trace_TEMPLATE` has the prototype of a template. Which template an event has is written nowhere, but:
/// an event of `TRACE_EVENT` has the template of its name, and any other has one of its own header with its own
/// prototype. Where several are left nothing is said: the order of events is not always that of their templates.
/// Source: include/trace/trace_events.h and include/trace/bpf_probe.h of Linux.
final class TraceEvents {
    private static final String RECORD = "trace_event_raw_";
    private static final String EVENT = "btf_trace_";
    private static final String HANDLER = "__bpf_trace_";

    /// Of each kind; a kernel has 1,600.
    private static final int MOST = 8192;

    /// `record` is the id of the structure; `types` are those of the parameters.
    record Template(String name, int record, Optional<List<Integer>> types) {}

    record Event(String name, List<Integer> types) {}

    /// What one header declares.
    private record Header(List<Template> templates, List<Event> events) {
        Header() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Btf btf;
    private final Map<String, Template> templates = new LinkedHashMap<>();
    private final Map<String, List<String>> siblings = new LinkedHashMap<>();

    TraceEvents(Btf btf) {
        this.btf = btf;
        for (Header header : headers()) {
            List<String> names = header.events().stream().map(Event::name).toList();
            names.forEach(name -> siblings.putIfAbsent(name, names));
            resolve(header);
        }
    }

    /// All events, also those whose template is not known, with the events of the same header.
    Map<String, List<String>> siblings() {
        return siblings;
    }

    Optional<Template> template(String event) {
        return Optional.ofNullable(templates.get(event));
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        Header header = new Header();
        int found = 0;
        for (int id = 1; id < btf.endId() && found < MOST * 2; id++) {
            Kind kind = btf.kind(id);
            if (kind != Kind.STRUCT && kind != Kind.TYPEDEF) {
                continue;
            }
            String name = btf.name(id);
            if (kind == Kind.STRUCT && name.startsWith(RECORD)) {
                if (!header.events().isEmpty()) {
                    headers.add(header);
                    header = new Header();
                }
                header.templates().add(template(name.substring(RECORD.length()), id));
                found++;
            } else if (kind == Kind.TYPEDEF && name.startsWith(EVENT)) {
                Event event = new Event(name.substring(EVENT.length()), handlerTypes(id));
                header.events().add(event);
                found++;
            }
        }
        headers.add(header);
        return headers;
    }

    private Template template(String name, int record) {
        return new Template(name, record, btf.prototype(HANDLER + name).map(TraceEvents::types));
    }

    private static List<Integer> types(BtfType.Prototype prototype) {
        return prototype.parameters().stream().map(BtfType.Parameter::type).toList();
    }

    private List<Integer> handlerTypes(int typedef) {
        return btf.pointee(typedef)
                .map(btf::type)
                .filter(BtfType.Prototype.class::isInstance)
                .map(type -> types((BtfType.Prototype) type))
                .orElse(List.of());
    }

    private void resolve(Header header) {
        Set<String> names = new HashSet<>();
        header.events().forEach(event -> names.add(event.name()));
        List<Template> free = new ArrayList<>();
        for (Template template : header.templates()) {
            if (names.contains(template.name())) {
                templates.putIfAbsent(template.name(), template);
            } else {
                free.add(template);
            }
        }
        for (Event event : header.events()) {
            if (!templates.containsKey(event.name())) {
                shared(free, event).ifPresent(template -> templates.put(event.name(), template));
            }
        }
    }

    /// The only template with the prototype of the event, or any of several whose records are alike.
    private Optional<Template> shared(List<Template> free, Event event) {
        List<Template> fitting = free.stream()
                .filter(template -> template.types().equals(Optional.of(event.types())))
                .toList();
        long looks = fitting.stream().map(this::members).distinct().count();
        return looks == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private List<BtfType.Member> members(Template template) {
        return ((BtfType.Struct) btf.type(template.record())).members();
    }
}
