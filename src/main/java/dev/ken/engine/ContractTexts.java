package dev.ken.engine;

import dev.ken.contract.clause.Contract;
import dev.ken.contract.clause.ContractLibrary;
import dev.ken.corpus.Document;
import dev.ken.corpus.Document.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The contracts that are shipped, as documents for [Search].
final class ContractTexts {
    private ContractTexts() {}

    /// One document for each helper and each function whose contract somebody wrote, in the order of their names.
    static List<Document> documents() {
        return ContractLibrary.shipped().all().stream()
                .flatMap(contract -> document(contract).stream())
                .toList();
    }

    private static Optional<Document> document(Contract contract) {
        String name = contract.subject().name();
        return switch (contract.subject().kind()) {
            case HELPER, KFUNC -> Optional.of(document(contract, Kind.HELPER, List.of()));
            case FUNCTION ->
                Optional.of(document(
                        contract,
                        Kind.FUNCTION,
                        List.of("kprobe:" + name, "kretprobe:" + name, "fentry:" + name, "fexit:" + name)));
            case SYSCALL, PROBE, HOOK -> Optional.empty();
        };
    }

    /// The first phrase of `says` is the gloss, the others are what people call it.
    private static Document document(Contract contract, Kind kind, List<String> probes) {
        String name = contract.subject().name();
        List<String> phrases = new ArrayList<>(
                Arrays.stream(contract.says().split(";")).map(String::strip).toList());
        String gloss = phrases.removeFirst();
        return new Document(kind, name, gloss, phrases, List.of(Document.spoken(name)), probes, true);
    }
}
