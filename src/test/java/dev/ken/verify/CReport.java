package dev.ken.verify;

import dev.ken.bpf.BpfObject;
import dev.ken.bpf.Lowering;
import dev.ken.contract.Intent;
import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.Catalog;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.logic.z3.Z3Solver;
import dev.ken.runtime.Clang;
import dev.ken.runtime.Compilation;
import dev.ken.runtime.Environment;
import dev.ken.runtime.EnvironmentReader;
import dev.ken.runtime.KernelVerdict;
import dev.ken.runtime.ObjectCheck;
import dev.ken.source.Source;
import dev.ken.synthesis.Rendering;
import dev.ken.synthesis.c.CRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What becomes of every Nth labelled intent in C: whether a program is written, proved, and loaded by the
/// running kernel. Arguments: N, or a file of intents with lines `==` between them; and `write` to ask neither
/// the judge nor the kernel.
final class CReport {

    private CReport() {}

    public static void main(String[] arguments) throws IOException {
        boolean writeOnly = arguments.length > 1;
        KernelModel kernel = Snapshots.recorded();
        Catalog catalog = CuratedCatalog.of(kernel);
        Environment environment = new EnvironmentReader(System.getenv()).read();
        Clang clang = new Clang(environment, System.getenv());
        for (Intent one : intents(arguments[0], catalog)) {
            String intent = IntentText.print(one).strip().replace("\n", "; ");
            String became = switch (CRenderer.render(one, catalog, kernel)) {
                case Rendering.Unrenderable(String reason) -> "not written: " + reason;
                case Rendering.Rendered(String program, var _) ->
                    writeOnly ? "written" : judged(one, program, kernel, catalog, clang, environment);
            };
            System.out.println(became + "\t" + intent);
        }
    }

    private static List<Intent> intents(String argument, Catalog catalog) throws IOException {
        if (!argument.matches("\\d+")) {
            return Stream.of(Files.readString(Path.of(argument)).split("(?m)^==\\n"))
                    .map(text -> IntentText.parse(new Source("intent", text))
                            .intent()
                            .orElseThrow())
                    .toList();
        }
        List<LabelledCase> all = LabelledCase.all(Path.of("src/test/resources/judge"), catalog);
        return IntStream.range(0, all.size())
                .filter(i -> i % Integer.parseInt(argument) == 0)
                .mapToObj(i -> all.get(i).intent())
                .toList();
    }

    private static String judged(
            Intent one, String text, KernelModel kernel, Catalog catalog, Clang clang, Environment environment) {
        Source source = new Source("program", text);
        if (!(clang.compile(source, kernel) instanceof Compilation.Compiled(byte[] object, var _))) {
            return "NOT COMPILED";
        }
        Judgement judgement = new Judge(new Z3Solver(), () -> System.nanoTime() / 1_000_000)
                .judge(
                        one,
                        Lowering.lower(BpfObject.parse("program", object), source, kernel),
                        catalog,
                        kernel,
                        JudgeLimits.USUAL);
        String proved = judgement.accepted()
                ? "proved"
                : "NOT PROVED ("
                        + judgement.findings().stream()
                                .filter(finding -> !(finding.verdict() instanceof Verdict.Proved))
                                .map(finding -> finding.clause() + " " + finding.verdict())
                                .findFirst()
                                .orElse("guards")
                        + ")";
        return proved
                + switch (new ObjectCheck(environment, clang).check(text, kernel)) {
                    case KernelVerdict.Accepted _ -> ", loaded";
                    case KernelVerdict.Rejected rejected -> ", REFUSED (" + rejected.message() + ")";
                    case KernelVerdict.Unavailable(String reason, String _) -> ", not loaded: " + reason;
                };
    }
}
