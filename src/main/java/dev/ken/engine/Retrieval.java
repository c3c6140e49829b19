package dev.ken.engine;

import dev.ken.comprehension.ModelReader;
import dev.ken.synthesis.Exemplar;
import java.util.List;

/// What a model is shown beside the request.
public interface Retrieval {
    /// Accepted programs for similar requests that can be written on this kernel, the most similar first.
    List<Exemplar> examples(Request request, Facts facts);

    /// Intents of similar requests that can be said of this kernel, the most similar first.
    List<ModelReader.Example> intents(Request request, Facts facts);

    /// Names of event kinds that the request may be about, the likeliest first.
    List<String> kinds(Request request, Facts facts);
}
