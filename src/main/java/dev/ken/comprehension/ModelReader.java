package dev.ken.comprehension;

import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.Prompt;
import dev.ken.llm.Prompt.Message;
import dev.ken.llm.Prompt.Role;
import dev.ken.llm.Template;
import dev.ken.llm.Watch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Has a language model write the intent of a request. It sees no program. What it writes is held to a grammar
/// where it runs on this machine, and checked in any case: names, types, units ([IntentCheck]), and whether it
/// uses all that the request says ([Accounting]), and nothing that it does not say ([Grounds]).
public final class ModelReader {
    private static final Template SYSTEM = Template.of(ModelReader.class, "intent");
    private static final Template REQUEST = Template.of(ModelReader.class, "intent-request");
    private static final Template EXAMPLE = Template.of(ModelReader.class, "intent-example");
    private static final Template REPAIR = Template.of(ModelReader.class, "intent-repair");
    private static final int MOST_TOKENS = 160;
    private static final int LONGEST_FEEDBACK = 1_500;
    private static final int WARM = 60;
    private static final int MOST_KINDS = 8;

    private final LanguageModel model;
    private final Watch watch;
    private final Catalog catalog;
    private final Reader reader;
    private final ModelCheck check;

    /// @param reader reads what the model says again in plain words
    public ModelReader(LanguageModel model, Watch watch, Catalog catalog, Reader reader) {
        this.model = model;
        this.watch = watch;
        this.catalog = catalog;
        this.reader = reader;
        this.check = new ModelCheck(catalog, reader);
    }

    /// Whether a request names a kind of event, in any words that are told of it.
    public static boolean isNamed(String kind, String request, Catalog catalog) {
        return catalog.find(kind).filter(new Grounds(request, catalog)::names).isPresent();
    }

    /// A request that was read before, and its intent as text.
    public record Example(String request, String intent) {}

    /// @param kinds    what it may be about, the likeliest first
    /// @param examples the most similar first
    /// @param trials   most answers that are asked for, those in plain words first
    /// @throws dev.ken.llm.ModelUnreachable if the model gives no usable answer
    public ModelReading read(String request, List<String> kinds, List<Example> examples, int trials) {
        List<EventKind> known = known(kinds, new Grounds(request, catalog), catalog);
        if (known.isEmpty()) {
            return new ModelReading.Unread("nothing in the catalog is near to the request");
        }
        ModelReading plain = new PlainReader(model, watch, reader, check).read(request, known, trials);
        int left = trials - PlainReader.MOST_TRIALS;
        return left <= 0 || plain instanceof ModelReading.Read read && read.isSure()
                ? plain
                : better(plain, written(request, known, examples, left));
    }

    /// What is sure goes before what is possible; what the reader understood in plain words before what was written.
    private static ModelReading better(ModelReading plain, ModelReading written) {
        boolean other = written instanceof ModelReading.Read read
                && (read.isSure()
                        || !(plain instanceof ModelReading.Read first)
                        || read.doubts().size() < first.doubts().size());
        return other || plain instanceof ModelReading.Unread ? written : plain;
    }

    /// The model writes the intent itself.
    private ModelReading written(String request, List<EventKind> known, List<Example> examples, int trials) {
        String grammar = IntentGrammar.of(known, catalog, request);
        List<Message> talk = begun(request, known, examples);
        List<String> wrong = List.of();
        Optional<ModelReading.Read> doubtful = Optional.empty();
        for (int trial = 1; trial <= trials; trial++) {
            // The same question again would get the same answer.
            boolean again = trial > 1;
            String text = IntentAnswer.text(
                    model.answer(new Prompt(talk, MOST_TOKENS, again ? WARM : 0, Optional.of(grammar)), watch)
                            .text());
            ModelCheck.Checked checked = check.text(text, request);
            Optional<ModelReading.Read> read = ModelReading.of(checked, "");
            if (read.isPresent() && checked.doubts().isEmpty()) {
                return read.get();
            }
            doubtful = read.isPresent() ? read : doubtful;
            wrong = checked.wrong().isEmpty() ? checked.doubts() : checked.wrong();
            talk = new ArrayList<>(begun(request, known, examples));
            talk.add(new Message(Role.ASSISTANT, text.strip()));
            talk.add(new Message(Role.USER, REPAIR.filled(Map.of("wrong", cut(String.join("\n", wrong))))));
        }
        if (doubtful.isPresent()) {
            return doubtful.get();
        }
        return new ModelReading.Unread("what the model makes of it does not fit: " + String.join("; ", wrong));
    }

    /// What was proposed and what the request names in so many words; of those only what has a ground in it, if
    /// anything has.
    static List<EventKind> known(List<String> proposed, Grounds grounds, Catalog catalog) {
        Set<EventKind> all = new LinkedHashSet<>();
        proposed.stream().flatMap(name -> catalog.find(name).stream()).forEach(all::add);
        all.addAll(grounds.named());
        List<EventKind> grounded = all.stream().filter(grounds::names).toList();
        return (grounded.isEmpty() ? all.stream() : grounded.stream())
                .limit(MOST_KINDS)
                .toList();
    }

    private List<Message> begun(String request, List<EventKind> kinds, List<Example> examples) {
        StringBuilder asked = new StringBuilder();
        examples.reversed()
                .forEach(one -> asked.append(EXAMPLE.filled(
                        Map.of("request", one.request(), "intent", one.intent().strip()))));
        asked.append(REQUEST.filled(Map.of(
                "request", request.replace('\n', ' '), "events", events(kinds).strip())));
        return List.of(new Message(Role.SYSTEM, SYSTEM.text()), new Message(Role.USER, asked.toString()));
    }

    private static String events(List<EventKind> kinds) {
        StringBuilder text = new StringBuilder();
        for (EventKind kind : kinds) {
            text.append(kind.name())
                    .append(" (")
                    .append(kind.plural())
                    .append("): ")
                    .append(kind.attributes().stream().map(ModelReader::named).collect(Collectors.joining(", ")))
                    .append(kind.isSpan() ? ", latency" : "")
                    .append('\n');
        }
        return text.toString();
    }

    static String named(Attribute attribute) {
        String unit = attribute.unit().symbol();
        return attribute.name() + (unit.isEmpty() ? "" : " [" + unit + "]");
    }

    private static String cut(String text) {
        return text.length() > LONGEST_FEEDBACK ? text.substring(0, LONGEST_FEEDBACK) + " …" : text;
    }
}
