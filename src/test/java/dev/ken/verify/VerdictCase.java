package dev.ken.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// One case of IR text with what is asked of it and what the answer has to be. A file holds many, parted by blank
/// lines:
///
///     # division by zero gives 0, whatever is divided
///     check "is 0" (eq (udiv arg0 0) 0)
///     = is 0: proved
///
/// Lines that begin with `#` give the reason. Statements without a procedure stand in one at
/// `function.entry:vfs_read`, or where a line `on SITE when CONDITION` says, and blocks (`0:`) may be given.
/// `contract: LINE` asks for clauses of a contract at `kprobe:vfs_read` (or at its own `hook`), `intent: LINE`
/// for an intent, `versus` for the program that follows, and `sequence: SITE, SITE` for several events. `=
/// LINE` is what has to come out.
record VerdictCase(
        String place,
        String reason,
        String program,
        List<String> contract,
        List<String> intent,
        String other,
        List<String> sequence,
        List<String> expected) {

    static List<VerdictCase> all(Path folder) throws IOException {
        List<VerdictCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                int line = 1;
                for (String block : text.split("\n\n", -1)) {
                    if (block.lines().anyMatch(one -> one.startsWith("= "))) {
                        cases.add(parse(file.getFileName() + ":" + line, block));
                    }
                    line += (int) block.chars().filter(c -> c == '\n').count() + 2;
                }
            }
        }
        return cases;
    }

    private static VerdictCase parse(String place, String block) {
        List<String> reason = new ArrayList<>();
        List<String> body = new ArrayList<>();
        List<String> other = new ArrayList<>();
        List<String> contract = new ArrayList<>();
        List<String> intent = new ArrayList<>();
        List<String> sequence = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        boolean versus = false;
        for (String line : block.lines().toList()) {
            if (line.startsWith("# ")) {
                reason.add(line.substring(2));
            } else if (line.startsWith("contract: ")) {
                contract.add(line.substring("contract: ".length()));
            } else if (line.startsWith("intent: ")) {
                intent.add(line.substring("intent: ".length()));
            } else if (line.startsWith("sequence: ")) {
                Arrays.stream(line.substring("sequence: ".length()).split(", ")).forEach(sequence::add);
            } else if (line.startsWith("= ")) {
                expected.add(line.substring(2));
            } else if (line.equals("versus")) {
                versus = true;
            } else if (!line.isBlank()) {
                (versus ? other : body).add(line);
            }
        }
        return new VerdictCase(
                place,
                String.join(" ", reason),
                whole(body),
                contract,
                intent,
                versus ? whole(other) : "",
                sequence,
                expected);
    }

    /// The module that lines stand for.
    private static String whole(List<String> lines) {
        List<String> maps = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        String on = "\"function.entry:vfs_read\" when true";
        for (String line : lines) {
            if (line.startsWith("map ") || line.startsWith("unmodelled ")) {
                maps.add(line);
            } else if (line.startsWith("on ")) {
                on = '"' + line.substring(3).replaceFirst(" when ", "\" when ");
            } else {
                rest.add(line);
            }
        }
        List<String> all = new ArrayList<>(maps);
        if (rest.stream().noneMatch(line -> line.startsWith("procedure ")) && !rest.isEmpty()) {
            boolean blocks = rest.stream().anyMatch(line -> line.strip().matches("\\d+:"));
            all.add("procedure \"p\" on " + on);
            if (!blocks) {
                all.add("0:");
                rest.add("return");
            }
        }
        all.addAll(rest);
        return String.join("\n", all) + "\n";
    }
}
