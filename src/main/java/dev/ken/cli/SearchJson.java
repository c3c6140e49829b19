package dev.ken.cli;

import dev.ken.corpus.Document.Kind;
import dev.ken.engine.Search;
import dev.ken.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// Hits as JSON: `results`, best first, each with `name`, `kind`, `gloss`, `probes`, `score`.
final class SearchJson {
    private SearchJson() {}

    static Json.Obj answer(String query, List<Search.Hit> hits) {
        return Json.object().with("query", query).with("results", results(hits));
    }

    static Json results(List<Search.Hit> hits) {
        return new Json.Arr(hits.stream().map(SearchJson::result).toList());
    }

    private static Json result(Search.Hit hit) {
        return Json.object()
                .with("name", hit.name())
                .with("kind", word(hit.kind()))
                .with("gloss", hit.gloss())
                .with(
                        "probes",
                        new Json.Arr(hit.probes().stream()
                                .map(probe -> (Json) Json.of(probe))
                                .toList()))
                .with("score", new Json.Num(BigDecimal.valueOf(hit.score())));
    }

    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
