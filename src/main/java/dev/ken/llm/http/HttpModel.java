package dev.ken.llm.http;

import dev.ken.llm.Answer;
import dev.ken.llm.LanguageModel;
import dev.ken.llm.ModelUnreachable;
import dev.ken.llm.Pace;
import dev.ken.llm.Patience;
import dev.ken.llm.Prompt;
import dev.ken.llm.Watch;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// A model behind HTTP: asks, waits, and asks again where that can help.
public final class HttpModel implements LanguageModel {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Protocol protocol;
    private final String model;
    private final URI endpoint;
    private final Optional<String> key;
    private final Patience patience;
    private final Pace pace;
    private final HttpClient client;
    private final Set<String> left = new LinkedHashSet<>();

    /// @param base such as `http://127.0.0.1:8080/v1`
    /// @param key  sent in a header, and never shown
    /// @throws ModelUnreachable if `base` is no address
    public HttpModel(Protocol protocol, String model, String base, Optional<String> key, Patience patience, Pace pace) {
        this.protocol = protocol;
        this.model = model;
        this.key = key;
        this.patience = patience;
        this.pace = pace;
        this.endpoint = endpoint(base, protocol.path(model));
        // A few local servers do not know HTTP/2 upgrades, so none is offered. Nobody is led elsewhere with a key in
        // hand.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .build();
    }

    private static URI endpoint(String base, String path) {
        URI address;
        try {
            address = URI.create(base.replaceAll("/+$", "") + path);
        } catch (IllegalArgumentException e) {
            throw new ModelUnreachable("the address of the model is none: " + base, false);
        }
        if (!"http".equals(address.getScheme()) && !"https".equals(address.getScheme())) {
            throw new ModelUnreachable(
                    "the address of the model begins with http:// or https://, not so: " + base, false);
        }
        return address;
    }

    @Override
    public String name() {
        return protocol.provider() + ":" + model;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    @Override
    public Answer answer(Prompt prompt, Watch watch) {
        int attempt = 1;
        while (true) {
            switch (once(prompt, watch, attempt)) {
                case Received.Answered(Answer answer) -> {
                    return answer;
                }
                case Received.Failed(var why, boolean _, var _, var refused)
                when refused.isPresent() && leave(refused.get()) ->
                    watch.note(name() + " does not take " + refused.get() + " (" + why + "); asked again without it");
                case Received.Failed(var why, boolean passing, var askedMillis, var _) -> {
                    if (!passing || attempt == patience.tries()) {
                        throw new ModelUnreachable(
                                name() + " " + why + (attempt > 1 ? " (" + attempt + " tries)" : ""), passing);
                    }
                    attempt++;
                    pause(patience.waitMillis(attempt, askedMillis, pace.chance()), why, attempt, watch);
                }
            }
        }
    }

    private Received once(Prompt prompt, Watch watch, int attempt) {
        Set<String> without;
        synchronized (left) {
            without = Set.copyOf(left);
        }
        return new Request(protocol, endpoint, key, patience, pace)
                .send(client, protocol.body(model, prompt, without), prompt, watch, attempt);
    }

    /// Whether that is new.
    private boolean leave(String member) {
        synchronized (left) {
            return left.add(member);
        }
    }

    private void pause(long millis, String why, int attempt, Watch watch) {
        watch.note(name() + " " + why + "; try " + attempt + " of " + patience.tries() + " in " + millis + " ms");
        try {
            pace.pause(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (watch.isCancelled()) {
            throw new ModelUnreachable("cancelled", true);
        }
    }
}
