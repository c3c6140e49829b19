package dev.ken.comprehension;

import dev.ken.contract.program.ProgramContract;
import dev.ken.contract.program.ProgramContractParser;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.Prompt;
import dev.ken.llm.Prompt.Message;
import dev.ken.llm.Prompt.Role;
import dev.ken.llm.Template;
import dev.ken.llm.Watch;
import dev.ken.source.Diagnostic;
import dev.ken.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Has a language model say in Hoare clauses what each probe of a program must do for a request. It is told
/// which probes and maps there are, and never what the program does with them. What it writes is read and
/// resolved; whether it holds, and whether it may judge at all, is not decided here.
public final class ContractReader {
    private static final Template SYSTEM = Template.of(ContractReader.class, "contract");
    private static final Template REQUEST = Template.of(ContractReader.class, "contract-request");
    private static final Template REPAIR = Template.of(ContractReader.class, "contract-repair");
    private static final int MOST_TOKENS = 600;
    private static final int LONGEST_FEEDBACK = 3_000;
    private static final int WARM = 60;

    private final LanguageModel model;
    private final Watch watch;

    public ContractReader(LanguageModel model, Watch watch) {
        this.model = model;
        this.watch = watch;
    }

    /// @param signature the probes and maps that can be named, a line each
    /// @param problems  what of a contract does not fit the program and the kernel
    /// @param trials    most answers that are asked for
    /// @throws dev.ken.llm.ModelUnreachable if the model gives no usable answer
    public ContractReading read(
            String request, String signature, Function<ProgramContract, List<Diagnostic>> problems, int trials) {
        String asked = REQUEST.filled(Map.of("request", request.replace('\n', ' '), "signature", signature.strip()));
        List<Message> begun = List.of(new Message(Role.SYSTEM, SYSTEM.text()), new Message(Role.USER, asked));
        List<Message> talk = begun;
        String wrong = "";
        for (int trial = 1; trial <= trials; trial++) {
            // The same question again would get the same answer.
            Prompt prompt = new Prompt(talk, MOST_TOKENS, trial > 1 ? WARM : 0, Optional.empty());
            Source text = new Source(
                    "clauses", ContractAnswer.text(model.answer(prompt, watch).text()));
            ProgramContractParser.Parsed parsed = ProgramContractParser.parse(text);
            List<Diagnostic> found =
                    parsed.diagnostics().isEmpty() ? problems.apply(parsed.contract()) : parsed.diagnostics();
            if (found.isEmpty()) {
                return new ContractReading.Read(inferred(parsed.contract()));
            }
            wrong = String.join("", found.stream().map(one -> one.render(text)).toList());
            talk = new ArrayList<>(begun);
            talk.add(new Message(Role.ASSISTANT, text.text().strip()));
            talk.add(new Message(Role.USER, REPAIR.filled(Map.of("wrong", cut(wrong)))));
        }
        return new ContractReading.Unread("what it says does not fit: " + wrong.strip());
    }

    private ProgramContract inferred(ProgramContract read) {
        return new ProgramContract(
                "model", read.says(), new ProgramContract.Origin.Inferred(model.name()), read.hooks(), read.at());
    }

    private static String cut(String text) {
        return text.length() > LONGEST_FEEDBACK ? text.substring(0, LONGEST_FEEDBACK) + " …" : text;
    }
}
