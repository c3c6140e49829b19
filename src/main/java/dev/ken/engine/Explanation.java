package dev.ken.engine;

import dev.ken.ir.Block;
import dev.ken.ir.Expr;
import dev.ken.ir.Jump;
import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.ir.Stmt;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a program does, in English, from its meaning in the verification IR and not from its text or its author.
public final class Explanation {
    private static final int MOST_SENTENCES = 200;
    private static final int LONGEST_WORDS = 200;

    private final KernelModel kernel;
    /// What each local of the present probe stands for, in words.
    private final Map<String, String> locals = new LinkedHashMap<>();

    private Explanation(KernelModel kernel) {
        this.kernel = kernel;
    }

    /// One paragraph for each probe: when it runs, then what it does in order.
    public record Paragraph(String when, List<String> does) {
        public Paragraph {
            does = List.copyOf(does);
        }
    }

    public static List<Paragraph> of(Module module, KernelModel kernel) {
        Explanation explanation = new Explanation(kernel);
        List<Paragraph> paragraphs = new ArrayList<>();
        for (Procedure procedure : module.procedures()) {
            paragraphs.add(new Paragraph(explanation.when(procedure), explanation.does(procedure)));
        }
        List<String> shown = module.maps().stream().map(map -> map.name()).toList();
        if (!shown.isEmpty()) {
            paragraphs.add(
                    new Paragraph("at the very end", List.of("show what is left in " + String.join(", ", shown))));
        }
        if (!module.notModelled().isEmpty()) {
            paragraphs.add(new Paragraph("not modelled", module.notModelled()));
        }
        return paragraphs;
    }

    private String when(Procedure procedure) {
        String site = site(procedure.site(), procedure.guard());
        boolean all = procedure.guard().equals(new Expr.Bool(true)) || site.contains("system call ");
        return all ? site : site + ", if " + words(procedure.guard());
    }

    private String site(Site site, Expr guard) {
        Optional<String> call = syscall(guard);
        return switch (site) {
            case Site.SyscallEnter() ->
                call.map(name -> "when the system call " + name + " starts")
                        .orElse("when a call into the kernel starts");
            case Site.SyscallExit() ->
                call.map(name -> "when the system call " + name + " returns")
                        .orElse("when a call into the kernel returns");
            case Site.Tracepoint(var category, var name) -> "at the tracepoint " + category + ":" + name;
            case Site.FunctionEntry(var function) -> "when the kernel function " + function + " starts";
            case Site.FunctionReturn(var function) -> "when the kernel function " + function + " returns";
            case Site.UserEntry(var path, var function) -> "when " + function + " of " + path + " starts";
            case Site.UserReturn(var path, var function) -> "when " + function + " of " + path + " returns";
            case Site.Usdt(var path, var probe) -> "at the probe " + probe + " of " + path;
            case Site.Counter(var event, var period) -> "every " + period + " " + event;
            case Site.Sample(var rate, var unit) ->
                unit == Site.Rate.HERTZ ? rate + " times a second on every CPU" : "every " + rate + " ns on every CPU";
            case Site.Interval(var period) -> "every " + time(period);
            case Site.Iterator(var object) -> "for every " + object + " of the kernel";
            case Site.Watchpoint(var target, var lengthBytes, var mode) ->
                "when one of the " + lengthBytes + " bytes at " + target + " is touched (" + mode + ")";
            case Site.Packet(var way) ->
                way.equals("in") ? "when a packet comes in" : "when a packet goes out";
            case Site.Self(var signal) -> "when the tracer itself gets " + signal;
            case Site.Begin() -> "at the start";
            case Site.End() -> "at the end";
        };
    }

    /// The system call that a guard of the form `nr = n` picks.
    private Optional<String> syscall(Expr guard) {
        return guard instanceof Expr.Binary(Expr.BinaryOp op, Expr.Attribute(var name, var _), Expr.Int(long number))
                        && op == Expr.BinaryOp.EQ
                        && name.equals("nr")
                ? kernel.syscalls().name(number)
                : Optional.empty();
    }

    private List<String> does(Procedure procedure) {
        List<String> sentences = new ArrayList<>();
        locals.clear();
        for (int i = 0; i < procedure.blocks().size() && sentences.size() < MOST_SENTENCES; i++) {
            Block block = procedure.blocks().get(i);
            for (Stmt statement : block.statements()) {
                sentence(statement).ifPresent(sentences::add);
                remember(statement);
            }
            if (block.jump() instanceof Jump.Branch(var condition, var _, var _)) {
                sentences.add("what follows depends on whether " + words(condition));
            }
        }
        return sentences;
    }

    private void remember(Stmt statement) {
        switch (statement) {
            case Stmt.Assign(var local, var value, var _) -> locals.put(local, shortened(words(value)));
            case Stmt.MapGet(var map, var keys, var value, var present, var _) -> {
                locals.put(value, "what was remembered in " + entry(map, keys));
                locals.put(present, "there is something in " + entry(map, keys));
            }
            case Stmt.Havoc(var local, var _, var reason, var _) -> locals.put(local, "something (" + reason + ")");
            case Stmt.WalkNext(var map, _, var keys, var value, var found, var more, _) -> {
                keys.forEach(key -> locals.put(key, "the key of an entry of " + map));
                locals.put(value, "what an entry of " + map + " holds");
                locals.put(found, "it is still there");
                locals.put(more, "there is a next entry of " + map);
            }
            case Stmt.WalkStart _,
                    Stmt.MapUpdate _,
                    Stmt.MapDelete _,
                    Stmt.MapClear _,
                    Stmt.MapZero _,
                    Stmt.Emit _,
                    Stmt.PrintMap _,
                    Stmt.Decide _,
                    Stmt.Exit _,
                    Stmt.Assume _,
                    Stmt.Check _ -> {}
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + " …";
    }

    private String verdict(Expr verdict) {
        return verdict instanceof Expr.Int(long number)
                ? dev.ken.verify.PacketVerdict.does(number)
                : "decide about the packet by " + words(verdict);
    }

    private Optional<String> sentence(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign _, Stmt.MapGet _, Stmt.WalkNext _, Stmt.Assume _, Stmt.Check _ -> Optional.empty();
            case Stmt.WalkStart(var map, _, _) -> Optional.of("go over " + map);
            case Stmt.MapUpdate(var map, var keys, var update, var _) ->
                Optional.of(update(update) + " in " + entry(map, keys));
            case Stmt.MapDelete(var map, var keys, var _) -> Optional.of("forget " + entry(map, keys));
            case Stmt.MapClear(var map, var _) -> Optional.of("empty " + map);
            case Stmt.MapZero(var map, var _) -> Optional.of("set all of " + map + " to zero");
            case Stmt.Emit(var _, var values, var _, var _) ->
                Optional.of(values.isEmpty() ? "print a line" : "print " + list(values));
            case Stmt.PrintMap(var map, var top, var _, var _, var _) ->
                Optional.of("show " + map + top.map(n -> ", the largest " + n).orElse(""));
            case Stmt.Decide(var verdict, var _) -> Optional.of(verdict(verdict));
            case Stmt.Exit _ -> Optional.of("end");
            case Stmt.Havoc(var _, var _, var reason, var _) ->
                Optional.of("do something that is not modelled: " + reason);
        };
    }

    private String update(Stmt.Update update) {
        return switch (update) {
            case Stmt.Update.Set(var value) -> "remember " + words(value);
            case Stmt.Update.Count() -> "count one";
            case Stmt.Update.Sum(var value) -> "add " + words(value);
            case Stmt.Update.Minimum(var value) -> "keep the smallest " + words(value);
            case Stmt.Update.Maximum(var value) -> "keep the largest " + words(value);
            case Stmt.Update.Average(var value) -> "average " + words(value);
            case Stmt.Update.Statistics(var value) -> "keep count, average and total of " + words(value);
            case Stmt.Update.Log2(var value) -> "put " + words(value) + " into a power-of-2 histogram";
            case Stmt.Update.Linear(var value, var _, var _, var step) ->
                "put " + words(value) + " into a histogram with steps of " + step;
        };
    }

    private String entry(String map, List<Expr> keys) {
        return keys.isEmpty() ? map : map + " for this " + list(keys);
    }

    private String list(List<Expr> values) {
        return values.stream().map(this::words).collect(Collectors.joining(", "));
    }

    private String words(Expr expression) {
        return switch (expression) {
            case Expr.Bool(var value) -> Boolean.toString(value);
            case Expr.Int(var value) -> Long.toString(value);
            case Expr.Text(var value, var _) -> '"' + value + '"';
            case Expr.Local(var name, var _) -> locals.getOrDefault(name, name);
            case Expr.Attribute(var name, var _) -> attribute(name);
            case Expr.Unary(var op, var of) ->
                switch (op) {
                    case NOT -> "not (" + words(of) + ")";
                    case NEGATE -> "-" + words(of);
                    case COMPLEMENT -> "~" + words(of);
                };
            case Expr.Binary(var op, var left, var right) ->
                "(" + words(left) + " " + symbol(op) + " " + words(right) + ")";
            case Expr.Choose(var condition, var yes, var no) ->
                words(condition) + " ? " + words(yes) + " : " + words(no);
            case Expr.Narrow(var of, var _, var _) -> words(of);
            case Expr.UserText(var address, var _) -> "the text at " + words(address);
            case Expr.Resize(var of, var _) -> words(of);
            case Expr.TextTest(var op, var text, var literal) ->
                words(text) + " " + op.name().toLowerCase(Locale.ROOT) + " \"" + literal + '"';
            case Expr.Apply(var function, var arguments, var _) -> function + "(" + list(arguments) + ")";
            case Expr.Pack(var parts) -> "(" + list(parts) + ")";
            case Expr.Part(var tuple, int index, var _) -> "part " + (index + 1) + " of " + words(tuple);
        };
    }

    private static String attribute(String name) {
        return switch (name) {
            case "comm" -> "process name";
            case "pid" -> "process";
            case "tid" -> "thread";
            case "uid" -> "user";
            case "gid" -> "group";
            case "ret" -> "return value";
            case "nr" -> "system call number";
            default -> name;
        };
    }

    private static String symbol(Expr.BinaryOp op) {
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

    private static String time(long nanos) {
        return nanos % 1_000_000_000L == 0 ? nanos / 1_000_000_000L + " s" : nanos / 1_000_000.0 + " ms";
    }
}
