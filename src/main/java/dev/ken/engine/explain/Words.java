package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.ir.Expr.Binary;
import dev.ken.ir.Expr.BinaryOp;
import dev.ken.ir.Procedure;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.Syscall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Values and tests of one handler in English.
final class Words {
    private static final int LONGEST_WORDS = 240;
    /// A value that was kept in a map, which was kept in a map before, and so on.
    private static final int DEEPEST = 2;

    private static final Pattern ARGUMENT = Pattern.compile("arg(\\d)");
    private static final Map<Long, String> PARTS_OF_SECOND = Map.of(1_000L, "us", 1_000_000L, "ms", 1_000_000_000L, "s");

    private final KernelModel kernel;
    private final Kept kept;
    private final Procedure procedure;
    private final Sites sites;
    private final int depth;
    private final Members members;

    Words(KernelModel kernel, Kept kept, Procedure procedure) {
        this(kernel, kept, procedure, 0);
    }

    private Words(KernelModel kernel, Kept kept, Procedure procedure, int depth) {
        this.kernel = kernel;
        this.kept = kept;
        this.procedure = procedure;
        this.depth = depth;
        sites = new Sites(kernel);
        members = new Members(kernel, procedure.site(), this::placeOfEntry);
    }

    String of(Expr expression) {
        String text = value(expression);
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + " …";
    }

    String list(List<Expr> values) {
        return values.stream()
                .map(value -> value instanceof Expr.Choose ? operand(value) : of(value))
                .collect(Collectors.joining(", "));
    }

    /// `@start for this thread`
    String entry(String map, List<Expr> keys) {
        boolean constant = keys.stream().allMatch(key -> key instanceof Expr.Int || key instanceof Expr.Text);
        return keys.isEmpty()
                ? map
                : map + ((constant ? " for " : " for this ") + list(keys)).replace(" this the ", " the ");
    }

    /// What must hold, as in "where …".
    String tests(List<Expr> where) {
        return where.size() == 1
                ? test(where.getFirst())
                : where.stream().map(this::logic).distinct().collect(Collectors.joining(" and "));
    }

    String test(Expr test) {
        Optional<Known.Entry> held = holdsSomething(test);
        if (held.isPresent()) {
            return seen(held.get(), true);
        }
        Optional<Known.Entry> empty = holdsSomething(Locals.opposite(test));
        return empty.map(entry -> seen(entry, false)).orElseGet(() -> of(test));
    }

    private String seen(Known.Entry entry, boolean there) {
        if (kept.holdsTimes(entry.map())) {
            return (there ? "its start was seen" : "its start was not seen") + " (" + entry.map() + ")";
        }
        return entry(entry.map(), entry.keys()) + (there ? " is set" : " is not set");
    }

    private static Optional<Known.Entry> holdsSomething(Expr test) {
        if (test instanceof Binary(BinaryOp op, Expr left, Expr right)) {
            Expr zero = new Expr.Int(0);
            boolean differs = op == BinaryOp.NE && (right.equals(zero) || isEmptyText(right));
            boolean above = (op == BinaryOp.SLT || op == BinaryOp.ULT) && left.equals(zero);
            return differs ? Known.entry(left) : above ? Known.entry(right) : Optional.empty();
        }
        return Known.presence(test);
    }

    private static boolean isEmptyText(Expr expression) {
        return expression instanceof Expr.Text(String value, _) && value.isEmpty();
    }

    private String value(Expr expression) {
        return switch (expression) {
            case Expr.Bool(var value) -> Boolean.toString(value);
            case Expr.Int(var value) -> Long.toString(value);
            case Expr.Text(var value, _) -> isNameOfSite(value) ? "the name of what was called" : '"' + value + '"';
            case Expr.Local(var name, _) -> name;
            case Expr.Attribute(var name, _) -> attribute(name);
            case Expr.Unary(var op, var of) ->
                switch (op) {
                    case NOT -> "not (" + of(of) + ")";
                    case NEGATE -> "-" + operand(of);
                    case COMPLEMENT -> "~" + operand(of);
                };
            case Binary binary -> binary(binary);
            case Expr.Choose(var condition, var yes, var no) ->
                of(yes) + " if " + test(condition) + ", else " + of(no);
            case Expr.Narrow(var of, _, _) -> value(of);
            case Expr.UserText(var address, _) -> text(address);
            case Expr.Resize(var of, _) -> value(of);
            case Expr.TextTest(var op, var text, var literal) ->
                of(text)
                        + switch (op) {
                            case PREFIX -> " starts with \"";
                            case SUFFIX -> " ends with \"";
                            case CONTAINS -> " contains \"";
                        }
                        + literal
                        + '"';
            case Expr.Apply(var function, var arguments, _) -> applied(expression, function, arguments);
            case Expr.Pack(var parts) -> "(" + list(parts) + ")";
            case Expr.Part(var tuple, int index, _) -> "part " + (index + 1) + " of " + operand(tuple);
        };
    }

    /// A text that is the name of the watched function itself says so, whatever the function is.
    private boolean isNameOfSite(String text) {
        Site site = procedure.site();
        return text.equals(procedure.name())
                || site instanceof Site.FunctionEntry(String function) && text.equals(function)
                || site instanceof Site.FunctionReturn(String returning) && text.equals(returning)
                || site instanceof Site.UserEntry(_, String called) && text.equals(called)
                || site instanceof Site.UserReturn(_, String returned) && text.equals(returned);
    }

    private String text(Expr address) {
        return Known.entry(address).isPresent() ? of(address) + ", as text" : of(address) + " as text";
    }

    /// In parentheses where it is more than one word's worth.
    private String operand(Expr expression) {
        return expression instanceof Binary || expression instanceof Expr.Choose
                ? "(" + of(expression) + ")"
                : of(expression);
    }

    private String binary(Binary binary) {
        Expr left = binary.left();
        Expr right = binary.right();
        if ((binary.op() == BinaryOp.UDIV || binary.op() == BinaryOp.SDIV)
                && right instanceof Expr.Int(long by)
                && PARTS_OF_SECOND.containsKey(by)
                && since(left).isPresent()) {
            return since(left).get() + ", in " + PARTS_OF_SECOND.get(by);
        }
        if (left instanceof Expr.Int && turned(binary.op()).isPresent()) {
            return operand(right) + " " + turned(binary.op()).get() + " " + of(left);
        }
        return since(binary).map(text -> text + ", in ns").orElseGet(() -> joins(binary.op())
                ? logic(left) + " " + symbol(binary.op()) + " " + logic(right)
                : operand(left) + " " + symbol(binary.op()) + " " + operand(right));
    }

    /// How a comparison reads from its right side.
    private static Optional<String> turned(BinaryOp op) {
        return op == BinaryOp.SLT || op == BinaryOp.ULT
                ? Optional.of(">")
                : op == BinaryOp.SLE || op == BinaryOp.ULE ? Optional.of(">=") : Optional.empty();
    }

    private static boolean joins(BinaryOp op) {
        return op == BinaryOp.AND || op == BinaryOp.OR;
    }

    private String logic(Expr part) {
        boolean inner = part instanceof Binary(BinaryOp op, _, _) && op == BinaryOp.OR;
        return inner ? "(" + test(part) + ")" : test(part);
    }

    /// `time - start`: the time since what set the start.
    private Optional<String> since(Expr expression) {
        if (!(expression instanceof Binary(BinaryOp op, Expr now, Expr then))
                || op != BinaryOp.SUB
                || !Kept.isTime(now)) {
            return Optional.empty();
        }
        if (then instanceof Expr.Apply(String function, _, _) && function.equals("time.begin")) {
            return Optional.of("the time since the program began");
        }
        return Known.entry(then).filter(entry -> kept.holdsTimes(entry.map())).map(this::since);
    }

    private String since(Known.Entry entry) {
        List<Kept.Setting> settings = kept.settings(entry.map());
        String mine = list(entry.keys());
        boolean same = settings.stream().allMatch(one -> one.keys().equals(entry.keys()));
        List<String> keys = settings.stream()
                .map(one -> inSetting(one).list(one.keys()))
                .distinct()
                .toList();
        String of = entry.keys().isEmpty()
                ? ""
                : same || keys.equals(List.of(mine))
                        ? " (of the same " + mine + ")"
                        : " (where its " + String.join(" or ", keys) + " was this " + mine + ")";
        return "the time since "
                + sites.past(settings.stream().map(Kept.Setting::procedure).toList()) + of;
    }

    private Words inSetting(Kept.Setting setting) {
        return new Words(kernel, kept, setting.procedure(), depth + 1);
    }

    private Optional<Members.Place> placeOfEntry(Expr expression) {
        return Known.entry(expression)
                .filter(_ -> depth < DEEPEST)
                .map(entry -> kept.settings(entry.map()).stream()
                        .flatMap(one -> inSetting(one).members.named(one.value()).stream())
                        .toList())
                .filter(places -> places.stream().map(Members.Place::name).distinct().count() == 1)
                .map(List::getFirst);
    }

    private String applied(Expr whole, String function, List<Expr> arguments) {
        if (Known.entry(whole).isPresent()) {
            return ofEntry(Known.entry(whole).get());
        }
        if (Known.presence(whole).isPresent()) {
            return seen(Known.presence(whole).get(), true);
        }
        if (Known.varies(whole)) {
            return arguments.stream().map(this::value).collect(Collectors.joining()).replace("\"", "")
                    + " of this round";
        }
        if (Known.either(whole)) {
            return arguments.stream().map(this::of).collect(Collectors.joining(" or "));
        }
        return Known.walkedKey(whole)
                .map(map -> "the key of the entry of " + map)
                .or(() -> Known.walkedValue(whole).map(map -> "what the entry of " + map + " holds"))
                .or(() -> Known.walking(whole).map(map -> "it is an entry of " + map))
                .or(() -> members.named(whole).map(Members.Place::name))
                .orElseGet(() -> plain(function, arguments));
    }

    private String plain(String function, List<Expr> arguments) {
        if (function.startsWith("memory.") && arguments.size() == 2) {
            String size = function.substring("memory.".length());
            return members.at(arguments.get(1))
                    .map(Members.Place::name)
                    .orElseGet(() -> (size.matches("\\d") ? "the " + size + " bytes at " : "the memory at ")
                            + operand(arguments.get(1)));
        }
        if (function.startsWith("bswap") && arguments.size() == 1) {
            return of(arguments.getFirst()) + ", bytes swapped";
        }
        if (function.startsWith("something (") && arguments.isEmpty()) {
            return function;
        }
        return switch (function) {
            case "ntop" -> address(arguments) + " as an IP address";
            case "kstack.top", "ustack.top" ->
                of(arguments.getFirst()) + " (the top " + of(arguments.getLast()) + ")";
            case "join" -> of(arguments.getLast()) + ", all its texts";
            default -> function + "(" + list(arguments) + ")";
        };
    }

    /// What an address is read from: a field byte by byte, or a value, before which its family may stand.
    private String address(List<Expr> arguments) {
        String last = of(arguments.getLast());
        String place = String.valueOf(arguments.size() - 1);
        return arguments.size() >= 4 && last.endsWith(place) ? last.substring(0, last.length() - place.length()) : last;
    }

    private String ofEntry(Known.Entry entry) {
        List<Kept.Setting> settings = kept.settings(entry.map());
        List<String> values = depth < DEEPEST
                ? settings.stream()
                        .map(one -> inSetting(one).of(one.value()))
                        .distinct()
                        .toList()
                : List.of();
        boolean ofItself = settings.stream().anyMatch(one -> one.value().toString().contains("entry of " + entry.map()));
        if (values.size() != 1 || ofItself || settings.getFirst().value() instanceof Expr.Int) {
            return "what " + entry(entry.map(), entry.keys()) + " holds";
        }
        return values.getFirst() + " (kept in " + entry(entry.map(), entry.keys()) + ")";
    }

    private String attribute(String name) {
        Matcher argument = ARGUMENT.matcher(name);
        if (argument.matches() && procedure.site() instanceof Site.SyscallEnter) {
            return sites.syscall(procedure.guard())
                    .flatMap(kernel::syscall)
                    .map(Syscall::arguments)
                    .flatMap(all -> all.stream()
                            .skip(Integer.parseInt(argument.group(1)))
                            .findFirst())
                    .map(Syscall.Argument::name)
                    .orElse(name);
        }
        return switch (name) {
            case "time" -> "the time";
            case "comm" -> "process name";
            case "pid" -> "process";
            case "tid" -> "thread";
            case "uid" -> "user";
            case "gid" -> "group";
            case "cpu" -> "CPU";
            case "kstack" -> "kernel stack";
            case "ustack" -> "user stack";
            case "ret", "retval" -> "return value";
            case "nr" -> "system call number";
            default -> members.named(new Expr.Attribute(name, new dev.ken.ir.Type.Int()))
                    .map(Members.Place::name)
                    .orElse(name);
        };
    }

    private static String symbol(BinaryOp op) {
        return switch (op) {
            case ADD -> "+";
            case SUB -> "-";
            case MUL -> "*";
            case UDIV, SDIV -> "/";
            case UREM, SREM -> "%";
            case BIT_AND -> "&";
            case BIT_OR -> "|";
            case BIT_XOR -> "^";
            case SHL -> "<<";
            case LSHR, ASHR -> ">>";
            case EQ -> "=";
            case NE -> "!=";
            case ULT, SLT -> "<";
            case ULE, SLE -> "<=";
            case AND -> "and";
            case OR -> "or";
        };
    }
}
