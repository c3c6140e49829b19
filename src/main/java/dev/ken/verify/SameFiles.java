package dev.ken.verify;

import dev.ken.ir.Module;
import dev.ken.ir.Procedure;
import dev.ken.kernel.Site;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Files that a program names otherwise than the request and that are the same: a library by its name alone, which the
/// loader's cache resolves (`libc` for `/lib/x86_64-linux-gnu/libc.so.6`), a program by its name alone, which PATH
/// resolves, and `/lib` and `/bin`, which are links into `/usr`.
final class SameFiles {
    private static final Pattern LINKED = Pattern.compile("^/usr(?=/(?:lib|lib64|bin|sbin)/)");
    private static final Pattern VERSION = Pattern.compile("\\.so(?:\\.\\d+)*$");

    private SameFiles() {}

    /// The program with the names of files that the reference has.
    static Module of(Module reference, Module candidate) {
        List<String> known = List.copyOf(new TreeSet<>(reference.procedures().stream()
                .flatMap(procedure -> path(procedure.site()).stream())
                .toList()));
        if (known.isEmpty()) {
            return candidate;
        }
        List<Procedure> procedures = candidate.procedures().stream()
                .map(procedure -> new Procedure(
                        procedure.name(), renamed(procedure.site(), known), procedure.guard(), procedure.blocks()))
                .toList();
        return new Module(candidate.maps(), procedures, candidate.notModelled());
    }

    private static Optional<String> path(Site site) {
        return switch (site) {
            case Site.UserEntry(String path, var _) -> Optional.of(path);
            case Site.UserReturn(String path, var _) -> Optional.of(path);
            case Site.Usdt(String path, var _) -> Optional.of(path);
            case Site _ -> Optional.empty();
        };
    }

    private static Site renamed(Site site, List<String> known) {
        return switch (site) {
            case Site.UserEntry(String path, String function) -> new Site.UserEntry(name(path, known), function);
            case Site.UserReturn(String path, String function) -> new Site.UserReturn(name(path, known), function);
            case Site.Usdt(String path, String probe) -> new Site.Usdt(name(path, known), probe);
            case Site _ -> site;
        };
    }

    private static String name(String path, List<String> known) {
        return known.stream().filter(one -> same(path, one)).findFirst().orElse(path);
    }

    private static boolean same(String given, String known) {
        if (given.indexOf('/') >= 0) {
            return plain(given).equals(plain(known));
        }
        String file = known.substring(known.lastIndexOf('/') + 1);
        boolean library = VERSION.matcher(file).find();
        return given.equals(file)
                || library && given.equals(VERSION.matcher(file).replaceFirst(""))
                || library && given.endsWith(".so") && file.startsWith(given + ".");
    }

    private static String plain(String path) {
        return LINKED.matcher(path).replaceFirst("");
    }
}
