package dev.ken.cli;

import dev.ken.bpftrace.CheckSettings;
import dev.ken.bpftrace.Legality;
import dev.ken.engine.Review;
import dev.ken.kernel.KernelModel;
import dev.ken.source.Source;
import dev.ken.wire.Json;
import java.util.Locale;

/// Lines of `check --batch`.
record BatchCheck(KernelModel kernel, CheckSettings settings) implements Batch.Answerer {
    @Override
    public Json.Obj answer(Json.Obj question, Review review) throws BadInput {
        String program =
                question.text("program").orElseThrow(() -> new BadInput("there is no member program (a text)"));
        Source source = new Source("program", program);
        return json(Legality.of(source, kernel, settings), source);
    }

    static Json.Obj json(Legality legality, Source source) {
        return Json.object()
                .with("stage", legality.stage().name().toLowerCase(Locale.ROOT))
                .with("kernel", legality.lacks() ? "lacks" : "ok")
                .with("diagnostics", AnswerJson.diagnostics(legality.diagnostics(), source));
    }
}
