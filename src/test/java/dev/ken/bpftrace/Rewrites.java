package dev.ken.bpftrace;

import dev.ken.kernel.KernelModel;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Programs that mean the same, written in another way.
public final class Rewrites {
    private static final Span AT = Span.NONE;
    private static final List<String> FOLDS = List.of("count", "sum", "avg", "min", "max", "hist", "lhist", "stats");

    private final KernelModel kernel;

    public Rewrites(KernelModel kernel) {
        this.kernel = kernel;
    }

    /// All ways, by name, that change this program; each as text.
    public Map<String, String> of(String program) {
        BpftraceScript script =
                BpftraceParser.parse(new Source("program", program)).script();
        String plain = Printer.print(script, Dialect.V0_17);
        Map<String, String> changed = new LinkedHashMap<>();
        ways().forEach((name, way) -> {
            List<Item> items = new ArrayList<>();
            for (Item item : script.items()) {
                if (item instanceof Item.Probe probe) {
                    items.addAll(way.apply(probe));
                } else {
                    items.add(item);
                }
            }
            String text = Printer.print(new BpftraceScript(items), Dialect.V0_17);
            if (!text.equals(plain)) {
                changed.put(name, text);
            }
        });
        return changed;
    }

    private Map<String, Function<Item.Probe, List<Item>>> ways() {
        Map<String, Function<Item.Probe, List<Item>>> ways = new LinkedHashMap<>();
        ways.put("maps renamed", copied(new Copying(name -> "@renamed_" + name.substring(1), name -> name, none())));
        ways.put("variables renamed", copied(new Copying(name -> name, name -> name + "_renamed", none())));
        ways.put("the task's own numbers", copied(new Copying(name -> name, name -> name, Rewrites::task)));
        ways.put("constants as sums", copied(new Copying(name -> name, name -> name, Rewrites::sum)));
        ways.put("predicate as if", probe -> List.of(withIf(probe)));
        ways.put("if as predicate", probe -> List.of(withPredicate(probe)));
        ways.put("one probe for each point", Rewrites::parted);
        ways.put("short names of probes", probe -> List.of(shortened(probe)));
        ways.put("calls through the raw tracepoint", probe -> List.of(raw(probe)));
        ways.put("ternary as if", bodies(Rewrites::ternaries));
        ways.put("if as ternary", bodies(Rewrites::choices));
        ways.put("independent statements exchanged", bodies(Rewrites::exchanged));
        ways.put("an unrelated entry", probe -> List.of(unrelated(probe)));
        return ways;
    }

    private static Function<Expression, Optional<Expression>> none() {
        return _ -> Optional.empty();
    }

    private static Item.Probe with(Item.Probe probe, Optional<Expression> predicate, List<Statement> body) {
        return new Item.Probe(probe.attachPoints(), predicate, body, probe.at());
    }

    private static Function<Item.Probe, List<Item>> bodies(UnaryOperator<List<Statement>> way) {
        return probe -> List.of(with(probe, probe.predicate(), way.apply(probe.body())));
    }

    private record Copying(
            UnaryOperator<String> maps,
            UnaryOperator<String> variables,
            Function<Expression, Optional<Expression>> instead)
            implements TreeCopy.Names {
        @Override
        public String variable(String name) {
            return variables.apply(name);
        }

        @Override
        public String map(Expression.MapAccess access) {
            return maps.apply(access.name());
        }

        @Override
        public Optional<Expression> instead(Expression expression) {
            return instead.apply(expression);
        }

        @Override
        public Expression call(Expression.Call call) {
            return call;
        }
    }

    private static Function<Item.Probe, List<Item>> copied(Copying names) {
        return probe -> {
            TreeCopy copy = new TreeCopy(names, new TreeCopy.Budget());
            return List.of(with(probe, probe.predicate().map(copy::copy), copy.statements(probe.body())));
        };
    }

    private static Optional<Expression> task(Expression expression) {
        if (!(expression instanceof Expression.Name(String name, var _)) || !name.matches("pid|tid")) {
            return Optional.empty();
        }
        String text = "BEGIN { $x = ((struct task_struct *)curtask)->" + (name.equals("pid") ? "tgid" : "pid") + "; }";
        Statement first = BpftraceParser.parse(new Source("task", text))
                .script()
                .probes()
                .getFirst()
                .body()
                .getFirst();
        return first instanceof Statement.Assign(var _, var _, var value, var _)
                ? Optional.of(value)
                : Optional.empty();
    }

    /// `x / 1000` as `x / (999 + 1)`.
    private static Optional<Expression> sum(Expression expression) {
        if (expression instanceof Expression.Binary(var operator, var left, Expression.Number number, var at)
                && number.value() >= 2
                && number.value() < Integer.MAX_VALUE
                && !(left instanceof Expression.Number)) {
            TreeCopy copy = new TreeCopy(new Copying(m -> m, v -> v, Rewrites::sum), new TreeCopy.Budget());
            long less = number.value() - 1;
            Expression sum = new Expression.Binary(
                    BinaryOperator.PLUS,
                    new Expression.Number(less, Long.toString(less), AT),
                    new Expression.Number(1, "1", AT),
                    AT);
            return Optional.of(new Expression.Binary(operator, copy.copy(left), sum, at));
        }
        return Optional.empty();
    }

    private static Item.Probe withIf(Item.Probe probe) {
        return probe.predicate()
                .map(condition -> with(
                        probe, Optional.empty(), List.of(new Statement.If(condition, probe.body(), List.of(), AT))))
                .orElse(probe);
    }

    private static Item.Probe withPredicate(Item.Probe probe) {
        return probe.predicate().isEmpty()
                        && probe.body().size() == 1
                        && probe.body().getFirst()
                                instanceof Statement.If(var condition, var then, var otherwise, var _)
                        && otherwise.isEmpty()
                ? with(probe, Optional.of(condition), then)
                : probe;
    }

    private static List<Item> parted(Item.Probe probe) {
        return probe.attachPoints().stream()
                .map(point -> (Item) new Item.Probe(List.of(point), probe.predicate(), probe.body(), probe.at()))
                .toList();
    }

    private static Item.Probe shortened(Item.Probe probe) {
        Map<String, String> names =
                Map.of("tracepoint", "t", "kprobe", "k", "kretprobe", "kr", "interval", "i", "profile", "p");
        List<Item.AttachPoint> points = probe.attachPoints().stream()
                .map(point -> {
                    String known = names.get(point.provider());
                    String text = known == null
                            ? point.text()
                            : known + point.text().substring(point.provider().length());
                    return new Item.AttachPoint(point.name(), text, point.at());
                })
                .toList();
        return new Item.Probe(points, probe.predicate(), probe.body(), probe.at());
    }

    /// A probe on one system call that does not read its arguments, as one on all of them that looks at the number.
    private Item.Probe raw(Item.Probe probe) {
        String text = probe.attachPoints().getFirst().text();
        String whole = Printer.print(new BpftraceScript(List.of(probe)), Dialect.V0_17);
        boolean one = probe.attachPoints().size() == 1 && text.matches("tracepoint:syscalls:sys_(enter|exit)_\\w+");
        if (!one || whole.matches("(?s).*\\b(args|probe)\\b.*")) {
            return probe;
        }
        String way = text.contains("sys_enter_") ? "enter" : "exit";
        Optional<Integer> number =
                kernel.syscalls().number(text.substring(text.indexOf("_" + way + "_") + way.length() + 2));
        if (number.isEmpty()) {
            return probe;
        }
        Expression id = new Expression.Field(new Expression.Name("args", AT), "id", true, AT);
        Expression is = new Expression.Binary(
                BinaryOperator.EQUAL,
                id,
                new Expression.Number(number.get(), number.get().toString(), AT),
                AT);
        Expression condition = probe.predicate()
                .<Expression>map(also -> new Expression.Binary(BinaryOperator.AND, is, also, AT))
                .orElse(is);
        Item.AttachPoint point = new Item.AttachPoint(Optional.empty(), "tracepoint:raw_syscalls:sys_" + way, AT);
        return new Item.Probe(List.of(point), Optional.of(condition), probe.body(), probe.at());
    }

    private static List<Statement> ternaries(List<Statement> body) {
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Assign(var target, var operator, var value, var at)
                    && value instanceof Expression.Ternary(var condition, var yes, var no, var _)) {
                statements.add(new Statement.If(
                        condition,
                        List.of(new Statement.Assign(target, operator, yes, at)),
                        List.of(new Statement.Assign(target, operator, no, at)),
                        at));
            } else if (statement instanceof Statement.If(var condition, var then, var otherwise, var at)) {
                statements.add(new Statement.If(condition, ternaries(then), ternaries(otherwise), at));
            } else {
                statements.add(statement);
            }
        }
        return statements;
    }

    private static List<Statement> choices(List<Statement> body) {
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.If(var condition, var then, var otherwise, var at)
                    && then.size() == 1
                    && otherwise.size() == 1
                    && then.getFirst() instanceof Statement.Assign(var target, var operator, var yes, var _)
                    && otherwise.getFirst() instanceof Statement.Assign(var other, var also, var no, var _)
                    && Printer.print(target).equals(Printer.print(other))
                    && operator.equals(also)
                    && !(yes instanceof Expression.Call)
                    && !(no instanceof Expression.Call)) {
                statements.add(
                        new Statement.Assign(target, operator, new Expression.Ternary(condition, yes, no, at), at));
            } else {
                statements.add(statement);
            }
        }
        return statements;
    }

    /// Two tables that are folded into one after the other.
    private static List<Statement> exchanged(List<Statement> body) {
        List<Statement> statements = new ArrayList<>(body);
        for (int i = 0; i + 1 < statements.size(); i++) {
            Optional<String> first = folded(statements.get(i));
            Optional<String> second = folded(statements.get(i + 1));
            if (first.isPresent() && second.isPresent() && !first.equals(second)) {
                Statement moved = statements.remove(i);
                statements.add(i + 1, moved);
                i++;
            }
        }
        return statements;
    }

    /// The map that a statement folds a value into that reads no map.
    private static Optional<String> folded(Statement statement) {
        return statement
                                instanceof
                                Statement.Assign(Expression.MapAccess map, var operator, Expression.Call call, var _)
                        && operator.isEmpty()
                        && FOLDS.contains(call.function())
                        && !Printer.print(call).contains("@")
                        && map.keys().stream()
                                .noneMatch(key -> Printer.print(key).contains("@"))
                ? Optional.of(map.name())
                : Optional.empty();
    }

    /// An entry that comes and goes.
    private static Item.Probe unrelated(Item.Probe probe) {
        if (probe.attachPoints().stream()
                .anyMatch(point -> point.text().matches("BEGIN|END|begin|end|interval.*|i:.*"))) {
            return probe;
        }
        String text = "BEGIN { @unrelated[tid] = 1; delete(@unrelated[tid]); }";
        List<Statement> body = new ArrayList<>(BpftraceParser.parse(new Source("entry", text))
                .script()
                .probes()
                .getFirst()
                .body());
        body.addAll(probe.body());
        return with(probe, probe.predicate(), body);
    }
}
