package dev.ken.ir;

import dev.ken.kernel.Site;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what [IrText] prints: a line is a map, a procedure, the head of a block, a statement, a jump or a reason why
/// something is not modelled. `#` begins a comment line. Total: what cannot be read is a diagnostic, one a line. The
/// places in the module are places in the text.
public final class IrParser {
    /// A module, and what is wrong with its text; with diagnostics the module is not to be used.
    public record Parsed(Module module, List<Diagnostic> diagnostics) {
        public Parsed {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<MapDecl> maps = new ArrayList<>();
    private final List<Procedure> procedures = new ArrayList<>();
    private final List<String> notModelled = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Stmt> statements = new ArrayList<>();
    private Optional<Procedure> head = Optional.empty();
    private boolean open;

    private IrParser() {}

    public static Parsed parse(Source source) {
        IrParser parser = new IrParser();
        int at = 0;
        for (String line : source.text().split("\n", -1)) {
            parser.line(line, at);
            at += line.length() + 1;
        }
        parser.endProcedure(new IrReader("", at));
        Module module = new Module(parser.maps, parser.procedures, parser.notModelled);
        if (parser.diagnostics.isEmpty()) {
            parser.diagnostics.addAll(IrCheck.of(module));
        }
        return new Parsed(module, parser.diagnostics);
    }

    private void line(String line, int offset) {
        if (line.isBlank() || line.strip().startsWith("#")) {
            return;
        }
        IrReader reader = new IrReader(line, offset);
        try {
            read(reader);
            reader.end();
        } catch (IrReader.Unreadable unreadable) {
            diagnostics.add(Diagnostic.error("ir", unreadable.message(), unreadable.at()));
        }
    }

    private void read(IrReader reader) throws IrReader.Unreadable {
        IrToken first = reader.take("a line of IR");
        boolean plain = first.kind() == IrToken.Kind.WORD;
        switch (plain ? first.value() : "") {
            case "map" -> {
                endProcedure(reader);
                maps.add(IrStatements.map(reader));
            }
            case "unmodelled" -> {
                endProcedure(reader);
                notModelled.add(reader.quoted("a reason"));
            }
            case "procedure" -> {
                endProcedure(reader);
                procedure(reader);
            }
            case "goto", "branch", "return" -> {
                inBlock(reader, first);
                blocks.add(new Block(List.copyOf(statements), IrStatements.jump(first.value(), reader)));
                statements.clear();
                open = false;
            }
            default -> {
                if (plain && first.value().matches("\\d{1,9}") && reader.next(":")) {
                    block(reader, first);
                } else {
                    inBlock(reader, first);
                    statements.add(IrStatements.statement(first, reader));
                }
            }
        }
    }

    private void procedure(IrReader reader) throws IrReader.Unreadable {
        String name = reader.quoted("the name of the procedure");
        reader.word("on");
        IrToken where = reader.take("a site");
        Site site = Site.parse(where.value())
                .orElseThrow(() -> new IrReader.Unreadable("there is no site '" + where.value() + "'", where.at()));
        reader.word("when");
        head = Optional.of(new Procedure(name, site, IrExpressions.read(reader), List.of()));
    }

    private void block(IrReader reader, IrToken number) throws IrReader.Unreadable {
        if (head.isEmpty()) {
            throw new IrReader.Unreadable("a block outside of a procedure", number.at());
        }
        if (open) {
            throw new IrReader.Unreadable("the block before does not end with a jump", number.at());
        }
        if (Integer.parseInt(number.value()) != blocks.size()) {
            throw new IrReader.Unreadable("this is block " + blocks.size(), number.at());
        }
        open = true;
    }

    private void inBlock(IrReader reader, IrToken first) throws IrReader.Unreadable {
        if (!open) {
            throw new IrReader.Unreadable("expected a map, a procedure or a block (`0:`)", first.at());
        }
    }

    private void endProcedure(IrReader reader) {
        if (open) {
            diagnostics.add(Diagnostic.error("ir", "the last block does not end with a jump", reader.here()));
        }
        head.ifPresent(known -> procedures.add(new Procedure(known.name(), known.site(), known.guard(), blocks)));
        head = Optional.empty();
        blocks.clear();
        statements.clear();
        open = false;
    }
}
