package dev.ken.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.bpf.Elf;
import dev.ken.kernel.Snapshots;
import dev.ken.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The header as clang keeps it changes nothing of what comes of a program.
class PrecompiledHeaderTest {
    private static final String PROGRAM = """
            // SPDX-License-Identifier: GPL-2.0
            #include "vmlinux.h"
            #include <bpf/bpf_helpers.h>
            char LICENSE[] SEC("license") = "GPL";
            SEC("tracepoint/syscalls/sys_enter_openat") int on(struct trace_event_raw_sys_enter *ctx) {
              return ctx->id > %d;
            }
            """;

    private final Environment environment = new EnvironmentReader(System.getenv()).read();

    @Test
    void programsThatBeginWithTheHeaderUseIt() {
        assertThat(List.of(PROGRAM, "/* a\nb */\n\n#include \"vmlinux.h\"\n")).allMatch(PrecompiledHeader::begins);
        assertThat(List.of("", "// only", "/* open", "#include <linux/bpf.h>\n#include \"vmlinux.h\"", "#define A\n"))
                .noneMatch(PrecompiledHeader::begins);
    }

    @Test
    void objectsAreTheSameWithItAndWithoutIt(@TempDir Path cache) throws IOException {
        Clang clang = clang(cache);
        Compilation first = compiled(clang, PROGRAM.formatted(1));
        assertThat(kept(cache)).isEmpty();
        assertThat(compiled(clang, PROGRAM.formatted(2))).isInstanceOf(Compilation.Compiled.class);
        assertThat(kept(cache)).hasSize(1);
        assertThat(object(first)).containsKeys("license", "tracepoint/syscalls/sys_enter_openat");
        assertThat(object(compiled(clang, PROGRAM.formatted(1)))).isEqualTo(object(first));
    }

    @Test
    void oneThatIsBrokenIsMadeAnew(@TempDir Path cache) throws IOException {
        Clang clang = clang(cache);
        compiled(clang, PROGRAM.formatted(1));
        compiled(clang, PROGRAM.formatted(2));
        Files.writeString(kept(cache).getFirst(), "no header");
        assertThat(compiled(clang, PROGRAM.formatted(3))).isInstanceOf(Compilation.Compiled.class);
        assertThat(kept(cache)).isEmpty();
        compiled(clang, PROGRAM.formatted(4));
        assertThat(Files.size(kept(cache).getFirst())).isGreaterThan(1_000_000);
    }

    @Test
    void whatIsWrongWithAProgramIsToldAsWithoutIt(@TempDir Path cache) {
        Clang clang = clang(cache);
        String wrong = PROGRAM.formatted(1).replace("ctx->id", "ctx->none");
        Compilation first = compiled(clang, wrong);
        compiled(clang, PROGRAM.formatted(2));
        compiled(clang, PROGRAM.formatted(3));
        assertThat(first).isInstanceOf(Compilation.Errors.class);
        assertThat(compiled(clang, wrong)).isEqualTo(first);
    }

    private Clang clang(Path cache) {
        boolean there = environment.clang().isPresent() && environment.bpftool().isPresent();
        if (!there) {
            System.out.println("skipped: no header was parsed ahead: clang or bpftool is missing");
        }
        Assumptions.assumeTrue(there, "clang or bpftool is missing");
        return new Clang(environment, Map.of("XDG_CACHE_HOME", cache.toString()));
    }

    private static Compilation compiled(Clang clang, String program) {
        Compilation compilation = clang.compile(new Source("program", program), Snapshots.recorded());
        Assumptions.assumeFalse(compilation instanceof Compilation.Unavailable, "libbpf's headers are missing");
        return compilation;
    }

    /// Code, maps and constants; the rest names the folder.
    private static Map<String, String> object(Compilation compilation) {
        Map<String, String> sections = new TreeMap<>();
        byte[] object = ((Compilation.Compiled) compilation).object();
        for (Elf.Section section : Elf.parse("program", object).sections()) {
            if (section.executable() || section.writable()) {
                byte[] bytes = new byte[section.bytes().remaining()];
                section.bytes().duplicate().get(bytes);
                sections.put(section.name(), HexFormat.of().formatHex(bytes));
            }
        }
        return sections;
    }

    private static List<Path> kept(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.toString().endsWith(".pch")).toList();
        }
    }
}
