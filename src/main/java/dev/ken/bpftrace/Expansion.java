package dev.ken.bpftrace;

import dev.ken.source.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts the bodies of macros and functions where they are called ([Expression.Expanded]). As 0.24 and later do
/// it: an argument stands for a parameter as often as that is written; variables of a macro are its own; it
/// sees no maps but those that it is given; several macros of one name differ in their parameters. Functions of
/// scripts are read by 0.21 and later, and none of the versions looked at (0.23, 0.27) lets one be called: they
/// are expanded where any version is meant.
final class Expansion {
    /// Macros that call each other.
    private static final int MOST_IN_EACH_OTHER = 64;

    private final Map<String, List<Item.Macro>> macros = new LinkedHashMap<>();
    private final Map<String, Item.Function> functions = new LinkedHashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();
    private final TreeCopy.Budget budget = new TreeCopy.Budget();
    private final List<Expression.Call> chain = new ArrayList<>();
    private final Dialect dialect;
    private final Sink sink;
    private boolean told;

    private Expansion(BpftraceScript script, Dialect dialect, Sink sink) {
        this.dialect = dialect;
        this.sink = sink;
        for (Item item : script.items()) {
            switch (item) {
                case Item.Macro macro -> define(macro);
                case Item.Function function -> functions.putIfAbsent(function.name(), function);
                case Item.Preamble _, Item.Config _, Item.MapDefinition _, Item.Probe _ -> {}
            }
        }
    }

    /// The script with all calls expanded; the same where it defines no macros and no functions, or too much
    /// would come of them.
    static BpftraceScript of(BpftraceScript script, Dialect dialect, Sink sink) {
        Expansion expansion = new Expansion(script, dialect, sink);
        if (expansion.macros.isEmpty() && expansion.functions.isEmpty()) {
            return script;
        }
        script.probes().forEach(expansion::take);
        BpftraceScript whole = new BpftraceScript(script.items().stream()
                .map(item -> item instanceof Item.Probe probe ? expansion.probe(probe) : item)
                .toList());
        return expansion.told ? script : whole;
    }

    private void define(Item.Macro macro) {
        List<Item.Macro> known = macros.computeIfAbsent(macro.name(), _ -> new ArrayList<>());
        Optional<Item.Macro> before =
                known.stream().filter(one -> hides(one, macro)).findFirst();
        if (before.isPresent()) {
            sink.add(Diagnostic.error("macro", "`" + macro.name() + "` is a macro already", macro.at())
                    .with(new Diagnostic.Note("it is defined here", before.get().at())));
        }
        Set<String> seen = new LinkedHashSet<>();
        for (Expression parameter : macro.parameters()) {
            if (!seen.add(Printer.print(parameter))) {
                sink.error("macro", "`" + Printer.print(parameter) + "` is a parameter already", parameter.at());
            }
        }
        new MacroBodies(macro, sink).check();
        known.add(macro);
    }

    /// Whether the macro that was defined before takes all that the later one could.
    private static boolean hides(Item.Macro before, Item.Macro later) {
        boolean hides = before.parameters().size() == later.parameters().size();
        for (int i = 0; hides && i < later.parameters().size(); i++) {
            Expression parameter = before.parameters().get(i);
            hides = parameter instanceof Expression.Name
                    || parameter.getClass() == later.parameters().get(i).getClass();
        }
        return hides;
    }

    private void take(Item.Probe probe) {
        Walk.probe(probe, expression -> {
            if (expression instanceof Expression.Variable(String name, _)) {
                taken.add(name);
            }
        });
    }

    private Item.Probe probe(Item.Probe probe) {
        TreeCopy copy = new TreeCopy(new Plain(), budget);
        return new Item.Probe(
                probe.attachPoints(), probe.predicate().map(copy::copy), copy.statements(probe.body()), probe.at());
    }

    /// Names outside of macros stand for themselves.
    private final class Plain implements TreeCopy.Names {
        @Override
        public String variable(String name) {
            return name;
        }

        @Override
        public String map(Expression.MapAccess access) {
            return access.name();
        }

        @Override
        public Optional<Expression> instead(Expression expression) {
            return bare(expression);
        }

        @Override
        public Expression call(Expression.Call call) {
            return expanded(call);
        }
    }

    /// A macro without parameters may stand without brackets.
    private Optional<Expression> bare(Expression expression) {
        boolean macro = expression instanceof Expression.Name(String name, _)
                && macros.getOrDefault(name, List.of()).stream()
                        .anyMatch(one -> one.parameters().isEmpty());
        return macro && expression instanceof Expression.Name(String name, var at)
                ? Optional.of(expanded(new Expression.Call(name, List.of(), at)))
                : Optional.empty();
    }

    private Expression expanded(Expression.Call call) {
        List<Item.Macro> candidates = macros.getOrDefault(call.function(), List.of());
        Optional<Item.Function> function = Optional.ofNullable(functions.get(call.function()));
        if (candidates.isEmpty() && function.isEmpty() || stopped(call)) {
            return call;
        }
        chain.add(call);
        Expression result = candidates.isEmpty()
                ? function.map(one -> inlined(call, one)).orElse(call)
                : matching(call, candidates).map(macro -> of(call, macro)).orElse(call);
        limit(call);
        chain.removeLast();
        return result;
    }

    /// Whether a call goes round in a circle, or too much was expanded.
    private boolean stopped(Expression.Call call) {
        boolean circle = chain.stream().anyMatch(one -> one.function().equals(call.function()))
                && !overloads(call.function());
        if (circle) {
            List<String> names = new ArrayList<>(
                    chain.stream().map(Expression.Call::function).toList());
            names.add(call.function());
            error("recursion", "`" + call.function() + "` calls itself: " + String.join(" > ", names), call);
            return true;
        }
        limit(call);
        return told;
    }

    private void limit(Expression.Call call) {
        if ((chain.size() > MOST_IN_EACH_OTHER || budget.spent()) && !told) {
            told = true;
            sink.error(
                    "macro-limit",
                    "the macros of this program expand to more than " + TreeCopy.MOST_NODES + " nodes, "
                            + TreeCopy.MOST_LEVELS + " levels or " + MOST_IN_EACH_OTHER + " calls in each other",
                    chain.isEmpty() ? call.at() : chain.getFirst().at());
        }
    }

    /// One form of a macro may call another form of it; a circle of these ends at the limit.
    private boolean overloads(String name) {
        return macros.getOrDefault(name, List.of()).size() > 1;
    }

    private void error(String code, String message, Expression.Call call) {
        Diagnostic error = Diagnostic.error(code, message, call.at());
        for (Expression.Call use : chain.reversed()) {
            error = error.with(new Diagnostic.Note("`" + use.function() + "` is used here", use.at()));
        }
        sink.add(error);
    }

    /// The first macro that takes these arguments.
    private Optional<Item.Macro> matching(Expression.Call call, List<Item.Macro> candidates) {
        Optional<Item.Macro> first = candidates.stream()
                .filter(macro -> mismatch(call, macro).isEmpty())
                .findFirst();
        if (first.isEmpty()) {
            Item.Macro nearest = candidates.stream()
                    .filter(one -> one.parameters().size() == call.arguments().size())
                    .findFirst()
                    .orElse(candidates.getFirst());
            mismatch(call, nearest)
                    .ifPresent(wrong -> sink.add(
                            wrong.with(new Diagnostic.Note("`" + nearest.name() + "` is defined here", nearest.at()))));
        }
        return first;
    }

    private static Optional<Diagnostic> mismatch(Expression.Call call, Item.Macro macro) {
        int wanted = macro.parameters().size();
        if (wanted != call.arguments().size()) {
            return Optional.of(Diagnostic.error(
                    "arity",
                    "the macro `" + macro.name() + "` takes " + wanted + (wanted == 1 ? " argument" : " arguments")
                            + ", not " + call.arguments().size(),
                    call.at()));
        }
        for (int i = 0; i < wanted; i++) {
            Expression argument = call.arguments().get(i);
            Optional<String> needed = switch (macro.parameters().get(i)) {
                case Expression.Variable(String name, _) when !(argument instanceof Expression.Variable) ->
                    Optional.of("a variable for " + name);
                case Expression.MapAccess map when !(argument instanceof Expression.MapAccess given)
                        || !given.keys().isEmpty() -> Optional.of("a map for " + map.name());
                case Expression _ -> Optional.empty();
            };
            if (needed.isPresent()) {
                return Optional.of(Diagnostic.error(
                        "argument", "the macro `" + macro.name() + "` needs " + needed.get() + " here", argument.at()));
            }
        }
        return Optional.empty();
    }

    private Expression of(Expression.Call call, Item.Macro macro) {
        MacroNames names = new MacroNames(call);
        for (int i = 0; i < macro.parameters().size(); i++) {
            names.bind(macro.parameters().get(i), call.arguments().get(i));
        }
        return new Expression.Expanded(call, Optional.empty(), new TreeCopy(names, budget).block(macro.body()));
    }

    /// The parameters are variables of the function's own.
    private Expression inlined(Expression.Call call, Item.Function function) {
        if (dialect != Dialect.ANY) {
            sink.error(
                    "unknown-function",
                    "bpftrace " + dialect.shown() + " reads functions of scripts, but cannot call them",
                    call.at(),
                    "make `" + call.function() + "` a macro, which 0.24 and later have");
            return call;
        }
        if (function.parameters().size() != call.arguments().size()) {
            sink.error(
                    "arity",
                    "the function `" + function.name() + "` takes "
                            + function.parameters().size() + " arguments, not "
                            + call.arguments().size(),
                    call.at());
            return call;
        }
        MacroNames names = new MacroNames(call);
        List<Statement> body = new ArrayList<>();
        for (int i = 0; i < function.parameters().size(); i++) {
            Item.Parameter parameter = function.parameters().get(i);
            Expression argument = call.arguments().get(i);
            Expression.Variable variable = new Expression.Variable(names.variable(parameter.name()), argument.at());
            body.add(new Statement.Let(variable, Optional.of(parameter.type()), Optional.of(argument), argument.at()));
        }
        body.addAll(new TreeCopy(names, budget).statements(function.body()));
        return new Expression.Expanded(
                call, Optional.of(function.result()), new Expression.Block(body, Optional.empty(), function.at()));
    }

    /// Names within one expansion.
    private final class MacroNames implements TreeCopy.Names {
        private final Expression.Call call;
        private final Map<String, Expression> expressions = new LinkedHashMap<>();
        private final Map<String, String> variables = new LinkedHashMap<>();
        private final Map<String, String> maps = new LinkedHashMap<>();

        MacroNames(Expression.Call call) {
            this.call = call;
        }

        void bind(Expression parameter, Expression argument) {
            switch (parameter) {
                case Expression.Name(String name, _) -> expressions.put(name, argument);
                case Expression.Variable(String name, _) when argument instanceof Expression.Variable(String to, _) ->
                    variables.put(name, to);
                case Expression.MapAccess map when argument instanceof Expression.MapAccess given ->
                    maps.put(map.name(), given.name());
                case Expression _ -> throw new IllegalStateException("no parameter of a macro: " + parameter);
            }
        }

        @Override
        public String variable(String name) {
            return variables.computeIfAbsent(name, this::own);
        }

        private String own(String name) {
            String fresh = name;
            for (int i = 1; !taken.add(fresh); i++) {
                fresh = name + "_" + i;
            }
            return fresh;
        }

        @Override
        public String map(Expression.MapAccess access) {
            String given = maps.get(access.name());
            if (given != null) {
                return given;
            }
            if (functions.containsKey(call.function()) && !macros.containsKey(call.function())) {
                return access.name();
            }
            Diagnostic error = Diagnostic.error(
                    "macro", "`" + access.name() + "` is not given to the macro `" + call.function() + "`", access.at(),
                    "make it a parameter: maps are passed to a macro");
            for (Expression.Call use : chain.reversed()) {
                error = error.with(new Diagnostic.Note("`" + use.function() + "` is used here", use.at()));
            }
            sink.add(error);
            return access.name();
        }

        @Override
        public Optional<Expression> instead(Expression expression) {
            if (expression instanceof Expression.Name(String name, _) && expressions.containsKey(name)) {
                return Optional.of(new TreeCopy(new Given(), budget).copy(expressions.get(name)));
            }
            return bare(expression);
        }

        @Override
        public Expression call(Expression.Call inner) {
            return expanded(inner);
        }
    }

    /// Arguments were expanded where they stand.
    private static final class Given implements TreeCopy.Names {
        @Override
        public String variable(String name) {
            return name;
        }

        @Override
        public String map(Expression.MapAccess access) {
            return access.name();
        }

        @Override
        public Optional<Expression> instead(Expression expression) {
            return Optional.empty();
        }

        @Override
        public Expression call(Expression.Call call) {
            return call;
        }
    }
}
