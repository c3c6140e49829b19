package dev.ken.engine.explain;

import dev.ken.ir.Expr;
import dev.ken.kernel.KernelModel;
import dev.ken.kernel.Site;
import dev.ken.kernel.TracepointFormat;
import dev.ken.kernel.btf.Btf;
import dev.ken.kernel.btf.BtfType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that C has for what a handler reads of the kernel's memory, by the types of the kernel (BTF):
/// `sk->__sk_common.skc_dport` for the two bytes at 12 behind the first argument of `tcp_connect`.
final class Members {
    private static final int DEEPEST = 16;
    /// The smallest first.
    private static final List<String> LARGER_SOCKETS = List.of("inet_sock", "tcp_sock");

    private static final int ANY_SIZE = -1;
    private static final Pattern ARGUMENT = Pattern.compile("arg(\\d)");
    private static final Pattern STRUCTURE = Pattern.compile("(?:const )?struct (\\w+) \\*");
    private static final String READ = "memory.";

    private final KernelModel kernel;
    private final Site site;
    /// What an entry of a map stands for, where it was set.
    private final Function<Expr, Optional<Place>> kept;

    /// A value that C has a name for.
    ///
    /// @param pointee the type that it points to
    record Place(String name, Btf btf, Optional<Integer> pointee) {}

    private record Found(String path, int type) {}

    Members(KernelModel kernel, Site site, Function<Expr, Optional<Place>> kept) {
        this.kernel = kernel;
        this.site = site;
        this.kept = kept;
    }

    /// The name of a value that is an argument, or is read of the kernel's memory.
    Optional<Place> named(Expr expression) {
        return switch (expression) {
            case Expr.Attribute(String name, _) -> attribute(name);
            case Expr.Narrow(Expr of, _, _) -> named(of);
            case Expr.Apply(String function, List<Expr> arguments, _)
            when function.startsWith(READ) && arguments.size() == 2 ->
                at(arguments.get(1), sizeBytes(function));
            case Expr.Apply _ -> kept.apply(expression);
            case Expr.Binary _,
                    Expr.Bool _,
                    Expr.Int _,
                    Expr.Text _,
                    Expr.Local _,
                    Expr.Unary _,
                    Expr.Choose _,
                    Expr.UserText _,
                    Expr.Resize _,
                    Expr.TextTest _,
                    Expr.Pack _,
                    Expr.Part _ -> Optional.empty();
        };
    }

    private static int sizeBytes(String function) {
        String size = function.substring(READ.length());
        return size.matches("\\d") ? Integer.parseInt(size) : ANY_SIZE;
    }

    /// The member at an address.
    Optional<Place> at(Expr address) {
        return at(address, ANY_SIZE);
    }

    private Optional<Place> at(Expr address, int sizeBytes) {
        Expr base = address;
        long offset = 0;
        if (address instanceof Expr.Binary(Expr.BinaryOp op, Expr left, Expr.Int(long bytes))
                && op == Expr.BinaryOp.ADD) {
            base = left;
            offset = bytes;
        }
        long behind = offset;
        return named(base).flatMap(place -> place.pointee().flatMap(type -> {
            Optional<Place> own = member(place, type, behind, sizeBytes);
            return own.isPresent() ? own : larger(place, type, behind, sizeBytes);
        }));
    }

    private static Optional<Place> member(Place place, int type, long offset, int sizeBytes) {
        Btf btf = place.btf();
        return member(btf, type, offset, sizeBytes, 0)
                .map(found -> new Place(
                        place.name() + "->" + found.path(),
                        btf,
                        btf.isPointer(found.type()) ? btf.pointee(found.type()) : Optional.empty()));
    }

    /// A socket is the head of what its protocol keeps of it; what lies behind it is read as that.
    private static Optional<Place> larger(Place place, int type, long offset, int sizeBytes) {
        Btf btf = place.btf();
        if (!(btf.type(btf.strip(type)) instanceof BtfType.Struct struct) || !struct.name().equals("sock")) {
            return Optional.empty();
        }
        return LARGER_SOCKETS.stream()
                .flatMap(name -> btf.struct(name).stream())
                .filter(larger -> offset < larger.sizeBytes())
                .findFirst()
                .flatMap(larger -> member(
                        new Place("((struct " + larger.name() + " *)" + place.name() + ")", btf, Optional.empty()),
                        larger.id(),
                        offset,
                        sizeBytes));
    }

    private static Optional<Found> member(Btf btf, int type, long offset, int sizeBytes, int depth) {
        if (depth > DEEPEST || !(btf.type(btf.strip(type)) instanceof BtfType.Composite composite)) {
            return Optional.empty();
        }
        for (BtfType.Member member : composite.members()) {
            long start = member.offsetBits() / 8;
            long size = btf.sizeBytes(member.type()).orElse(0);
            if (offset >= start && offset < start + size && member.bitFieldBits() == 0) {
                Optional<Found> found = inside(btf, member, offset - start, sizeBytes, depth);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> inside(Btf btf, BtfType.Member member, long offset, int sizeBytes, int depth) {
        boolean whole = sizeBytes == ANY_SIZE && offset == 0 && member.offsetBits() > 0 && !member.name().isEmpty();
        if (btf.type(btf.strip(member.type())) instanceof BtfType.Composite && !whole) {
            return member(btf, member.type(), offset, sizeBytes, depth + 1)
                    .map(found -> member.name().isEmpty()
                            ? found
                            : new Found(member.name() + "." + found.path(), found.type()));
        }
        boolean fits = offset == 0
                && (sizeBytes == ANY_SIZE || btf.sizeBytes(member.type()).orElse(0) == sizeBytes);
        return fits ? Optional.of(new Found(member.name(), member.type())) : Optional.empty();
    }

    private Optional<Place> attribute(String name) {
        if (name.equals("curtask")) {
            return structure("task_struct", "the current task");
        }
        Matcher argument = ARGUMENT.matcher(name);
        return switch (site) {
            case Site.FunctionEntry(String function) when argument.matches() ->
                parameter(function, Integer.parseInt(argument.group(1)));
            case Site.FunctionReturn(String function) when argument.matches() ->
                parameter(function, Integer.parseInt(argument.group(1)));
            case Site.FunctionReturn(String function) when name.equals("retval") ->
                kernel.functions()
                        .find(function)
                        .map(found -> new Place(
                                "what " + function + " returns",
                                found.btf(),
                                pointee(found.btf(), found.prototype().returns())));
            case Site.Tracepoint(String category, String event) ->
                kernel.tracepoints()
                        .find(category, event)
                        .flatMap(format -> format.field(name.replace("args.", "")))
                        .flatMap(field -> structure(field, name));
            case Site.FunctionEntry _,
                    Site.FunctionReturn _,
                    Site.SyscallEnter _,
                    Site.SyscallExit _,
                    Site.UserEntry _,
                    Site.UserReturn _,
                    Site.Usdt _,
                    Site.Iterator _,
                    Site.Watchpoint _,
                    Site.Packet _,
                    Site.Self _,
                    Site.Counter _,
                    Site.Sample _,
                    Site.Interval _,
                    Site.Begin _,
                    Site.End _ -> Optional.empty();
        };
    }

    private Optional<Place> structure(TracepointFormat.Field field, String name) {
        Matcher pointer = STRUCTURE.matcher(field.cType());
        return pointer.matches() ? structure(pointer.group(1), name) : Optional.empty();
    }

    private Optional<Place> structure(String structure, String name) {
        return kernel.btf().flatMap(btf -> btf.struct(structure).map(found -> new Place(name, btf, Optional.of(found.id()))));
    }

    private Optional<Place> parameter(String function, int index) {
        return kernel.functions().find(function).flatMap(found -> {
            List<BtfType.Parameter> parameters = found.prototype().parameters();
            return index < parameters.size() && !parameters.get(index).name().isEmpty()
                    ? Optional.of(new Place(
                            parameters.get(index).name(),
                            found.btf(),
                            pointee(found.btf(), parameters.get(index).type())))
                    : Optional.empty();
        });
    }

    private static Optional<Integer> pointee(Btf btf, int type) {
        return btf.isPointer(type) ? btf.pointee(type) : Optional.empty();
    }
}
