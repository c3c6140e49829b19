package dev.ken.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ken.llm.PlayedServer.Response;
import dev.ken.llm.Prompt.Message;
import dev.ken.llm.Prompt.Role;
import dev.ken.llm.settings.Models;
import dev.ken.llm.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every provider against a server that plays it, with whatever can go wrong on the way.
final class ProvidersTest {
    private static final Patience SHORT = new Patience(4, 1_000, 30_000, 400, 1_500, 2 << 20);
    private static final Prompt PROMPT = new Prompt(
            List.of(
                    new Message(Role.SYSTEM, "You write."),
                    new Message(Role.USER, "Say “hi”\nplease"),
                    new Message(Role.ASSISTANT, "no"),
                    new Message(Role.USER, "again")),
            100,
            70,
            Optional.empty());
    private static final Response ERROR_500 = Response.of(500, "text/html", "<h1>Internal Server Error</h1>");

    private final List<Long> pauses = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();

    /// Real time for time-outs; waits are noted, not waited.
    private final Pace pace = new Pace() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(long millis) {
            pauses.add(millis);
        }

        @Override
        public double chance() {
            return 0.5;
        }
    };

    private Watch watch(boolean cancelledAfterPiece) {
        return new Watch() {
            @Override
            public void piece(String text) {
                pieces.add(text);
            }

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }

            @Override
            public boolean isCancelled() {
                return cancelledAfterPiece && !pieces.isEmpty();
            }
        };
    }

    private interface Use {
        void use(LanguageModel model, PlayedServer server);
    }

    private void with(Played played, List<Response> responses, Use use) throws IOException {
        try (PlayedServer server = new PlayedServer(responses)) {
            String key = played == Played.OLLAMA ? "OLLAMA_API_KEY" : played.name() + "_API_KEY";
            String base = switch (played) {
                case OPENAI, ANTHROPIC -> played.name() + "_BASE_URL";
                case GEMINI -> "GOOGLE_GEMINI_BASE_URL";
                case OLLAMA -> "OLLAMA_HOST";
            };
            Settings settings =
                    Settings.read(Map.of("HOME", "/nonexistent", key, "secret-7", base, played.base(server)));
            Models models = new Models(settings, SHORT, pace, (_, _) -> {
                throw new AssertionError("no process is needed");
            });
            try (LanguageModel model = models.open(played.provider() + ":tiny")) {
                use.use(model, server);
            }
        }
    }

    private Answer answer(LanguageModel model) {
        return model.answer(PROMPT, watch(false));
    }

    private ModelUnreachable failure(LanguageModel model) {
        ModelUnreachable failure = catchThrowableOfType(ModelUnreachable.class, () -> answer(model));
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContain("secret-7").contains(":tiny");
        return failure;
    }

    @ParameterizedTest
    @EnumSource
    void aStreamedAnswerComesInPieces(Played played) throws IOException {
        with(played, List.of(played.streamed(List.of("Gr", "üße ", "{\"a\"}\n"))), (model, server) -> {
            Answer answer = answer(model);
            assertThat(answer.text()).isEqualTo("Grüße {\"a\"}\n");
            assertThat(pieces).containsExactly("Gr", "üße ", "{\"a\"}\n");
            assertThat(answer.usage()).isEqualTo(new Answer.Usage(11, 5, true));
            assertThat(answer.cut()).isFalse();
            PlayedServer.Asked asked = server.asked().getFirst();
            assertThat(asked.path()).isEqualTo(played.path());
            assertThat(asked.headers()).containsEntry(played.header(), played.key());
            assertThat(asked.body())
                    .contains("You write.", "Say “hi”\\nplease", "again", "0.7")
                    .doesNotContain("secret-7");
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerInOneIsTakenToo(Played played) throws IOException {
        with(played, List.of(played.plain("Hello")), (model, _) -> {
            Answer answer = answer(model);
            assertThat(answer.text()).isEqualTo("Hello");
            assertThat(answer.usage()).isEqualTo(new Answer.Usage(11, 5, true));
        });
    }

    @ParameterizedTest
    @EnumSource
    void tooManyRequestsAreWaitedForAsLongAsTheProviderAsks(Played played) throws IOException {
        Response busy = Response.of(429, "application/json", "{\"error\":{\"message\":\"slow down, secret-7\"}}")
                .with("Retry-After", "7");
        with(played, List.of(busy, played.streamed(List.of("ok"))), (model, server) -> {
            Answer answer = answer(model);
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(answer.tries()).isEqualTo(2);
            assertThat(server.asked()).hasSize(2);
            assertThat(pauses).containsExactly(7_000L);
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .contains("429", "slow down", "2 of 4")
                    .doesNotContain("secret-7");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatFailsIsAskedFourTimesEverLater(Played played) throws IOException {
        with(played, List.of(ERROR_500), (model, server) -> {
            ModelUnreachable failure = failure(model);
            assertThat(failure.retryHelps()).isTrue();
            assertThat(failure.getMessage()).contains("500", "4 tries");
            assertThat(server.asked()).hasSize(4);
            assertThat(pauses).containsExactly(750L, 1_500L, 3_000L);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedForGoodIsNotAskedAgain(Played played) throws IOException {
        Response refused = Response.of(401, "application/json", "{\"error\":{\"message\":\"bad key secret-7\"}}");
        with(played, List.of(refused), (model, server) -> {
            ModelUnreachable failure = failure(model);
            assertThat(failure.retryHelps()).isFalse();
            assertThat(failure.getMessage()).contains("401", "bad key [key]");
            assertThat(server.asked()).hasSize(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aSettingThatAModelDoesNotTakeIsLeftOut(Played played) throws IOException {
        Response refused = Response.of(
                400,
                "application/json",
                "{\"error\":{\"message\":\"Unsupported parameter: options.temperature is not supported with this model\"}}");
        with(played, List.of(refused, played.plain("ok")), (model, server) -> {
            assertThat(answer(model).text()).isEqualTo("ok");
            assertThat(server.asked().get(0).body()).contains("temperature");
            assertThat(server.asked().get(1).body()).doesNotContain("temperature");
            assertThat(pauses).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatNeverAnswersIsGivenUp(Played played) throws IOException {
        with(played, List.of(Response.stream("text/event-stream", List.of()).hanging()), (model, server) -> {
            Watch patientOnce = new Watch() {
                @Override
                public boolean isCancelled() {
                    return server.asked().size() > 1;
                }
            };
            ModelUnreachable failure =
                    catchThrowableOfType(ModelUnreachable.class, () -> model.answer(PROMPT, patientOnce));
            assertThat(failure).isNotNull();
            assertThat(pauses).hasSize(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatFallsSilentIsAskedForAgain(Played played) throws IOException {
        List<String> all = played.streamed(List.of("a", "b")).body();
        String type = played.streamed(List.of("a")).type();
        Response silent = Response.stream(type, all.subList(0, 2)).hanging();
        with(played, List.of(silent, played.streamed(List.of("whole"))), (model, _) -> {
            assertThat(answer(model).text()).isEqualTo("whole");
            assertThat(notes).singleElement().asString().contains("silent for 0.4 s");
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatBreaksOffIsNoAnswer(Played played) throws IOException {
        List<String> all = played.streamed(List.of("a", "b", "c")).body();
        String type = played.streamed(List.of("a")).type();
        Response ended = Response.stream(type, all.subList(0, 2));
        Response broken = ended.cut();
        Response half = played.plain("half").cut();
        with(played, List.of(ended, broken, half, played.plain("whole")), (model, _) -> {
            assertThat(answer(model).text()).isEqualTo("whole");
            assertThat(notes).hasSize(3).allMatch(note -> note.contains("in the middle"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoJsonIsNoAnswer(Played played) throws IOException {
        String type = played.streamed(List.of("a")).type();
        List<Response> responses = List.of(
                Response.of(200, "application/json", "{\"choices\":[{\"mess"),
                Response.stream(type, List.of(type.contains("event") ? "data: {\"a\":\n\n" : "{\"a\":\n")),
                Response.of(200, "text/html", "<html>Welcome to the hotel's network</html>"),
                played.plain("whole"));
        with(played, responses, (model, _) -> {
            assertThat(answer(model).text()).isEqualTo("whole");
            assertThat(notes).hasSize(3).allMatch(note -> note.contains("not JSON"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyAnswerIsNone(Played played) throws IOException {
        with(played, List.of(played.plain(" \n"), Response.of(200, "application/json", "{}")), (model, server) -> {
            assertThat(failure(model).getMessage()).contains("empty answer");
            assertThat(server.asked()).hasSize(4);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLongAnswerIsReadAndATooLongOneIsNot(Played played) throws IOException {
        String megabyte = "0123456789abcdef".repeat(1 << 16);
        with(
                played,
                List.of(played.plain(megabyte)),
                (model, _) -> assertThat(answer(model).text()).isEqualTo(megabyte));
        with(
                played,
                List.of(played.plain(megabyte + megabyte)),
                (model, _) -> assertThat(failure(model).getMessage()).contains("longer than 2097152 bytes"));
    }

    @ParameterizedTest
    @EnumSource
    void anOverloadedModelIsAskedAgain(Played played) throws IOException {
        with(played, List.of(played.overloaded(), played.streamed(List.of("ok"))), (model, _) -> {
            assertThat(answer(model).text()).isEqualTo("ok");
            assertThat(notes).singleElement().asString().contains("reports an error");
        });
    }

    @ParameterizedTest
    @EnumSource
    void whoeverWaitsCanStop(Played played) throws IOException {
        List<String> all = played.streamed(List.of("a", "b")).body();
        String type = played.streamed(List.of("a")).type();
        List<String> begin =
                all.stream().takeWhile(event -> !event.contains("\"b\"")).toList();
        Response silent = Response.stream(type, begin).hanging();
        with(played, List.of(silent), (model, server) -> {
            ModelUnreachable failure =
                    catchThrowableOfType(ModelUnreachable.class, () -> model.answer(PROMPT, watch(true)));
            assertThat(failure.getMessage()).contains("told to stop");
            assertThat(server.asked()).hasSize(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsLedElsewhereWithAKey(Played played) throws IOException {
        try (PlayedServer other = new PlayedServer(List.of(played.plain("stolen")))) {
            Response elsewhere = Response.of(307, "text/plain", "").with("Location", other.address());
            with(
                    played,
                    List.of(elsewhere),
                    (model, _) -> assertThat(failure(model).getMessage()).contains("307"));
            assertThat(other.asked()).isEmpty();
        }
    }
}
