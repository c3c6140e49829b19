package dev.ken.kernel.catalog;

import dev.ken.kernel.KernelModel;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import dev.ken.kernel.btf.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What readings at functions of a kernel read, by the types of that kernel: a second opinion on [Presence], from the
/// prototypes and structures alone.
final class ReadingTypes {
    private final Btf btf;
    private final BtfType.Prototype prototype;
    private final boolean named;
    private final boolean entry;
    private final List<String> problems = new ArrayList<>();

    private ReadingTypes(Btf btf, BtfType.Prototype prototype, boolean named, boolean entry) {
        this.btf = btf;
        this.prototype = prototype;
        this.named = named;
        this.entry = entry;
    }

    /// Whether `probe` stands on a function of the kernel itself.
    static boolean isFunction(String probe) {
        return probe.matches("(fentry|fexit|kprobe|kretprobe):.*");
    }

    /// What is wrong with how a point reads, at a function that the kernel has.
    static List<String> problems(ProbePoint point, KernelModel kernel) {
        String[] words = point.probe().split(":");
        BtfType.Prototype prototype =
                kernel.functions().find(words[1]).orElseThrow().prototype();
        ReadingTypes types = new ReadingTypes(
                kernel.btf().orElseThrow(), prototype, words[0].startsWith("f"), !words[0].endsWith("retprobe"));
        point.readings().values().forEach(types::type);
        point.when().ifPresent(types::type);
        point.pairedBy().ifPresent(types::type);
        return types.problems;
    }

    private OptionalInt wrong(String problem) {
        problems.add(problem);
        return OptionalInt.empty();
    }

    /// The type id of a reading; empty where it is a plain number, or wrong.
    private OptionalInt type(Reading reading) {
        return switch (reading) {
            case Reading.Arg(String name) -> argument(name);
            case Reading.ArgElement(String name, var _) -> argument(name);
            case Reading.Builtin(String name) -> builtin(name);
            case Reading.Cast(String struct, Reading of) -> {
                type(of);
                Optional<Integer> id = btf.find(Kind.STRUCT, struct);
                yield id.isPresent() ? OptionalInt.of(id.get()) : wrong("no struct " + struct);
            }
            case Reading.Member member -> member(member);
            case Reading.Text(Reading of) -> text(of);
            case Reading.AddressText(Reading of) -> type(of);
            case Reading.Joined(Reading of) -> type(of);
            case Reading.HostOrder(var _, Reading of) -> number(of);
            case Reading.SignedLow(var _, Reading of) -> number(of);
            case Reading.Binary(var _, Reading left, Reading right) -> {
                number(left);
                yield number(right);
            }
            case Reading.Placed _, Reading.Number _ -> OptionalInt.empty();
        };
    }

    private OptionalInt number(Reading of) {
        OptionalInt type = type(of);
        if (type.isPresent() && !btf.isScalar(type.getAsInt())) {
            return wrong(of.text() + " is no number but " + btf.cText(type.getAsInt()));
        }
        return OptionalInt.empty();
    }

    private OptionalInt argument(String name) {
        if (!named) {
            return wrong("args." + name + " at a probe without names");
        }
        return prototype.parameters().stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .mapToInt(BtfType.Parameter::type)
                        .findFirst()
                        .isPresent()
                ? OptionalInt.of(prototype.parameters().stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .type())
                : wrong("no parameter " + name);
    }

    private OptionalInt builtin(String name) {
        if (name.equals("retval")) {
            return btf.kind(btf.strip(prototype.returns())) == Kind.VOID
                    ? wrong("retval of a function without result")
                    : OptionalInt.empty();
        }
        if (name.matches("arg\\d")
                && (!entry || name.charAt(3) - '0' >= prototype.parameters().size())) {
            return wrong("no " + name);
        }
        return OptionalInt.empty();
    }

    private OptionalInt member(Reading.Member member) {
        Reading root = member;
        String path = "";
        while (root instanceof Reading.Member(Reading of, String field)) {
            path = field + (path.isEmpty() ? "" : "." + path);
            root = of;
        }
        OptionalInt base = type(root);
        if (base.isEmpty()) {
            return root instanceof Reading.Builtin ? wrong(root.text() + " has no type") : base;
        }
        int start =
                btf.isPointer(base.getAsInt()) ? btf.pointee(base.getAsInt()).orElseThrow() : base.getAsInt();
        Optional<Integer> found = btf.access(start, path).map(dev.ken.kernel.btf.Access::type);
        return found.isPresent() ? OptionalInt.of(found.get()) : wrong("no " + path + " in " + btf.cText(start));
    }

    private OptionalInt text(Reading of) {
        OptionalInt type = type(of);
        if (type.isPresent()) {
            Kind kind = btf.kind(btf.strip(type.getAsInt()));
            if (kind != Kind.PTR && kind != Kind.ARRAY) {
                return wrong(of.text() + " is no text but " + btf.cText(type.getAsInt()));
            }
        }
        return OptionalInt.empty();
    }
}
