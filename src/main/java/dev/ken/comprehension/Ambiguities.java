package dev.ken.comprehension;

import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import dev.ken.kernel.catalog.Attribute;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.EventKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is said of a table in words that mean one of two things of the event: the port of one end or of the other, a
/// total of how many or of how much, the time of disks or of files. Which is meant is asked.
final class Ambiguities {
    private static final Pattern BY_PORT = Pattern.compile(
            "\\b(?:by|per|(?:for )?each|every) ports?\\b(?! (?:of|that|which|they|it|number of))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SIDE = Pattern.compile(
            "\\b(?:local|remote|source|destination|src|dst|dest|peer|server|client|target|listening|sport|dport|listen"
                    + "|accept\\w*|incoming|inbound|outgoing|outbound|connect to|to port|from port)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CONNECTION =
            Pattern.compile("\\b(?:connections?|sessions?|traffic)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern IO_TIME =
            Pattern.compile("\\b(?:I/O|IO) (?:time|times|latency|latencies|duration)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern DISK = Pattern.compile(
            "\\b(?:disks?|block|devices?|ssds?|drives?|nvme|storage|sectors?|requests?)\\b", Pattern.CASE_INSENSITIVE);
    private static final String DISK_IO = "block.io";
    private static final List<String> FILE_IO = List.of("vfs.read", "vfs.write");
    private static final Set<String> PROCESSES = Set.of("process", "pid");
    private static final Pattern TOTAL =
            Pattern.compile("\\b(?:total|totals|totall?ed|summed|added up)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern AMOUNT = Pattern.compile(
            "\\b(?:number|numbers|count|counts|counted|times|calls|how many|how often|bytes|size|sizes|time|latency"
                    + "|[KMG]i?B|events|occurrences|requests)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BY_IO =
            Pattern.compile("\\b(?:by|in terms of|for) (?:disk )?(?:I/O|IO)\\s*$", Pattern.CASE_INSENSITIVE);
    private static final Set<String> PORTS = Set.of("sport", "dport");
    private static final List<String> AMOUNTS = List.of("size", "bytes");

    private final Catalog catalog;

    Ambiguities(Catalog catalog) {
        this.catalog = catalog;
    }

    /// The question, where there is one; of an intent of one part.
    Optional<Reading> asked(String request, Intent intent) {
        if (intent.parts().size() != 1) {
            return Optional.empty();
        }
        Part part = intent.parts().getFirst();
        return catalog.find(part.event()).flatMap(kind -> port(request, intent, part, kind)
                .or(() -> amount(request, intent, part, kind))
                .or(() -> time(request, intent, part)));
    }

    private Optional<Reading> port(String request, Intent intent, Part part, EventKind kind) {
        boolean open = CONNECTION.matcher(request).find()
                && BY_PORT.matcher(request).find()
                && !SIDE.matcher(request).find()
                && counts(part);
        boolean both = PORTS.stream().allMatch(name -> has(kind, name));
        if (!open || !both || part.keys().stream().noneMatch(PORTS::contains)) {
            return Optional.empty();
        }
        List<Part> meant = List.of(by(part, "dport"), by(part, "sport"));
        return question("Which port is meant, the local or the remote one?", intent, meant);
    }

    private static boolean counts(Part part) {
        return part.what() instanceof What.Aggregate(Measure measure, _, _) && measure instanceof Measure.Count;
    }

    private Optional<Reading> amount(String request, Intent intent, Part part, EventKind kind) {
        boolean total = TOTAL.matcher(request).find() && !AMOUNT.matcher(request).find();
        Optional<String> of = AMOUNTS.stream().filter(name -> has(kind, name)).findFirst();
        if (!counts(part) || of.isEmpty() || !total && !BY_IO.matcher(request.strip()).find()) {
            return Optional.empty();
        }
        Part sum = part.telling(new What.Aggregate(new Measure.Sum(), of, Optional.empty()));
        return question("Is it how many there are, or how many bytes?", intent, List.of(sum, part));
    }

    /// "average I/O time by process": a process waits for its files as well as for the disk.
    private Optional<Reading> time(String request, Intent intent, Part part) {
        boolean open = part.event().equals(DISK_IO)
                && part.keys().stream().anyMatch(PROCESSES::contains)
                && IO_TIME.matcher(request).find()
                && !DISK.matcher(request).find();
        if (!open) {
            return Optional.empty();
        }
        List<Part> meant = new ArrayList<>(List.of(part));
        FILE_IO.stream().filter(event -> catalog.find(event).isPresent()).forEach(event -> meant.add(part.seenAs(event)));
        return question("Is it the time of the disk, or of reading or writing files?", intent, meant);
    }

    private Optional<Reading> question(String text, Intent intent, List<Part> meant) {
        List<Reading.Choice> choices = new ArrayList<>();
        for (Part part : meant) {
            Intent one = new Intent(List.of(part), intent.durationNanos(), intent.assumptions());
            choices.add(new Reading.Choice(String.join(" ", Gloss.of(one, catalog)), one));
        }
        return Optional.of(new Reading.NeedsClarification(text, choices));
    }

    private static Part by(Part part, String port) {
        List<String> keys = new ArrayList<>(part.keys());
        keys.replaceAll(key -> PORTS.contains(key) ? port : key);
        return part.by(keys);
    }

    private static boolean has(EventKind kind, String name) {
        return kind.attributes().stream().map(Attribute::name).anyMatch(name::equals);
    }
}
