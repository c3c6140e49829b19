package dev.ken.comprehension;

import dev.ken.comprehension.Rules.Rule;
import dev.ken.comprehension.Rules.Step;
import dev.ken.comprehension.Token.Kind;
import dev.ken.kernel.catalog.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/// Tries rules at a place of a request.
final class Matcher {
    /// A rule that fits, up to `end`, with what its slots hold, each in the intent language.
    record Match(Rule rule, int end, Map<String, String> slots) {}

    /// What a slot holds and where it ends.
    private record Filled(String text, int end) {}

    private static final Map<String, String> ERRORS = Tables.pairs("errno.table");
    private static final Map<String, String> SIGNALS = Tables.pairs("signals.table");
    private static final Map<String, String> STATES = Tables.pairs("states.table");
    private static final Map<String, String> FLAGS = Tables.pairs("flags.table");
    private static final Map<String, String> CONSTANTS = Tables.pairs("constants.table");
    private static final Set<String> COMMON = Tables.words("common.words");
    /// Words that name a unit or something else.
    private static final Set<String> UNIT_OR_NOT = Set.of("b", "byte", "bytes", "s", "k", "h", "m", "second", "sec");
    /// IPv4 and IPv6 addresses as they are written (RFC 4291 § 2.2).
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}");
    /// Names that network interfaces have on Linux (systemd.net-naming-scheme(7), and older ones).
    private static final Pattern INTERFACE = Pattern.compile(
            "(eth|en[opsx]|wl[opsx]|wlan|veth|docker|br|bond|tun|tap|virbr|wg|vlan)[\\w.-]*\\d[\\w.-]*|lo");
    private static final Pattern DISK = Pattern.compile(
            "/?(dev/)?((sd|vd|hd|xvd)[a-z]\\d*|nvme\\d+n\\d+(p\\d+)?|md\\d+|dm-\\d+|loop\\d+|mmcblk\\d+)");
    static final Set<String> JOINTS = Tables.words("joints.words");
    /// Stands between the texts of a list slot.
    static final String BETWEEN = "\u001F";

    /// What is measured, not grouped by: it ends a list of keys.
    private static final Set<String> MEASURED =
            Set.of("bytes", "size", "latency", "duration", "time", "count", "total bytes", "average latency");

    private static final int MOST_IN_A_LIST = 12;
    /// Slots whose lists hold nothing else.
    private static final Set<String> LISTED = Set.of("path", "count", "other", "disk", "interface");
    private static final int MOST_MODIFIERS = 2;
    /// What happens, which is nothing to be known of it: "umount calls".
    private static final Set<String> OCCURRENCES = Set.copyOf(Lexicon.stems("calls requests operations events"));

    private final List<Token> tokens;
    private final Lexicon lexicon;
    private Optional<Matches.Noted> matches = Optional.empty();

    Matcher(List<Token> tokens, Lexicon lexicon) {
        this.tokens = tokens;
        this.lexicon = lexicon;
    }

    /// The longest match at `at`; of equally long ones the rule that stands first.
    Optional<Match> longest(int at) {
        Matches.Noted noted = matches.filter(lexicon::isAsOf).orElseGet(() -> lexicon.matches(tokens));
        matches = Optional.of(noted);
        Optional<Match> known = noted.found().get(at);
        if (known == null) {
            known = longestAnew(at);
            noted.found().put(at, known);
        }
        return known;
    }

    private Optional<Match> longestAnew(int at) {
        Optional<Match> best = Optional.empty();
        boolean starts = isSentenceStart(at);
        for (Rule rule : lexicon.rules().startingWith(tokens.get(at))) {
            if (!starts && rule.steps().getFirst() instanceof Step.Start || best.isPresent() && rule.isBareList()) {
                continue;
            }
            Optional<Match> match = match(rule, 0, at, Map.of(), at);
            if (match.isPresent()
                    && (best.isEmpty() || match.get().end() > best.get().end())) {
                best = match;
            }
        }
        return best.or(() -> leftOut(at));
    }

    /// "except to port 80": the opposite of what a rule asks for.
    private Optional<Match> leftOut(int at) {
        int from = Exclusions.behind(tokens, at);
        return from == at || from == tokens.size()
                ? Optional.empty()
                : longest(from)
                        .flatMap(match -> Exclusions.opposite(match.rule())
                                .map(rule -> new Match(rule, match.end(), match.slots())));
    }

    private Optional<Match> match(Rule rule, int step, int at, Map<String, String> slots, int start) {
        if (step == rule.steps().size()) {
            return at > start ? Optional.of(new Match(rule, at, slots)) : Optional.empty();
        }
        return switch (rule.steps().get(step)) {
            case Step.Start() -> isSentenceStart(at) ? match(rule, step + 1, at, slots, start) : Optional.empty();
            case Step.Word word -> {
                Optional<Match> taken = fits(word, at) ? match(rule, step + 1, at + 1, slots, start) : Optional.empty();
                yield taken.isPresent() || !word.optional() ? taken : match(rule, step + 1, at, slots, start);
            }
            case Step.Slot(String type) -> {
                Optional<Filled> filled = at < tokens.size() ? fill(type, at) : Optional.empty();
                if (filled.isEmpty()) {
                    yield Optional.empty();
                }
                Map<String, String> more = new LinkedHashMap<>(slots);
                long before = more.keySet().stream()
                        .filter(name -> name.startsWith(type))
                        .count();
                more.put(before == 0 ? type : type + (before + 1), filled.get().text());
                yield match(rule, step + 1, filled.get().end(), more, start);
            }
        };
    }

    private boolean isSentenceStart(int at) {
        for (int i = at - 1; i >= 0; i--) {
            Token token = tokens.get(i);
            if (token.kind() == Kind.STOP || token.kind() == Kind.COMMA) {
                return true;
            }
            if (token.kind() != Kind.WORD || !lexicon.isIntroduction(token.stem())) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(Step.Word word, int at) {
        if (at < tokens.size() && tokens.get(at).kind() == Kind.COMMA) {
            return word.stems().contains(",");
        }
        if (at >= tokens.size() || tokens.get(at).kind() != Kind.WORD) {
            return false;
        }
        Token token = tokens.get(at);
        return word.stems().contains(token.stem())
                || !word.exact().isEmpty() && word.exact().contains(token.text().toLowerCase(Locale.ROOT));
    }

    private Optional<Filled> fill(String type, int at) {
        Token token = tokens.get(at);
        boolean number = token.kind() == Kind.NUMBER;
        Unit.Family family = token.unit().map(Unit::family).orElse(Unit.Family.PLAIN);
        return switch (type) {
            case "time" -> when(number && family == Unit.Family.TIME, token.number() + " ns", at);
            case "size" -> when(number && family == Unit.Family.SIZE, token.number() + " B", at);
            case "count" ->
                when(number && token.unit().isEmpty() && !isAddress(token), Long.toString(token.number()), at);
            case "quantity" -> when(number, token.number() + suffix(token), at);
            case "hertz" -> when(token.kind() == Kind.HERTZ, Long.toString(token.number()), at);
            case "path" -> when(token.kind() == Kind.PATH && token.text().indexOf('*') < 0, quoted(token.text()), at);
            case "text" ->
                when(
                        token.kind() == Kind.QUOTED
                                || token.kind() == Kind.PATH
                                || token.kind() == Kind.WORD
                                        && !JOINTS.contains(token.text().toLowerCase(Locale.ROOT)),
                        quoted(token.text()),
                        at);
            case "quoted" -> when(token.kind() == Kind.QUOTED, quoted(token.text()), at);
            case "name" -> when(lexicon.isName(token), quoted(bare(token.text())), at);
            case "anyname" -> when(lexicon.isAnyName(token), quoted(bare(token.text())), at);
            case "subject" -> when(isSubject(at), quoted(bare(token.text())), at);
            case "other" -> when(lexicon.isOther(token), quoted(bare(token.text())), at);
            case "program" -> when(lexicon.isProgram(token), quoted(bare(token.text())), at);
            case "flag" -> table(FLAGS, token.text(), at);
            case "octal" -> octal(token).map(mode -> new Filled(mode, at + 1));
            case "disk" ->
                Optional.of(token)
                        .filter(word -> word.kind() == Kind.WORD)
                        .flatMap(word -> lexicon.devices().number(word.text()))
                        .map(device -> new Filled(Long.toString(device), at + 1));
            case "strangedisk" ->
                when(
                        DISK.matcher(token.text()).matches()
                                && lexicon.devices().number(token.text()).isEmpty(),
                        "",
                        at);
            case "interface" -> when(INTERFACE.matcher(token.text()).matches(), quoted(token.text()), at);
            case "errno" -> table(ERRORS, token.text(), at);
            case "signal" -> signal(token.text(), at);
            case "killing" -> when(KILLING.contains(token.text().toUpperCase(Locale.ROOT)), token.text(), at);
            case "constant" -> table(CONSTANTS, token.text(), at);
            case "glob" -> glob(token.text()).map(condition -> new Filled(condition, at + 1));
            case "common" -> when(COMMON.contains(token.text()), quoted(token.text()), at);
            case "address" -> when(isAddress(token), quoted(token.text()), at);
            case "unitword" ->
                when(
                                token.kind() == Kind.WORD
                                        && !UNIT_OR_NOT.contains(token.text().toLowerCase(Locale.ROOT)),
                                "",
                                at)
                        .flatMap(_ -> fill("unit", at));
            case "timeunit" ->
                fill("unitword", at)
                        .filter(found -> Unit.of(found.text())
                                .map(unit -> unit.family() == Unit.Family.TIME)
                                .orElse(false));
            case "several" ->
                attributes(at, this::attributeLength)
                        .filter(found -> found.text().contains("|"));
            case "state" -> table(STATES, token.text().replace('-', '_'), at);
            case "unit" ->
                token.kind() == Kind.WORD
                        ? Tokenizer.unitNamed(token.text()).map(unit -> new Filled(unit.symbol(), at + 1))
                        : Optional.empty();
            case "paths", "names", "anynames", "others", "programs", "texts" ->
                list(type.substring(0, type.length() - 1), at);
            case "counts", "disks", "interfaces" ->
                list(type.substring(0, type.length() - 1), at)
                        .filter(found -> found.text().contains(BETWEEN));
            case "attribute" -> attribute(at).filter(_ -> !OCCURRENCES.contains(token.stem()));
            case "attributes" -> attributes(at, this::plainLength);
            case "keys" -> attributes(at, this::attributeLength, MEASURED);
            case "groups" ->
                attributes(at, this::attributeLength, MEASURED).filter(found -> !MEASURED.contains(found.text()));
            default -> throw new IllegalStateException("no slot <" + type + ">");
        };
    }

    private static final Set<String> DEGREES = Tables.words("degrees.words");

    /// "does puppet open": a word that is nothing else, in front of what is done, is who does it.
    private boolean isSubject(int at) {
        Token token = tokens.get(at);
        String text = token.text().toLowerCase(Locale.ROOT);
        return lexicon.isAnyName(token)
                && !text.endsWith("s")
                && !lexicon.isLight(text)
                && !DEGREES.contains(text)
                && at + 1 < tokens.size()
                && lexicon.isModifier(tokens.get(at + 1));
    }

    /// "nginx, httpd and envoy": what follows the first must be a name by itself.
    private Optional<Filled> list(String type, int at) {
        Optional<Filled> first = fill(type, at);
        if (first.isEmpty()) {
            return first;
        }
        List<String> texts = new ArrayList<>(List.of(first.get().text()));
        int end = first.get().end();
        while (texts.size() < MOST_IN_A_LIST) {
            int next = end;
            while (next < tokens.size() && next < end + 2 && isBetween(tokens.get(next))) {
                next++;
            }
            Optional<Filled> more = next == end || next >= tokens.size()
                    ? Optional.empty()
                    : fill(LISTED.contains(type) ? type : "name", next);
            if (more.isEmpty()) {
                break;
            }
            texts.add(more.get().text());
            end = more.get().end();
        }
        return Optional.of(new Filled(String.join(BETWEEN, texts), end));
    }

    /// The condition on paths that a pattern of the shell with one star, or one at each end, stands for.
    private static Optional<String> glob(String text) {
        boolean starts = text.startsWith("*");
        boolean ends = text.length() > 1 && text.endsWith("*");
        String inside = text.substring(starts ? 1 : 0, text.length() - (ends ? 1 : 0));
        if (inside.isEmpty() || inside.contains("*") || !starts && !ends) {
            return Optional.empty();
        }
        String test = starts && ends ? "contains" : starts ? "ends with" : "starts with";
        return Optional.of("path " + test + " " + quoted(inside));
    }

    /// Permissions as they are written, to the base 8.
    private static Optional<String> octal(Token token) {
        boolean digits = token.kind() == Kind.NUMBER && token.text().matches("0?[0-7]{3,4}");
        return digits ? Optional.of(Long.toString(Long.parseLong(token.text(), 8))) : Optional.empty();
    }

    private static boolean isAddress(Token token) {
        return ADDRESS.matcher(token.text()).matches();
    }

    private static boolean isBetween(Token token) {
        return token.kind() == Kind.COMMA || Set.of("and", "or", "nor").contains(token.stem());
    }

    private static Optional<Filled> when(boolean fits, String text, int at) {
        return fits ? Optional.of(new Filled(text, at + 1)) : Optional.empty();
    }

    private static String suffix(Token token) {
        return token.unit()
                .map(unit -> unit.family() == Unit.Family.TIME ? " ns" : " B")
                .orElse("");
    }

    private static String bare(String text) {
        return text.endsWith("'s") || text.endsWith("’s") ? text.substring(0, text.length() - 2) : text;
    }

    /// Whether it is written like the name of a block device or of a network interface.
    static boolean isDevice(String text) {
        return !text.equals("lo")
                && (DISK.matcher(text).matches() || INTERFACE.matcher(text).matches());
    }

    /// Whether it is the name of an error, a signal or a flag.
    static boolean isErrorOrSignal(String text) {
        return ERRORS.containsKey(text) || text.startsWith("SIG") && SIGNALS.containsKey(text);
    }

    /// The number of an error or a signal.
    static Optional<String> number(String name) {
        return Optional.ofNullable(ERRORS.get(name)).or(() -> Optional.ofNullable(SIGNALS.get(name)));
    }

    static boolean isConstant(String text) {
        return ERRORS.containsKey(text)
                || SIGNALS.containsKey(text)
                || FLAGS.containsKey(text)
                || CONSTANTS.containsKey(text);
    }

    /// Without `SIG` in front only in capitals: KILL is a signal, "kill" is a word.
    /// As it is written behind `kill`.
    private static final Set<String> KILLING = Set.of("-9", "-KILL", "-SIGKILL", "SIGKILL");

    private static Optional<Filled> signal(String text, int at) {
        boolean several = text.length() > 1 && text.endsWith("s") && !text.endsWith("BUS");
        if (several && SIGNALS.containsKey(text.substring(0, text.length() - 1))) {
            return signal(text.substring(0, text.length() - 1), at);
        }
        boolean capitals = text.equals(text.toUpperCase(Locale.ROOT));
        return table(SIGNALS, text, at).or(() -> capitals ? table(SIGNALS, "SIG" + text, at) : Optional.empty());
    }

    private static Optional<Filled> table(Map<String, String> table, String name, int at) {
        String value = table.get(name.toUpperCase(Locale.ROOT));
        return value == null ? Optional.empty() : Optional.of(new Filled(value, at + 1));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private Optional<Filled> attribute(int at) {
        return attribute(at, plainLength(at));
    }

    private int plainLength(int at) {
        int length = lexicon.attributeAt(tokens, at);
        int next = at + length;
        boolean tells = length > 0
                && next < tokens.size()
                && Attributes.tells(tokens.get(next).text());
        return tells
                        && !(next + 1 < tokens.size()
                                && tokens.get(next + 1).stem().equals("of"))
                ? length + 1
                : length;
    }

    private Optional<Filled> attribute(int at, int length) {
        if (length == 0) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        tokens.subList(at, at + length).forEach(token -> words.add(token.text().toLowerCase(Locale.ROOT)));
        return Optional.of(new Filled(String.join(" ", words), at + length));
    }

    /// The longest name of an attribute from `at` on; words that say of what it is may stand before it ("irq name",
    /// "network device").
    private int attributeLength(int at) {
        int plain = plainLength(at);
        int best = plain;
        for (int before = 1; before <= MOST_MODIFIERS && at + before < tokens.size(); before++) {
            if (!lexicon.isModifier(tokens.get(at + before - 1))) {
                break;
            }
            int behind = plainLength(at + before);
            boolean isKind = lexicon.phraseAt(tokens, at + before) >= behind
                    || lexicon.phraseAt(tokens, at) > before
                    || behind == 1
                            && OCCURRENCES.contains(tokens.get(at + before).stem());
            if (behind > 0 && before + behind > best && !isKind) {
                best = before + behind;
            }
        }
        return best;
    }

    /// "old and new state": what stands behind the second belongs to the first, too.
    private Optional<Filled> shortened(int at) {
        boolean pair = at + 2 < tokens.size()
                && tokens.get(at).kind() == Kind.WORD
                && Set.of("and", "or").contains(tokens.get(at + 1).stem());
        int second = pair ? plainLength(at + 2) : 0;
        if (second < 2) {
            return Optional.empty();
        }
        List<Token> whole = new ArrayList<>(List.of(tokens.get(at)));
        whole.addAll(tokens.subList(at + 3, at + 2 + second));
        // "program and user id" is no program's id: a fact of any occurrence stands for itself.
        boolean own = lexicon.isAmbient(whole.subList(0, 1)) && !lexicon.isAmbient(whole);
        if (own || lexicon.attributeAt(whole, 0) != whole.size()) {
            return Optional.empty();
        }
        List<String> words = whole.stream()
                .map(token -> token.text().toLowerCase(Locale.ROOT))
                .toList();
        return Optional.of(new Filled(String.join(" ", words), at + 1));
    }

    /// "source and destination address and port": what stands before the first belongs to those that follow, too.
    private List<String> ofBoth(int pair, int at, Filled one) {
        List<Token> named = tokens.subList(at, one.end());
        boolean second = pair < 0 || at <= pair + 2;
        List<String> both = new ArrayList<>();
        for (int of : second ? List.<Integer>of() : List.of(pair, pair + 2)) {
            List<Token> whole = new ArrayList<>(List.of(tokens.get(of)));
            whole.addAll(named);
            if (lexicon.attributeAt(whole, 0) == whole.size()) {
                both.add(tokens.get(of).text().toLowerCase(Locale.ROOT) + " " + one.text());
            }
        }
        return both.size() == 2 ? both : List.of(one.text());
    }

    private static final Set<String> OWNING = Set.of("its", "their", "the");

    private Optional<Filled> attributes(int at, IntUnaryOperator first) {
        return attributes(at, first, Set.of());
    }

    /// The same up to one of `last`, unless it stands first, or up to "with", which tells what else is shown.
    private Optional<Filled> attributes(int at, IntUnaryOperator first, Set<String> last) {
        boolean keys = !last.isEmpty();
        List<String> names = new ArrayList<>();
        int end = at;
        int next = at;
        int pair = -1;
        while (names.size() < MOST_IN_A_LIST && next < tokens.size()) {
            Optional<Filled> half = shortened(next);
            if (half.isPresent()) {
                names.add(half.get().text());
                pair = next;
                end = half.get().end();
                next = end + 1;
                continue;
            }
            Optional<Filled> one = attribute(next, names.isEmpty() ? first.applyAsInt(next) : attributeLength(next));
            if (one.isEmpty() || !names.isEmpty() && last.contains(one.get().text())) {
                break;
            }
            names.addAll(ofBoth(pair, next, one.get()));
            end = one.get().end();
            next = end;
            while (next < tokens.size()
                    && lexicon.isJoint(tokens.get(next))
                    && !(keys && Clauses.is(tokens.get(next), "with"))) {
                next++;
            }
            if (next == end) {
                break;
            }
            next += !keys
                            && next + 1 < tokens.size()
                            && OWNING.contains(tokens.get(next).text())
                    ? 1
                    : 0;
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(new Filled(String.join("|", names), end));
    }
}
