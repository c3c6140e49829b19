package dev.ken.comprehension;

import dev.ken.comprehension.Events.Mention;
import dev.ken.contract.After;
import dev.ken.contract.Condition;
import dev.ken.contract.Part;
import dev.ken.contract.Selection;
import dev.ken.contract.What;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.contract.Intent;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes parts of sentences about two things that belong together: the time from one to the other, the one after the
/// other, the gap between successive ones, how many of the one for each of the other, or less the other.
final class Relations {
    /// What two kinds have in common, where it is not the thread: `FIRST SECOND` to `ATTRIBUTE [ATTRIBUTE]`.
    private static final Map<String, String> LINKS = Tables.pairs("links.table");

    /// The kind that is the time from the one to the other: `FIRST,SECOND KIND`.
    private static final Map<String, String> PAIRS = Tables.pairs("pairs.table");

    /// What the life of a process is counted from.
    private static final String BIRTH = "process.spawn";
    private static final String DEATH = "process.exit";

    private static final String GAP = "gap";

    private final Draft draft;
    private final Catalog catalog;
    private final Kinds kinds;

    Relations(Draft draft, Catalog catalog, Kinds kinds) {
        this.draft = draft;
        this.catalog = catalog;
        this.kinds = kinds;
    }

    /// Whether all that is told are lives of processes, from birth to exit.
    static boolean isLife(Intent intent) {
        return intent.parts().stream().allMatch(Relations::isLife);
    }

    /// Whether it is of processes that end after they began.
    static boolean isLife(Part part) {
        return part.event().equals(DEATH)
                && part.after().filter(after -> after.event().equals(BIRTH)).isPresent();
    }

    /// What the sentence means; empty where it does not mention what its relation needs.
    Optional<Fitting.Result> related(List<Mention> mentions) {
        String relation = draft.relation.orElseThrow();
        if (relation.equals("lifetime")) {
            Mention born = new Mention(List.of(BIRTH), 1, List.of());
            draft.about.add(PAIR_TIME);
            return Optional.of(paired(born, mentions.getLast()));
        }
        if (relation.equals("served")) {
            return mentions.size() == 1 ? served(mentions.getFirst()) : Optional.empty();
        }
        if (mentions.size() == 1 && (relation.equals(GAP) || relation.equals("since"))) {
            return Optional.of(successive(mentions.getFirst()));
        }
        if (mentions.size() != 2 || relation.equals(GAP)) {
            return Optional.empty();
        }
        Mention first = mentions.getFirst();
        Mention second = mentions.getLast();
        return Optional.of(
                switch (relation) {
                    case "since", "pair", "follow" -> paired(first, second);
                    case "behind" -> paired(second, first);
                    case "ratio", "net" -> compared(first, second, relation);
                    default -> throw new IllegalStateException("no relation " + relation);
                });
    }

    /// "from raising a softirq until it runs": the one kind that is the time from there on.
    private Optional<Fitting.Result> served(Mention mention) {
        String from = mention.kinds().getFirst();
        List<String> spans = PAIRS.entrySet().stream()
                .filter(pair -> pair.getKey().startsWith(from + ","))
                .map(Map.Entry::getValue)
                .filter(kind -> catalog.find(kind).isPresent())
                .toList();
        draft.about.add(PAIR_TIME);
        draft.relation = Optional.empty();
        Optional<String> kind = spans.size() == 1
                ? Optional.of(spans.getFirst())
                : catalog.find(from).filter(EventKind::isSpan).map(EventKind::name);
        return kind.map(name -> fit(new Mention(List.of(name), 1, List.of()), Optional.empty()));
    }

    private Fitting.Result successive(Mention mention) {
        String kind = mention.kinds().getFirst();
        List<After.Link> links = new ArrayList<>();
        Attributes attributes = new Attributes(kind(kind), catalog, kinds);
        for (String words : draft.links) {
            attributes.resolve(words).map(Relations::identity).ifPresent(name -> links.add(new After.Link(name, name)));
        }
        if (links.isEmpty()) {
            // "between packets on eth0": what all of them have in common is said.
            draft.conditions.stream()
                    .filter(text -> text.matches("\\w+ is \"[^\"]*\""))
                    .map(text -> text.substring(0, text.indexOf(' ')))
                    .filter(words -> !catalog.ambient().containsKey(words))
                    .flatMap(words -> attributes.resolve(words).stream())
                    .map(Attribute::name)
                    .forEach(name -> links.add(new After.Link(name, name)));
        }
        if (links.isEmpty()) {
            links.add(new After.Link("tid", "tid"));
            draft.keys.removeAll(Set.of("thread", "tid", "threads"));
            draft.assumptions.add("“Successive” means of one thread.");
        }
        draft.about.add(PAIR_TIME);
        After after = new After(kind, new Condition.Always(), links, draft.withinNanos);
        return fit(mention, Optional.of(after));
    }

    /// Who is told by a name is known by its number.
    private static String identity(Attribute attribute) {
        return attribute.name().equals("process") ? "pid" : attribute.name();
    }

    private static final String PAIR_TIME = "latency";

    private Fitting.Result paired(Mention first, Mention second) {
        String one = first.kinds().getFirst();
        String other = second.kinds().getFirst();
        if (Set.of("since", "pair").contains(draft.relation.orElse(""))) {
            draft.about.add(PAIR_TIME);
        }
        Optional<Mention> span = Optional.ofNullable(PAIRS.get(one + "," + other))
                .filter(kind -> draft.links.isEmpty() && catalog.find(kind).isPresent())
                .map(kind -> new Mention(List.of(kind), 1, List.of()));
        if (span.isPresent() && draft.about.contains(PAIR_TIME)) {
            return fit(span.get(), Optional.empty());
        }
        List<After.Link> links = links(one, other);
        After after = new After(one, new Condition.Always(), links, draft.withinNanos);
        return fit(second, Optional.of(after));
    }

    private List<After.Link> links(String first, String second) {
        List<After.Link> links = new ArrayList<>();
        Attributes ofFirst = new Attributes(kind(first), catalog, kinds);
        Attributes ofSecond = new Attributes(kind(second), catalog, kinds);
        for (String words : draft.links) {
            ofFirst.resolve(words)
                    .ifPresent(a -> ofSecond.resolve(words).ifPresent(b -> links.add(new After.Link(identity(a), identity(b)))));
        }
        Optional<String> known = Optional.ofNullable(LINKS.get(first + "," + second));
        if (links.isEmpty() && known.isPresent()) {
            for (String link : known.get().split(", ")) {
                String[] names = link.split(" ");
                links.add(new After.Link(names[0], names[names.length - 1]));
            }
        }
        if (links.isEmpty()) {
            links.add(new After.Link("tid", "tid"));
            draft.assumptions.add("Both are of one thread.");
        }
        return links;
    }

    private Fitting.Result fit(Mention mention, Optional<After> after) {
        return new Fitting(draft, new Assembler.Setting(catalog, kinds, false, after)).fit(mention);
    }

    /// Conditions count for every kind that has what they test.
    private Fitting.Result compared(Mention first, Mention second, String relation) {
        boolean isNet = relation.equals("net");
        boolean highest = draft.highest || draft.measures.contains("maximum");
        Optional<String> amount =
                isNet && family(first).equals(family(second)) ? amount(first, second) : Optional.empty();
        Optional<Unit> unit = amount.flatMap(_ -> draft.unit);
        draft.unit = unit.isPresent() ? Optional.empty() : draft.unit;
        draft.measures.clear();
        draft.measures.add("count");
        List<String> conditions = List.copyOf(draft.conditions);
        Optional<Condition> ofSecond = where(second, conditions);
        Optional<Condition> ofFirst = where(first, conditions);
        if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
            return new Fitting.LeftOver(Set.copyOf(draft.notUnderstood));
        }
        Selection other = new Selection(second.kinds().getFirst(), ofSecond.get());
        Fitting.Result made = fit(first, Optional.empty());
        if (!(made instanceof Fitting.Fits(List<Part> parts, List<String> assumptions))) {
            return made;
        }
        What what = isNet ? new What.Net(amount, unit, other, highest) : new What.Ratio(other);
        return new Fitting.Fits(
                parts.stream().map(part -> part.telling(what)).toList(), assumptions);
    }

    /// The first word of what kinds are called, which those have in common that are of one thing.
    private static String family(Mention mention) {
        return mention.kinds().getFirst().split("\\.", 2)[0];
    }

    /// "bytes received less bytes sent": the size of each that is added up, which both have; empty where they are
    /// counted.
    private Optional<String> amount(Mention first, Mention second) {
        Attributes ofFirst = new Attributes(kind(first.kinds().getFirst()), catalog, kinds);
        Attributes ofSecond = new Attributes(kind(second.kinds().getFirst()), catalog, kinds);
        List<String> said = new ArrayList<>(draft.about);
        said.addAll(draft.maybe);
        Optional<String> amount = Optional.empty();
        for (String words : said) {
            Optional<Attribute> both = ofFirst.resolve(words)
                    .filter(one -> one.unit().family() == Unit.Family.SIZE)
                    .filter(one -> ofSecond.resolve(words).stream()
                            .anyMatch(other -> other.name().equals(one.name())));
            if (both.isPresent()) {
                amount = amount.or(() -> both.map(Attribute::name));
                draft.about.remove(words);
                draft.maybe.remove(words);
            }
        }
        return amount;
    }

    private Optional<Condition> where(Mention mention, List<String> conditions) {
        Draft only = new Draft();
        only.conditions.addAll(conditions);
        only.measures.add("count");
        Assembler.Setting setting = new Assembler.Setting(catalog, kinds, false, Optional.empty());
        return new Assembler(only, mention.kinds().getFirst(), setting).assemble()
                        instanceof Assembler.Parts(List<Part> parts, _, _)
                ? Optional.of(parts.getFirst().where())
                : Optional.empty();
    }

    private EventKind kind(String name) {
        return catalog.find(name).orElseThrow(() -> new IllegalStateException("no event kind " + name));
    }
}
