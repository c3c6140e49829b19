package dev.ken.verify;

import dev.ken.contract.IntentText;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Snapshots;
import dev.ken.kernel.catalog.CuratedCatalog;
import dev.ken.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes pairs of an intent and a program of the labelled set as lines for `ken verify --batch`, spread evenly
/// over it. Argument: how many, and then what the names of wanted cases contain.
final class LabelledBatch {
    private LabelledBatch() {}

    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments).subList(1, arguments.length);
        List<Json.Obj> lines = new ArrayList<>();
        KernelModel kernel = Snapshots.recorded();
        for (LabelledCase one : LabelledCase.all(Path.of("src/test/resources/judge"), CuratedCatalog.of(kernel))) {
            if (words.isEmpty() || words.stream().anyMatch(one.name()::contains)) {
                one.programs()
                        .forEach(program -> lines.add(Json.object()
                                .with("id", one.name() + ": " + program.title())
                                .with("contract", IntentText.print(one.intent()))
                                .with("program", program.text())));
            }
        }
        int wanted = Math.min(Integer.parseInt(arguments[0]), lines.size());
        for (int i = 0; i < wanted; i++) {
            System.out.println(
                    lines.get((int) ((long) i * lines.size() / wanted)).text());
        }
    }
}
