package dev.ken.comprehension.packets;

import dev.ken.comprehension.Reading;
import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.PartNames;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads requests about packets. A request is a list of clauses, each with a verb: what is dropped or let
/// through, and what is counted of the rest.
public final class PacketReader {
    private static final Pattern INTERFACE = Pattern.compile(
            "\\b(?:on|at|of|through|via)\\s+(?:the\\s+)?(?:network\\s+)?(?:interface|device|nic)\\s+([A-Za-z][\\w.:-]{0,14})(?=\\s|,|;|\\.|$|:|\\))"
                    + "|\\b(?:on|at|of|through|via|for|from|into|in|entering|leaving|leaves?|enters?)\\s+(?:the\\s+)?"
                    + "(lo|loopback|(?:eth|ens|enp|eno|wlan|wlp|veth|br|docker|tun|tap|bond|virbr)[\\w.-]*\\d[\\w.-]*|br-[\\w.-]+)(?=\\s|,|;|\\.|$|:|\\))");
    private static final Pattern FOR =
            Pattern.compile("\\bfor (\\d{1,6}) (s|sec|secs|seconds?|m|min|minutes?|ms)\\b(?! port)");
    private static final Pattern EVERY =
            Pattern.compile("\\b(?:every|each|per|a)(?: (\\d{1,6}) ?| )(s|sec|secs|seconds?|min|minutes?)\\b");
    private static final Pattern PLACE = Pattern.compile(
            "\\(?\\b(?:with|using|use|in|at|via|by)?\\s*(?:an? )?\\b(xdp|tc)\\b(?: (?:program|filter))?(?: (?:to|that))?\\)?");
    private static final Pattern EXCEPT = Pattern.compile(
            "\\b(?:except(?:ing)?(?: for| when| if)?(?: those)?|other than|apart from|aside from"
                    + "|but not|(?:and )?unless(?: (?:it|they) (?:is|are|comes?|goe?s?))?|excluding|without"
                    + "|(?:(?:that|which) )?(?:(?:are|is|do|does) )?(?:not|neither)|(?:aren't|isn't|don't|doesn't)|but)\\b");
    private static final Pattern REST = Pattern.compile(
            "\\b(?:everything else|anything else|all else|(?:all |any |the )?others?(?: packets| traffic| frames)?|the rest(?: of(?: (?:it|the (?:traffic|packets)))?)?|remaining(?: packets| traffic)?)\\b");
    private static final Pattern THEM = Pattern.compile(
            "\\b(?:it|them|those|these|what is dropped|what was dropped|(?:the )?dropped (?:ones|packets)|the drops|how many (?:are|were) dropped)\\b");
    private static final String WIDE =
            "(?:drops?|blocks?|discards?|rejects?|den(?:y|ies)|pass(?:es)?|allows?|accepts?|permits?|bans?|blacklist|whitelist|allowlist|blackhole)";
    private static final Pattern DECIDES = Pattern.compile(
            "(?:^(?:(?:xdp|tc)\\b[a-z ]*:? )?|.*?(?:,|;|:|\\.|\\band|\\bthen|\\bto|\\bthat|\\bwhich|\\bplease|\\bfirst|\\bonly)\\s+)"
                    + WIDE + "\\s+(?!events?\\b).*");
    /// What comes in or goes out, told by what only its headers say.
    private static final Pattern HEADS = Pattern.compile(
            "\\b(?:incoming|inbound|outgoing|outbound|arriving|received|sent)\\b.*\\b(?:packets?|frames?|bytes|traffic)\\b.*"
                    + "\\b(?:by|per|for each) (?:the )?(?:ip |transport )?(?:protocol|(?:source|destination) (?:ip|address|port|mac)|ttl|vlan|dscp|ethertype)\\b");
    /// What begins a question about others that drop packets.
    private static final Pattern ASKS = Pattern.compile(
            "^(?:which|who|what|where|when|why|how (?!many (?:packets|bytes))|show|trace|log|list|find|report|monitor|watch|print|display|alert|tell)\\b");
    private static final Pattern HOOKS = Pattern.compile(
            "(?i)\\bxdp\\b|\\btc (?:program|filter|classifier|hook|ingress|egress)|\\b(?:with|using|at|in|via|a) tc\\b");
    /// How a table of both is named, in one word.
    private static final String BOTH = "traffic-both";
    private static final Pattern LAST_TOP =
            Pattern.compile("(?:,|-|\\band)? *(?:\\bthe )?(?:\\bonly )?(?:\\bthe )?\\btop (\\d{1,4})(?: only)?[ ,]*$");
    private static final long SECOND = 1_000_000_000L;
    private static final String RECEIVED = "packet.receive";
    private static final String SENT = "packet.send";
    private static final Pattern INCOMING =
            Pattern.compile("\\b(?:incoming|inbound|ingress|received|receiving|arriving)\\b");
    private static final Pattern OUTGOING =
            Pattern.compile("\\b(?:outgoing|outbound|egress|sent|sending|leaving|transmitted)\\b");
    /// What stands for either direction where both are spoken of.
    private static final String IN = "dir-in";

    private static final String OUT = "dir-out";
    private static final Pattern DROPPED = Pattern.compile(
            "\\b(?:what (?:is|was|were) dropped|(?:the )?dropped (?:ones|packets)|the drops|how many (?:are|were) dropped)\\b");

    private final List<String> assumptions = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final String text;
    private Optional<String> device = Optional.empty();
    private Optional<Integer> top = Optional.empty();
    private String event = RECEIVED;
    private String ruled = RECEIVED;
    /// Whether it says before what is done with packets who or what else it is about.
    private boolean isOfOthers;
    /// The facts that stand before what is done: "SSDP (UDP 1900): drop it".
    private final List<String> subject = new ArrayList<>();
    /// Whether any of it is one of packets.
    private boolean tells;

    private PacketReader(String text) {
        this.text = text;
    }

    /// Empty where a request is not about what is done with packets, or what is counted where they come in.
    ///
    /// @param watchesToo whether requests that only count are read too, where they name XDP, tc or an interface
    public static Optional<Reading> read(String request, boolean watchesToo) {
        String text = PacketTable.worded(request);
        if (ASKS.matcher(text).find()) {
            return Optional.empty();
        }
        boolean counts = text.matches(".*\\b(?:packets?|traffic|bytes|frames?|datagrams?|pings?|echo|fragments)\\b.*")
                && (text.matches(".*\\b(?:xdp|tc|ingress|egress)\\b.*")
                        || INTERFACE.matcher(text).find());
        boolean decides = DECIDES.matcher(PacketTable.withoutNouns(text)).matches() && names(text);
        boolean heads = watchesToo && HEADS.matcher(text).find();
        boolean other = text.matches(
                        "(?:please )?(?:rate[- ]?limit|limit|redirect|mirror|throttle|police|forward|modify|rewrite)s?\\b.*")
                && names(text);
        if ((decides || counts || other) && watchesToo && changes(text)) {
            return Optional.of(new Reading.Declined(
                    "Programs for packets drop them, let them pass and count them; they do not change, redirect or"
                            + " copy them, and they remember nothing from one packet to the next (no limits of rate).",
                    Optional.empty()));
        }
        if (decides || watchesToo && counts) {
            PacketReader reader = new PacketReader(text);
            Reading reading = reader.reading();
            boolean others = reader.isOfOthers || !decides && reading instanceof Reading.NotUnderstood;
            return others ? Optional.empty() : Optional.of(reading);
        }
        return heads
                ? Optional.of(new PacketReader(text).reading()).filter(Reading.Understood.class::isInstance)
                : Optional.empty();
    }

    /// Whether it has packets dropped or let through, or names XDP or tc for what it counts.
    public static boolean isForKernelHooks(String request) {
        boolean named = HOOKS.matcher(request).find();
        return read(request, true)
                .filter(reading -> reading instanceof Reading.Understood(Intent intent)
                        && (named || intent.parts().stream().anyMatch(part -> part.what() instanceof What.Rule)))
                .isPresent();
    }

    /// Whether anything that is said is a fact of packets.
    private static boolean names(String text) {
        return List.of(PacketTable.rewritten(text).split("[\\s,;]+")).stream().anyMatch(PacketPhrase::isOfPackets);
    }

    private static boolean changes(String text) {
        return PacketTable.rewritten(text)
                .matches(
                        ".*(?<![\\w-])(?:redirect|mirror|rewrite|modify|forward|throttle|police|(?:rate[- ]?)?limit)\\b.*"
                                + "|.*\\b(?:more|faster|over|above|exceed\\w*|up to|most|at) (?:than )?\\d+ ?k? ?(?:\\w+ )?(?:packets|syns|requests|pings|bytes|connections)?"
                                + " ?(?:per|a|an|each|every|/) ?(?:s|sec|second|minute)\\b.*|.*\\bpps\\b.*");
    }

    private Reading reading() {
        String rest = place(text);
        Matcher lasts = FOR.matcher(rest);
        Optional<Long> duration =
                lasts.find() ? Optional.of(Long.parseLong(lasts.group(1)) * unit(lasts.group(2))) : Optional.empty();
        rest = duration.isPresent() ? lasts.replaceFirst(" ") : rest;
        Matcher repeats = EVERY.matcher(rest);
        Optional<Long> period = repeats.find()
                ? Optional.of(
                        (repeats.group(1) == null ? 1 : Long.parseLong(repeats.group(1))) * unit(repeats.group(2)))
                : Optional.empty();
        rest = period.isPresent() ? repeats.replaceFirst(" ") : rest;
        rest = ranked(PacketNumbers.plain(PacketTable.rewritten(rest)));
        List<Part> parts = parts(rest, period);
        if (!unknown.isEmpty()) {
            return new Reading.NotUnderstood(
                    "in a request about packets, these words have no place: "
                            + unknown.stream()
                                    .filter(word -> word.matches(".*\\w.*"))
                                    .distinct()
                                    .collect(Collectors.joining(", ")),
                    List.of(
                            "name protocols (TCP, UDP, ICMP), ports, IPv4 addresses or networks, an interface, and what to drop, pass or count"));
        }
        if (parts.isEmpty()) {
            return new Reading.NotUnderstood("it does not say what is to be done with which packets", List.of());
        }
        boolean tags = parts.stream().anyMatch(part -> PartNames.own(part).contains("vlan"));
        assumptions.add(
                tags
                        ? "Headers are looked for behind one VLAN tag, the outer one; extension headers of IPv6 are not"
                                + " looked through, and tags that the network card takes off are not seen."
                        : "VLAN tags and extension headers of IPv6 are not looked through.");
        return new Reading.Understood(
                new Intent(parts, duration, assumptions.stream().distinct().toList()));
    }

    /// "top 10 source addresses by bytes" is a measure by a key, of which the largest are shown.
    private String ranked(String whole) {
        Matcher last = LAST_TOP.matcher(whole);
        if (last.find()) {
            top = Optional.of(Integer.parseInt(last.group(1)));
        }
        String rest = last.replaceFirst("");
        Matcher first = Pattern.compile("\\btop (\\d{1,4}) (.+)").matcher(rest);
        if (!first.find()) {
            return rest;
        }
        top = Optional.of(Integer.parseInt(first.group(1)));
        Matcher by = Pattern.compile(
                        "^(.*?)\\b(?:by|in|with the most|sending the most|receiving the most) (?:number of )?(packets|bytes|traffic|volume|packet count)\\b(.*)")
                .matcher(first.group(2));
        boolean told = by.matches();
        boolean bytes = told && !by.group(2).startsWith("packet");
        String key = (told ? by.group(1) : first.group(2)).replaceFirst("^(?:the|of) ", "");
        return rest.substring(0, first.start()) + " count " + (bytes ? "bytes" : "packets") + " by " + key
                + (told ? by.group(3) : "");
    }

    private static long unit(String word) {
        return word.equals("ms") ? SECOND / 1000 : word.startsWith("m") ? 60 * SECOND : SECOND;
    }

    /// Takes the interface, the direction and the words for XDP and tc out of the text.
    private String place(String whole) {
        String rest = whole;
        Matcher named = INTERFACE.matcher(rest);
        if (named.find()) {
            String name = named.group(1) == null ? named.group(2) : named.group(1);
            device = Optional.of(name.equals("loopback") ? "lo" : name);
            rest = rest.replaceAll("(?:" + Pattern.quote(named.group()) + ")(?![\\w.-])", " ");
        }
        boolean out = said("outgoing", rest);
        boolean both = out && said("incoming", rest);
        event = out && !both ? SENT : RECEIVED;
        rest = INCOMING.matcher(rest).replaceAll(both ? " " + IN + " " : " ");
        rest = OUTGOING.matcher(rest).replaceAll(both ? " " + OUT + " " : " ");
        return PLACE.matcher(rest).replaceAll(" ").replaceAll("\\(\\s*\\)", " ");
    }

    // ---- clauses ----

    private record Clause(String verb, List<String> words) {}

    private List<Clause> clauses(String rest) {
        List<Clause> clauses = new ArrayList<>();
        List<String> words =
                List.of(rest.replaceAll("([,;]|:(?=\\s|$))", " $1 ").strip().split("\\s+"));
        List<String> now = new ArrayList<>();
        String verb = "";
        boolean fresh = true;
        boolean sentence = true;
        for (String word : words) {
            Optional<String> meaning = PacketTable.meaning("verb", word);
            boolean begins = meaning.isPresent() && (fresh || verb.isEmpty());
            if (begins && (sentence || !verb.equals("count") || isVerdict(meaning.get()))) {
                if (!verb.isEmpty()) {
                    clauses.add(new Clause(verb, List.copyOf(now)));
                } else {
                    before(now);
                }
                now.clear();
                verb = meaning.get();
            } else {
                now.add(word);
            }
            sentence = word.equals(";");
            fresh = List.of(",", ";", ":", "and", "then", "but", "that", "which", "to", "please")
                            .contains(word)
                    || fresh && List.of("also", "the", "a", "just", "only").contains(word);
        }
        clauses.add(new Clause(verb, List.copyOf(now)));
        return clauses;
    }

    /// What stands before all that is to be done. A sentence or a heading without a fact of packets tells what it is
    /// for.
    private void before(List<String> words) {
        for (String part : String.join(" ", words).split("(?<=[;:])")) {
            boolean heads = part.endsWith(";") || part.endsWith(":");
            List<String> strange = List.of(part.split("[\\s,;:]+")).stream()
                    .filter(word -> !word.isEmpty() && !PacketTable.isLead(word) && !PacketTable.isFiller(word))
                    .toList();
            boolean facts = strange.stream().anyMatch(PacketPhrase::isOfPackets);
            subject.addAll(strange);
            tells |= facts;
            isOfOthers |= !facts && !heads && !strange.isEmpty();
        }
    }

    private static boolean said(String direction, String text) {
        return List.of(text.split("[^a-z]+")).stream()
                .anyMatch(word -> PacketTable.meaning(direction, word).isPresent());
    }

    /// Which way packets go that a clause speaks of; those of one that does not say it go as those before.
    private void turn(String words, boolean verdict, PacketRules rules) {
        boolean in = words.contains(IN);
        boolean out = words.contains(OUT);
        String next = out && !in ? SENT : in && !out ? RECEIVED : event;
        if (in && out || verdict && !next.equals(event) && !rules.isEmpty()) {
            unknown.add(in ? "incoming" : "outgoing");
        }
        event = next;
    }

    private static boolean isVerdict(String verb) {
        return verb.equals("drop") || verb.equals("pass");
    }

    private List<Part> parts(String rest, Optional<Long> period) {
        List<Part> measures = new ArrayList<>();
        PacketRules rules = new PacketRules();
        Condition before = new Condition.Always();
        if (text.matches(".*\\b(?:first|finally|afterwards?|then)\\b.*")) {
            rules.inOrder();
        }
        List<Clause> clauses = clauses(rest);
        if (THEM.matcher(String.join(" ", clauses.getFirst().words())).find()) {
            before = phrase(clauses.getFirst(), String.join(" ", subject));
        } else if (tells) {
            unknown.addAll(subject);
        }
        for (Clause clause : clauses) {
            String words = String.join(" ", clause.words());
            if (clause.verb().isEmpty()
                    && (clauses.size() > 1 || !words.matches(".*\\b(?:packets?|bytes|traffic)\\b.*"))) {
                unknown.addAll(clause.words().stream()
                        .filter(word -> !PacketTable.isFiller(word) && !word.matches("\\W+|only"))
                        .toList());
                continue;
            }
            boolean others = REST.matcher(words).find();
            boolean same = THEM.matcher(words).find();
            boolean verdict = isVerdict(clause.verb());
            if (!verdict && saysNothing(clause) && !measures.isEmpty()) {
                continue;
            }
            turn(words, verdict, rules);
            if (DROPPED.matcher(words).find() && !rules.isEmpty()) {
                before = PacketRules.any(rules.dropped());
            }
            Optional<PacketKeys> keys = verdict ? Optional.empty() : Optional.of(PacketKeys.in(words));
            keys.ifPresent(by -> unknown.addAll(by.unknown()));
            Condition own = where(clause, keys.map(PacketKeys::rest).orElse(words));
            if (verdict) {
                boolean alone = words.matches(".*\\b(?:only|just|nothing (?:but|else))\\b.*")
                        || onlyBefore(rest, clause.verb());
                Condition next = others && !rules.isEmpty() ? PacketRules.and(own, not(rules.named())) : own;
                rules.add(clause.verb().equals("drop"), same ? PacketRules.and(own, before) : own, others, alone);
                before = next;
                ruled = event;
            } else {
                Condition where = others && !rules.isEmpty()
                        ? PacketRules.and(own, not(rules.named()))
                        : same ? PacketRules.and(own, before) : own;
                measures.addAll(measures(clause, words, where, keys.orElseThrow(), period));
                before = same ? before : where;
            }
        }
        event = ruled;
        List<Part> parts = new ArrayList<>();
        rules.passed().stream()
                .filter(where -> !(where instanceof Condition.Always))
                .forEach(where -> parts.add(rule(new What.Decision.Pass(), where)));
        if (!parts.isEmpty()) {
            assumptions.add("All other packets are dropped, those that are not of IP (ARP) too.");
        }
        rules.dropped().forEach(where -> parts.add(rule(new What.Decision.Drop(), where)));
        parts.addAll(measures);
        return parts.stream().distinct().toList();
    }

    /// "Counts every 5 s": how often what was counted is shown.
    private static boolean saysNothing(Clause clause) {
        return clause.verb().equals("count")
                && clause.words().stream().allMatch(word -> word.matches("\\W+|please|show|shown|printed|them"));
    }

    /// "only allow …"
    private static boolean onlyBefore(String rest, String verb) {
        Matcher word = Pattern.compile("\\bonly (\\w+)").matcher(rest);
        return word.find() && PacketTable.meaning("verb", word.group(1)).equals(Optional.of(verb));
    }

    private Part rule(What.Decision decision, Condition where) {
        return part(new What.Rule(decision), where, List.of(), Optional.empty(), Optional.empty());
    }

    private Part part(What what, Condition where, List<String> keys, Optional<Long> period, Optional<Integer> top) {
        Condition at = device.<Condition>map(
                        name -> new Condition.TextTest("interface", Condition.TextRelation.IS, name))
                .map(on -> PacketRules.and(on, where))
                .orElse(where);
        return new Part(event, at, what, keys, period, top, Optional.empty());
    }

    // ---- phrases ----

    private Condition where(Clause clause, String words) {
        String phrase = REST.matcher(THEM.matcher(words).replaceAll(" ")).replaceAll(" ");
        phrase = phrase.replaceAll("\\b(?:only|everything|just|also|then|nothing (?=but|except))\\b(?!-)", " ")
                .replaceAll("(?:,|\\bbut|\\band)*\\s*$", " ");
        String[] sides = EXCEPT.split(phrase, 2);
        Condition first = phrase(clause, sides[0]);
        return sides.length == 1 || sides[1].isBlank() ? first : PacketRules.and(first, not(phrase(clause, sides[1])));
    }

    private Condition phrase(Clause clause, String words) {
        String rest = isVerdict(clause.verb())
                ? words
                : words.replaceAll(
                        "(?<![\\d<>=] ?)\\b(?:bytes?(?! ?[<>=!]*\\d)|sizes?(?! ?[<>=!]*\\d)|lengths?(?! ?[<>=!]*\\d)|volume|amount|maximum|minimum|average)\\b",
                        " ");
        PacketPhrase phrase = new PacketPhrase(assumptions);
        phrase.read(List.of(rest.strip().split("\\s+")).stream()
                .filter(word -> !word.isEmpty() && !word.matches("[:;.]"))
                .map(word -> word.equals(",") ? "and" : word)
                .toList());
        unknown.addAll(phrase.unknown());
        return phrase.condition();
    }

    /// "packets and bytes by source" are two measures.
    private List<Part> measures(Clause clause, String words, Condition where, PacketKeys keys, Optional<Long> period) {
        boolean both = words.contains(BOTH) && List.of("count", "sum").contains(clause.verb());
        return (both ? List.of("packets", "bytes") : List.of(words))
                .stream()
                        .map(said ->
                                measure(both ? new Clause("count", clause.words()) : clause, said, where, keys, period))
                        .toList();
    }

    private Part measure(Clause clause, String words, Condition where, PacketKeys keys, Optional<Long> period) {
        boolean bytes =
                words.matches(".*(?<![\\d<>=] ?)\\b(?:bytes?|size|sizes|length|lengths|volume)\\b(?! ?[<>=!]*\\d).*");
        Measure measure = switch (clause.verb()) {
            case "average" -> new Measure.Average();
            case "maximum" -> new Measure.Maximum();
            case "minimum" -> new Measure.Minimum();
            case "histogram" -> new Measure.Log2Histogram();
            case "sum" ->
                bytes || keys.names().isEmpty() || words.matches(".*\\btraffic\\b.*")
                        ? new Measure.Sum()
                        : new Measure.Count();
            case String _ -> bytes ? new Measure.Sum() : new Measure.Count();
        };
        Optional<String> attribute = measure instanceof Measure.Count ? Optional.empty() : Optional.of("size");
        if (attribute.isPresent() && measure instanceof Measure.Sum) {
            assumptions.add("Bytes are those of whole frames, the Ethernet header included.");
        }
        List<String> names =
                addressed(keys.names().isEmpty() && words.contains("separate") ? apart(where) : keys.names(), where);
        return part(new What.Aggregate(measure, attribute, Optional.empty()), where, names, period, top);
    }

    /// "TCP and UDP separately": by what the kinds that are named differ in.
    private static List<String> apart(Condition where) {
        return PartNames.in(where).stream()
                .filter(name -> !name.equals("interface"))
                .sorted()
                .toList();
    }

    /// Addresses are of IPv6 where that was asked for.
    private List<String> addressed(List<String> names, Condition where) {
        boolean six = PartNames.in(where).stream().anyMatch(name -> name.contains("6_"))
                || where.toString().contains("attribute=family, comparison=EQUAL, number=6");
        List<String> all = new ArrayList<>();
        for (String name : names) {
            boolean address = name.equals("source") || name.equals("destination");
            if (name.endsWith("6")) {
                all.addAll(List.of(name + "_high", name + "_low"));
                continue;
            }
            all.addAll(address && six ? List.of(name + "6_high", name + "6_low") : List.of(name));
            if (address) {
                assumptions.add("Addresses are those of " + (six ? "IPv6, in two halves" : "IPv4")
                        + "; packets without one are in no group.");
            }
        }
        return all;
    }

    private static Condition not(Condition of) {
        return new Condition.Not(of);
    }
}
