package dev.ken.comprehension.packets;

import dev.ken.comprehension.Reading;
import dev.ken.contract.Condition;
import dev.ken.contract.Intent;
import dev.ken.contract.Part;
import dev.ken.contract.What;
import dev.ken.contract.What.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads requests about packets. A request is a list of clauses, each with a verb: what is dropped or let through, and
/// what
/// is counted of the rest.
public final class PacketReader {
    private static final Pattern INTERFACE = Pattern.compile(
            "\\b(?:on|at|of|through|via)\\s+(?:the\\s+)?(?:(?:network\\s+)?(?:interface|device|nic)\\s+([A-Za-z][\\w.:-]{0,14})"
                    + "|(lo|loopback|(?:eth|ens|enp|eno|wlan|wlp|veth|br|docker|tun|tap|bond|virbr)[\\w.-]*))(?=\\s|,|;|\\.|$|:|\\))");
    private static final Pattern FOR =
            Pattern.compile("\\bfor (\\d{1,6}) (s|sec|secs|seconds?|m|min|minutes?|ms)\\b(?! port)");
    private static final Pattern EVERY =
            Pattern.compile("\\b(?:every|each) (?:(\\d{1,6}) )?(s|seconds?|min|minutes?)\\b");
    private static final Pattern PLACE = Pattern.compile(
            "\\(?\\b(?:with|using|use|in|at|via|by)?\\s*(?:an? )?\\b(xdp|tc)\\b(?: (?:program|filter))?(?: (?:to|that))?\\)?");
    private static final Pattern EXCEPT =
            Pattern.compile("\\b(?:except(?: for)?|other than|apart from|but not|unless)\\b");
    private static final Pattern REST = Pattern.compile(
            "\\b(?:everything else|anything else|all else|all others?(?: packets)?|the rest|all other traffic)\\b");
    private static final Pattern THEM = Pattern.compile("\\b(?:them|those|these)\\b");
    private static final String WIDE =
            "(?:drops?|blocks?|discards?|rejects?|den(?:y|ies)|pass(?:es)?|allows?|accepts?|permits?)";
    private static final Pattern DECIDES = Pattern.compile(
            "(?:^|.*?(?:,|;|\\.|\\band|\\bthen|\\bto|\\bthat|\\bwhich|\\bplease)\\s+)" + WIDE
                    + "\\s+(?!events?\\b).*\\b(?:packets?|traffic|frames?|datagrams?|tcp|udp|icmp(?:v6)?|ipv[46]|arp|dns|ssh|https?|everything)\\b.*");
    /// What begins a question about others that drop packets.
    private static final Pattern ASKS = Pattern.compile(
            "^(?:which|who|what|where|when|why|how (?!many (?:packets|bytes))|show|trace|log|list|find|report|monitor|watch|print|display|alert|tell)\\b");
    private static final long SECOND = 1_000_000_000L;

    private final List<String> assumptions = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final String text;
    private Optional<String> device = Optional.empty();
    private String event = "packet.receive";

    private PacketReader(String text) {
        this.text = text;
    }

    /// Empty where a request is not about what is done with packets, or what is counted where they come in.
    ///
    /// @param watchesToo whether requests that only count are read too, where they name XDP, tc or an interface
    public static Optional<Reading> read(String request, boolean watchesToo) {
        String text = request.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\blet (.+?) (?:through|pass|in)\\b", "allow $1")
                .replaceAll("\\bfilter(?:s)? out\\b", "drop")
                .replaceAll("\\bthrow(?:s)? away\\b", "drop")
                .replaceAll("[.!?]+$", "");
        if (ASKS.matcher(text).find()) {
            return Optional.empty();
        }
        boolean counts = text.matches(".*\\b(?:packets?|traffic|bytes|frames?|datagrams?)\\b.*")
                && (text.matches(".*\\b(?:xdp|tc|ingress|egress)\\b.*")
                        || INTERFACE.matcher(text).find());
        return DECIDES.matcher(text).matches() || watchesToo && counts
                ? Optional.of(new PacketReader(text).reading())
                : Optional.empty();
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
        List<Part> parts = parts(rest, period);
        if (!unknown.isEmpty()) {
            return new Reading.NotUnderstood(
                    "in a request about packets, these words have no place: " + String.join(", ", unknown),
                    List.of(
                            "name protocols (TCP, UDP, ICMP), ports, IPv4 addresses or networks, an interface, and what to drop, pass or count"));
        }
        if (parts.isEmpty()) {
            return new Reading.NotUnderstood("it does not say what is to be done with which packets", List.of());
        }
        assumptions.add("VLAN tags and extension headers of IPv6 are not looked through.");
        return new Reading.Understood(
                new Intent(parts, duration, assumptions.stream().distinct().toList()));
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
            rest = rest.substring(0, named.start()) + " " + rest.substring(named.end());
        }
        for (String word : rest.split("[^a-z]+")) {
            if (PacketTable.meaning("outgoing", word).isPresent()) {
                event = "packet.send";
            }
        }
        rest = rest.replaceAll(
                "\\b(?:incoming|inbound|ingress|received|receiving|arriving|outgoing|outbound|egress|sent|sending|leaving|transmitted)\\b",
                " ");
        return PLACE.matcher(rest).replaceAll(" ").replaceAll("\\(\\s*\\)", " ");
    }

    // ---- clauses ----

    private record Clause(String verb, List<String> words) {}

    private List<Clause> clauses(String rest) {
        List<Clause> clauses = new ArrayList<>();
        List<String> words = List.of(rest.replaceAll("([,;:])", " $1 ").strip().split("\\s+"));
        List<String> now = new ArrayList<>();
        String verb = "";
        boolean fresh = true;
        for (String word : words) {
            Optional<String> meaning = PacketTable.meaning("verb", word);
            boolean begins = meaning.isPresent() && (fresh || verb.isEmpty());
            if (begins && !(verb.equals("count") && !isVerdict(meaning.get()))) {
                if (!verb.isEmpty()) {
                    clauses.add(new Clause(verb, List.copyOf(now)));
                }
                now.clear();
                verb = meaning.get();
            } else {
                now.add(word);
            }
            fresh = List.of(",", ";", "and", "then", "but", "that", "which", "to", "please")
                            .contains(word)
                    || fresh && List.of("also", "the", "a").contains(word);
        }
        clauses.add(new Clause(verb, List.copyOf(now)));
        return clauses;
    }

    private static boolean isVerdict(String verb) {
        return verb.equals("drop") || verb.equals("pass");
    }

    private List<Part> parts(String rest, Optional<Long> period) {
        List<Part> parts = new ArrayList<>();
        Condition before = new Condition.Always();
        List<Clause> clauses = clauses(rest);
        for (int i = 0; i < clauses.size(); i++) {
            Clause clause = clauses.get(i);
            String words = String.join(" ", clause.words());
            if (clause.verb().isEmpty()) {
                unknown.addAll(clause.words().stream()
                        .filter(word -> !PacketTable.isFiller(word) && !word.matches("\\W+"))
                        .toList());
                continue;
            }
            boolean others = REST.matcher(words).find();
            boolean same = THEM.matcher(words).find();
            Condition own = where(clause, words);
            Condition where = others ? and(own, not(before)) : same ? and(own, before) : own;
            if (isVerdict(clause.verb())) {
                boolean excepted = clause.verb().equals("pass")
                        && i + 1 < clauses.size()
                        && clauses.get(i + 1).verb().equals("drop")
                        && REST.matcher(String.join(" ", clauses.get(i + 1).words()))
                                .find();
                if (!excepted) {
                    parts.add(rule(clause.verb(), where));
                }
                before = where;
            } else {
                parts.add(measure(clause, words, where, period));
                before = same ? before : where;
            }
        }
        return parts;
    }

    private Part rule(String verb, Condition where) {
        if (verb.equals("pass")) {
            assumptions.add("All other packets are dropped, those that are not of IP (ARP) too.");
        }
        What.Decision decision = verb.equals("drop") ? new What.Decision.Drop() : new What.Decision.Pass();
        return part(new What.Rule(decision), where, List.of(), Optional.empty());
    }

    private Part part(What what, Condition where, List<String> keys, Optional<Long> period) {
        Condition at = device.<Condition>map(
                        name -> new Condition.TextTest("interface", Condition.TextRelation.IS, name))
                .map(on -> and(on, where))
                .orElse(where);
        return new Part(event, at, what, keys, period, Optional.empty(), Optional.empty());
    }

    // ---- phrases ----

    private Condition where(Clause clause, String words) {
        String phrase = REST.matcher(THEM.matcher(words).replaceAll(" ")).replaceAll(" ");
        phrase = phrase.replaceAll("\\b(?:by|per|for each|grouped by)\\b.*", " ")
                .replaceAll("\\b(?:only|everything|just|also|then|but)\\b", " ");
        String[] sides = EXCEPT.split(phrase, 2);
        Condition first = phrase(clause, sides[0]);
        return sides.length == 1 ? first : and(first, not(phrase(clause, sides[1])));
    }

    private Condition phrase(Clause clause, String words) {
        String rest = isVerdict(clause.verb())
                ? words
                : words.replaceAll(
                        "\\b(?:bytes?(?! than)|sizes?|lengths?|volume|amount|maximum|minimum|average)\\b", " ");
        PacketPhrase phrase = new PacketPhrase(assumptions);
        phrase.read(List.of(rest.strip().split("\\s+")).stream()
                .filter(word -> !word.isEmpty() && !word.matches("[:;.]"))
                .map(word -> word.equals(",") ? "and" : word)
                .toList());
        unknown.addAll(phrase.unknown());
        return phrase.condition();
    }

    private Part measure(Clause clause, String words, Condition where, Optional<Long> period) {
        boolean bytes = words.matches(".*\\b(?:bytes?|size|sizes|length|lengths|volume)\\b(?! than).*");
        Measure measure = switch (clause.verb()) {
            case "average" -> new Measure.Average();
            case "maximum" -> new Measure.Maximum();
            case "minimum" -> new Measure.Minimum();
            case "histogram" -> new Measure.Log2Histogram();
            case "sum" -> new Measure.Sum();
            case String _ -> bytes ? new Measure.Sum() : new Measure.Count();
        };
        Optional<String> attribute = measure instanceof Measure.Count ? Optional.empty() : Optional.of("size");
        if (attribute.isPresent() && measure instanceof Measure.Sum) {
            assumptions.add("Bytes are those of whole frames, the Ethernet header included.");
        }
        return part(new What.Aggregate(measure, attribute, Optional.empty()), where, keys(words), period);
    }

    /// "by source address and protocol", "per protocol"
    private List<String> keys(String words) {
        Matcher by =
                Pattern.compile("\\b(?:by|per|for each|grouped by)\\s+(.*)").matcher(words);
        if (!by.find()) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        for (String phrase : by.group(1).split("\\s*(?:,|\\band\\b|\\bper\\b|\\bby\\b)\\s*")) {
            String clean = phrase.strip().replaceFirst("^(?:the|each) ", "");
            Optional<String> key = PacketTable.keys().entrySet().stream()
                    .filter(one -> one.getKey().equals(clean))
                    .map(Map.Entry::getValue)
                    .findFirst();
            key.ifPresentOrElse(keys::add, () -> {
                if (!clean.isEmpty()) {
                    unknown.add(clean);
                }
            });
        }
        if (keys.contains("source") || keys.contains("destination")) {
            assumptions.add("Addresses are those of IPv4; packets without one are in no group.");
        }
        return keys;
    }

    private static Condition and(Condition left, Condition right) {
        if (left instanceof Condition.Always) {
            return right;
        }
        return right instanceof Condition.Always ? left : new Condition.And(List.of(left, right));
    }

    private static Condition not(Condition of) {
        return new Condition.Not(of);
    }
}
