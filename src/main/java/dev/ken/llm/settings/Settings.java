package dev.ken.llm.settings;

import dev.ken.llm.Account;
import dev.ken.llm.ModelUnreachable;
import dev.ken.wire.Json;
import dev.ken.wire.JsonReading;
import dev.ken.wire.TomlReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The configuration file and the environment. The environment comes first. docs/models.md says what can be set.
public final class Settings {
    private static final int MOST_BYTES = 1 << 20;

    private final Map<String, String> variables;
    private final Json.Obj file;

    private Settings(Map<String, String> variables, Json.Obj file) {
        this.variables = variables;
        this.file = file;
    }

    /// Reads `config.toml` in the user's configuration folder, where there is one.
    ///
    /// @throws ModelUnreachable if it is no TOML
    public static Settings read(Map<String, String> variables) {
        Path path = path(variables);
        if (!Files.isRegularFile(path)) {
            return new Settings(variables, Json.object());
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new ModelUnreachable(path + " is longer than " + MOST_BYTES + " bytes", false);
            }
            return switch (TomlReader.read(Files.readString(path, StandardCharsets.UTF_8))) {
                case JsonReading.Read(Json value) ->
                    new Settings(variables, value.asObject().orElseGet(Json::object));
                case JsonReading.Malformed(var diagnostic) ->
                    throw new ModelUnreachable(path + ": " + diagnostic.message(), false);
            };
        } catch (IOException failure) {
            throw new ModelUnreachable(path + " cannot be read: " + failure.getMessage(), false);
        }
    }

    /// `KEN_CONFIG`, or `ken/config.toml` in the folder that the desktop standards name.
    public static Path path(Map<String, String> variables) {
        String own = variables.getOrDefault("KEN_CONFIG", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String base = variables.getOrDefault("XDG_CONFIG_HOME", "");
        return (base.isEmpty() ? Path.of(variables.getOrDefault("HOME", "/"), ".config") : Path.of(base))
                .resolve("ken")
                .resolve("config.toml");
    }

    /// A text of the file: `text("ollama", "url")` is `url` of `[ollama]`, `text("", "model")` stands before all
    /// tables.
    public Optional<String> text(String table, String name) {
        return table(table).flatMap(one -> one.text(name)).filter(text -> !text.isBlank());
    }

    public Optional<BigDecimal> number(String table, String name) {
        return table(table).flatMap(one -> one.number(name));
    }

    public boolean is(String table, String name) {
        return table(table)
                .flatMap(one -> one.get(name))
                .filter(Json.of(true)::equals)
                .isPresent();
    }

    /// Whether it is switched off in so many words.
    public boolean isNot(String table, String name) {
        return table(table)
                .flatMap(one -> one.get(name))
                .filter(Json.of(false)::equals)
                .isPresent();
    }

    private Optional<Json.Obj> table(String name) {
        return name.isEmpty() ? Optional.of(file) : file.get(name).flatMap(Json::asObject);
    }

    /// An environment variable that is set and not blank.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /// The key of a provider: one of the variables, or `key` of its table, or the variable that `key-variable` names.
    Optional<Secret> key(String provider, String... names) {
        for (String name : names) {
            Optional<String> value = variable(name);
            if (value.isPresent()) {
                return value.map(Secret::new);
            }
        }
        return text(provider, "key")
                .or(() -> text(provider, "key-variable").flatMap(this::variable))
                .map(Secret::new);
    }

    /// What a model costs, from `[prices."PROVIDER:NAME"]`, in dollars for a million tokens.
    public Optional<Account.Price> price(String model) {
        Optional<Json.Obj> entry =
                table("prices").flatMap(all -> all.get(model)).flatMap(Json::asObject);
        Optional<BigDecimal> prompt = entry.flatMap(one -> one.number("input"));
        Optional<BigDecimal> answer = entry.flatMap(one -> one.number("output"));
        return prompt.flatMap(in -> answer.map(out -> new Account.Price(in, out)));
    }
}
