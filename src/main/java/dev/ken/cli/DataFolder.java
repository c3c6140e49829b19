package dev.ken.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where KEN keeps what belongs to the user: `ken` in the data folder that the desktop standards name.
final class DataFolder {
    private DataFolder() {}

    /// Empty where nobody says where home is.
    static Optional<Path> of(Map<String, String> variables) {
        String data = variables.getOrDefault("XDG_DATA_HOME", "");
        String home = variables.getOrDefault("HOME", "");
        if (!data.isEmpty()) {
            return Optional.of(Path.of(data, "ken"));
        }
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".local", "share", "ken"));
    }

    static Optional<Path> examples(Map<String, String> variables) {
        return of(variables).map(folder -> folder.resolve("examples"));
    }

    static Optional<Path> sessions(Map<String, String> variables) {
        return of(variables).map(folder -> folder.resolve("sessions"));
    }
}
