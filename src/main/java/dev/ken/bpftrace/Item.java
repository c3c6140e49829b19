package dev.ken.bpftrace;

import dev.ken.source.Span;
import java.util.List;
import java.util.Optional;

/// What stands at the top level of a script.
public sealed interface Item {
    Span at();

    /// A preprocessor line or a struct, union or enum definition, kept as written (without its line end).
    record Preamble(String text, Span at) implements Item {}

    /// `config = { name = value; … }`; values as written.
    record Config(List<Setting> settings, Span at) implements Item {
        public Config {
            settings = List.copyOf(settings);
        }
    }

    record Setting(String name, String value) {}

    /// `macro name(parameters) { … }`. A parameter is a variable, a map, or a name that stands for an expression.
    record Macro(String name, List<Expression> parameters, Expression.Block body, Span at) implements Item {
        public Macro {
            parameters = List.copyOf(parameters);
        }
    }

    /// `fn name($x : type, …) : result { … }`
    record Function(String name, List<Parameter> parameters, TypeName result, List<Statement> body, Span at)
            implements Item {
        public Function {
            parameters = List.copyOf(parameters);
            body = List.copyOf(body);
        }
    }

    /// What a function is given.
    record Parameter(String name, TypeName type) {}

    /// `let @name = type(entries);`
    record MapDefinition(String name, String type, long entries, Span at) implements Item {}

    /// `probe, probe /predicate/ { … }`
    record Probe(List<AttachPoint> attachPoints, Optional<Expression> predicate, List<Statement> body, Span at)
            implements Item {
        public Probe {
            attachPoints = List.copyOf(attachPoints);
            body = List.copyOf(body);
        }
    }

    /// `provider:rest` as written, wildcards and quotes included; newer versions let `name=` stand before it.
    record AttachPoint(Optional<String> name, String text, Span at) {
        public String provider() {
            int colon = text.indexOf(':');
            return colon < 0 ? text : text.substring(0, colon);
        }

        public boolean wild() {
            return text.contains("*") || text.contains("?") || text.contains("[");
        }
    }
}
