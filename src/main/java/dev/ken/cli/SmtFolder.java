package dev.ken.cli;

import dev.ken.logic.Answer;
import dev.ken.logic.RecordingSolver;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// A folder with the questions that a solver was asked, one SMT-LIB 2 script each (`00001.smt2`, …): the claim
/// as a comment, the answer as `:status`, then the script. The first failure to write ends the record, and
/// [#close] tells it.
final class SmtFolder implements RecordingSolver.Sink {
    /// Questions of one judgement that are written; those beyond are counted only.
    static final int MOST_QUERIES = 20_000;

    private final Path folder;
    private int asked;
    private Optional<String> failure = Optional.empty();

    private SmtFolder(Path folder) {
        this.folder = folder;
    }

    /// Makes the folder where there is none. One with something in it is refused: old and new scripts would mix.
    static SmtFolder open(String name) throws BadInput {
        try {
            Path folder = Path.of(name);
            Files.createDirectories(folder);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                if (files.iterator().hasNext()) {
                    throw new BadInput("--dump-smt: " + name + " is not empty; name a new or an empty folder");
                }
            }
            return new SmtFolder(folder);
        } catch (InvalidPathException e) {
            throw new BadInput("--dump-smt: not a folder name: " + e.getReason());
        } catch (IOException e) {
            throw new BadInput("--dump-smt: " + name + " cannot be used as a folder: " + e.getMessage());
        }
    }

    @Override
    public void asked(String claim, String script, Answer answer) {
        asked++;
        if (failure.isPresent() || asked > MOST_QUERIES) {
            return;
        }
        try {
            Files.writeString(
                    folder.resolve(String.format(Locale.ROOT, "%05d.smt2", asked)), text(claim, script, answer));
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// The claim holds where the status is unsat: the script asks for a difference.
    static String text(String claim, String script, Answer answer) {
        String comment = "; claim: " + line(claim) + "\n";
        return switch (answer) {
            case Answer.Sat _ -> comment + "(set-info :status sat)\n" + script;
            case Answer.Unsat() -> comment + "(set-info :status unsat)\n" + script;
            case Answer.Unknown(String reason) ->
                comment + "; not decided: " + line(reason) + "\n(set-info :status unknown)\n" + script;
        };
    }

    private static String line(String text) {
        return text.replaceAll("\\R", " ");
    }

    /// How many were written, in words.
    String close() throws Lacking {
        if (failure.isPresent()) {
            throw new Lacking("--dump-smt: writing to " + folder + " failed: " + failure.get());
        }
        if (asked == 0) {
            return "no solver query was needed, and none is in " + folder + ": rewriting settled every question";
        }
        int left = Math.max(0, asked - MOST_QUERIES);
        return (asked - left)
                + (asked - left == 1 ? " solver query is in " : " solver queries are in ")
                + folder
                + (left == 0 ? "" : "; " + left + " more were asked than the limit of " + MOST_QUERIES);
    }
}
