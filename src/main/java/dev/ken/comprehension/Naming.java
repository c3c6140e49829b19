package dev.ken.comprehension;

import dev.ken.kernel.KernelModel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values in the words in which the rules and what was learnt know them: a program whose name may be an English word is
/// quoted where it stands like a program, an error that is told in words is told by its name, a time has its number.
/// The forms are in `naming.table`.
///
/// @param lexicon which words mean something else
/// @param kernel  which words are names of its calls and functions
record Naming(Lexicon lexicon, KernelModel kernel) {
    private static final List<Form> FORMS = Form.of("naming.table");
    /// Products whose names are English words, and commands whose names have many meanings.
    private static final Set<String> HOMONYMS = Tables.words("homonyms.words");

    private static final Set<String> COMMANDS = Tables.words("commands.words");
    private static final Pattern NAME = Pattern.compile("(name|app|strange|quoted)\\{([^}]*)\\}");

    /// The request with all that has one of the forms told otherwise; what stands in quotes, and paths, as they are.
    String plain(String request) {
        String told = request;
        for (Form form : FORMS) {
            told = form.in(told, this::named);
        }
        return told;
    }

    /// With those of its names in quotes that are words of English; empty where one can be no name.
    private Optional<String> named(String told) {
        return NAME.matcher(told).results().allMatch(one -> isName(one.group(1), one.group(2)))
                ? Optional.of(NAME.matcher(told)
                        .replaceAll(one -> Matcher.quoteReplacement(written(one.group(1), one.group(2)))))
                : Optional.empty();
    }

    private String written(String sort, String name) {
        return isStrange(name) && !sort.equals("quoted") ? name : "\"" + name + "\"";
    }

    private boolean isName(String sort, String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return switch (sort) {
            case "strange" -> isStrange(word);
            case "app" -> HOMONYMS.contains(lower) || isStrange(word);
            default -> HOMONYMS.contains(lower) || COMMANDS.contains(lower) || isStrange(word);
        };
    }

    /// A program that is known, or a word that can only be a name.
    private boolean isStrange(String word) {
        Token token = Token.word(word);
        boolean ofKernel = kernel.syscalls().number(word).isPresent()
                || kernel.functions().find(word).isPresent();
        return !word.isEmpty()
                && lexicon.isName(token)
                && (lexicon.isProgram(token)
                        || !ofKernel
                                && lexicon.corrected(token).isEmpty()
                                && Tokenizer.unitNamed(word).isEmpty());
    }
}
