package dev.ken.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The order of the rooms and their invariants, read from the compiled classes. ARCHITECTURE.md says why.
final class ArchitectureTest {
    private static final String BASE = "dev.ken.";

    /// From the ground up; a room imports only from lines above its own, and from itself.
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("source"),
            Set.of("wire"),
            Set.of("kernel", "logic"),
            Set.of("contract"),
            Set.of("ir"),
            Set.of("bpf", "bpftrace", "symbolic"),
            Set.of("llm", "corpus", "verify"),
            Set.of("synthesis", "comprehension", "runtime"),
            Set.of("engine"),
            Set.of("cli", "mcp", "http", "eval"));

    private static final Set<String> JUDGE_AND_BELOW =
            Set.of("source", "wire", "kernel", "logic", "contract", "ir", "bpf", "bpftrace", "symbolic", "verify");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ken");

    /// `allowed` is asked about every dependency of a class in a room that `from` names.
    private record Invariant(String says, Predicate<JavaClass> from, BiPredicate<JavaClass, JavaClass> allowed) {}

    private static final List<Invariant> INVARIANTS = List.of(
            new Invariant(
                    "imports point down only",
                    _ -> true,
                    (from, to) ->
                            room(to).isEmpty() || room(to).equals(room(from)) || floor(room(to)) < floor(room(from))),
            new Invariant(
                    "only logic.z3 names a solver product",
                    c -> !c.getPackageName().equals(BASE + "logic.z3"),
                    (_, to) -> !to.getPackageName().startsWith("com.microsoft.z3")),
            new Invariant(
                    "the judge and what it stands on get bytes and text as values: no network, no files",
                    // Z3's shared libraries have to lie in a file before they can be loaded.
                    c -> JUDGE_AND_BELOW.contains(room(c)) && !outermost(c).equals(BASE + "logic.z3.NativeZ3"),
                    (_, to) -> !to.getPackageName().startsWith("java.net")
                            && !to.getPackageName().startsWith("java.nio.file")
                            && !to.getName().startsWith("java.io.File")
                            && !to.getName().startsWith("java.io.RandomAccessFile")),
            new Invariant(
                    "only runtime starts processes or calls into the kernel",
                    c -> !room(c).equals("runtime"),
                    (_, to) -> !to.getName().equals("java.lang.ProcessBuilder")
                            && !to.getPackageName().startsWith("java.lang.foreign")),
            new Invariant(
                    "JSON is used by doors, model providers, the corpus, and where bpftrace's output is read",
                    c -> !Set.of("wire", "cli", "mcp", "http", "eval", "llm", "corpus", "runtime")
                            .contains(room(c)),
                    (_, to) -> !room(to).equals("wire")),
            new Invariant(
                    "only wire knows a JSON library",
                    c -> !room(c).equals("wire"),
                    (_, to) -> !to.getPackageName().startsWith("com.fasterxml")),
            new Invariant(
                    "only the command line knows its parser",
                    c -> !room(c).equals("cli"),
                    (_, to) -> !to.getPackageName().startsWith("picocli")),
            new Invariant(
                    "no container, no logging framework, no reflection on our own classes",
                    c -> !room(c).isEmpty(),
                    (_, to) -> !to.getPackageName().startsWith("java.lang.reflect")
                            && !to.getPackageName().startsWith("java.util.logging")));

    @TestFactory
    Stream<DynamicTest> invariants() {
        return INVARIANTS.stream()
                .map(i -> DynamicTest.dynamicTest(
                        i.says(), () -> assertThat(breaches(i)).as(i.says()).isEmpty()));
    }

    @Test
    void everyPackageIsInARoom() {
        Set<String> rooms = new TreeSet<>();
        FLOORS.forEach(rooms::addAll);
        Set<String> met = new TreeSet<>();
        CLASSES.forEach(c -> met.add(room(c)));
        assertThat(rooms).containsAll(met);
    }

    private static Set<String> breaches(Invariant invariant) {
        Set<String> breaches = new TreeSet<>();
        for (JavaClass from : CLASSES) {
            if (!invariant.from().test(from)) {
                continue;
            }
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                JavaClass to = dependency.getTargetClass().getBaseComponentType();
                if (!invariant.allowed().test(from, to)) {
                    breaches.add(outermost(from) + " -> " + outermost(to));
                }
            }
        }
        return breaches;
    }

    /// First part of the package below the base; empty outside of it.
    private static String room(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(BASE)) {
            return "";
        }
        String below = name.substring(BASE.length());
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static int floor(String room) {
        for (int i = 0; i < FLOORS.size(); i++) {
            if (FLOORS.get(i).contains(room)) {
                return i;
            }
        }
        throw new IllegalStateException("a room that no floor names: " + room);
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }
}
