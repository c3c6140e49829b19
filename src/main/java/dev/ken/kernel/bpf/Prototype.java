package dev.ken.kernel.bpf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A C prototype of a function without function-pointer parameters. `variadic` ends with `...`.
public record Prototype(String result, String name, List<Parameter> parameters, boolean variadic) {
    private static final Pattern FORM = Pattern.compile("(\\w[\\w ]*?[ *]+)(\\w+)\\((.*)\\)");
    private static final Pattern PARAMETER = Pattern.compile("(\\w[\\w ]*?[ *]+)(\\w+)(\\[\\d*])?");

    /// One parameter: `const void *` and `key`.
    public record Parameter(String type, String name) {
        public boolean isPointer() {
            return type.endsWith("*");
        }
    }

    public Prototype {
        parameters = List.copyOf(parameters);
    }

    /// Reads `long bpf_f(void *ctx, u64 flags)`; empty where it has another form.
    public static Optional<Prototype> of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(
                Arrays.stream(matcher.group(3).split(",")).map(String::strip).toList());
        boolean variadic = words.remove("...");
        words.removeIf(word -> word.equals("void") || word.isEmpty());
        List<Parameter> parameters = new ArrayList<>();
        for (String word : words) {
            Matcher parameter = PARAMETER.matcher(word);
            if (!parameter.matches()) {
                return Optional.empty();
            }
            String type = parameter.group(1).strip() + (parameter.group(3) == null ? "" : " *");
            parameters.add(new Parameter(type, parameter.group(2)));
        }
        return Optional.of(new Prototype(matcher.group(1).strip(), matcher.group(2), parameters, variadic));
    }

    public boolean returnsPointer() {
        return result.endsWith("*");
    }

    public Optional<Parameter> parameter(String wanted) {
        return parameters.stream().filter(p -> p.name().equals(wanted)).findFirst();
    }

    /// As C writes it.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(declared(result, name)).append('(');
        String separator = "";
        for (Parameter parameter : parameters) {
            out.append(separator).append(declared(parameter.type(), parameter.name()));
            separator = ", ";
        }
        if (variadic) {
            out.append(separator).append("...");
        } else if (parameters.isEmpty()) {
            out.append("void");
        }
        return out.append(')').toString();
    }

    private static String declared(String type, String name) {
        return type.endsWith("*") ? type + name : type + " " + name;
    }
}
