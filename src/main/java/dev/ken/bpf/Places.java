package dev.ken.bpf;

import dev.ken.ir.Stmt;
import dev.ken.kernel.btf.Btf;
import dev.ken.source.Source;
import dev.ken.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Places in the source that instructions came from.
final class Places {
    private static final Pattern WORDS = Pattern.compile("\\W+");

    private final Source source;
    private final List<String> lines;

    Places(Source source) {
        this.source = source;
        lines = source.text().lines().toList();
    }

    /// From the column that a line of debug information tells to the end of the source line; no place where the line is
    /// one of another file.
    Span of(BpfObject.Code code, int slot) {
        Map.Entry<Integer, Btf.LineInfo> entry = code.lines().floorEntry(slot);
        if (entry == null) {
            return Span.NONE;
        }
        Btf.LineInfo info = entry.getValue();
        int line = info.line();
        if (line < 1
                || line > lines.size()
                || !lines.get(line - 1).strip().equals(info.source().strip())) {
            return Span.NONE;
        }
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = source.text().indexOf('\n', start) + 1;
        }
        String text = lines.get(line - 1);
        int indent = text.length() - text.stripLeading().length();
        int from = Math.max(indent, Math.min(info.column() - 1, text.length()));
        return new Span(start + from, start + text.stripTrailing().length());
    }

    /// The words of the statement that begins there, to its semicolon.
    Set<String> words(BpfObject.Code code, int slot) {
        Span from = of(code, slot);
        if (from.equals(Span.NONE)) {
            return Set.of();
        }
        int end = source.text().indexOf(';', from.start());
        return Set.of(WORDS.splitAsStream(source.text().substring(from.start(), end < 0 ? from.end() : end))
                .distinct()
                .toArray(String[]::new));
    }

    static Stmt without(Stmt statement) {
        return switch (statement) {
            case Stmt.Assign(var local, var value, var _) -> new Stmt.Assign(local, value, Span.NONE);
            case Stmt.MapGet(var map, var keys, var value, var present, var _) ->
                new Stmt.MapGet(map, keys, value, present, Span.NONE);
            case Stmt.MapUpdate(var map, var keys, var update, var _) ->
                new Stmt.MapUpdate(map, keys, update, Span.NONE);
            case Stmt.MapDelete(var map, var keys, var _) -> new Stmt.MapDelete(map, keys, Span.NONE);
            case Stmt.Emit(var form, var values, var channel, var _) -> new Stmt.Emit(form, values, channel, Span.NONE);
            case Stmt.Havoc(var local, var type, var reason, var _) -> new Stmt.Havoc(local, type, reason, Span.NONE);
            case Stmt.Decide(var verdict, var _) -> new Stmt.Decide(verdict, Span.NONE);
            case Stmt.MapClear(var map, var _) -> new Stmt.MapClear(map, Span.NONE);
            case Stmt.MapZero _,
                    Stmt.WalkStart _,
                    Stmt.WalkNext _,
                    Stmt.PrintMap _,
                    Stmt.Exit _,
                    Stmt.Assume _,
                    Stmt.Check _ -> statement;
        };
    }
}
