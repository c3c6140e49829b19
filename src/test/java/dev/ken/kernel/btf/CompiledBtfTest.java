package dev.ken.kernel.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// BTF as a compiler writes it, in both byte orders, is read as bpftool reads it.
class CompiledBtfTest {
    @ParameterizedTest
    @ValueSource(strings = {"el", "eb"})
    void typesAreThoseThatBpftoolTells(String order) {
        Btf btf = Btf.parse(Samples.bytes("sample-" + order + ".BTF"));

        assertThat(new RawDump(btf).all()).isEqualTo(Samples.text("sample-" + order + ".dump"));
    }

    @Test
    void membersAreWrittenAsInTheSource() {
        Btf btf = Btf.parse(Samples.bytes("sample-el.BTF"));
        String members = btf.struct("node").orElseThrow().members().stream()
                .map(member -> btf.cText(member.type(), member.name()))
                .collect(Collectors.joining("\n"));

        assertThat(members).isEqualTo("""
                int pid
                union {...}
                struct node *next
                struct later *owner
                char comm[16]
                const volatile int *flags
                char *restrict const name
                int (*each)(struct node *, void *)
                enum color color
                double weight
                u64 table[2][3]
                const char *path""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"el", "eb"})
    void codeIsTiedToItsSource(String order) {
        Btf btf = Btf.parse(Samples.bytes("sample-" + order + ".BTF"));
        Btf.Ext ext = btf.ext(Samples.bytes("sample-" + order + ".BTF.ext"));

        assertThat(ext.functions())
                .extracting(info -> info.section() + " " + info.instructionBytes() + " " + btf.name(info.type()))
                .containsExactly("raw_tp/sys_enter 0 enter", ".text 0 walk");
        assertThat(ext.lines())
                .allSatisfy(line -> assertThat(line.file()).endsWith("sample.c"))
                .anySatisfy(line -> assertThat(line.source()).isEqualTo("    hits++;"));
        assertThat(ext.relocations())
                .extracting(r -> btf.name(r.type()) + " " + r.access() + " " + r.kind())
                .contains("node 0:2 0", "node 0:0 0", "node 0:11 0");
    }
}
