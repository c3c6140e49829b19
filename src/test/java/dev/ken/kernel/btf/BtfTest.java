package dev.ken.kernel.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Small BTF written by hand, read back.
class BtfTest {
    private static ByteOrder order(boolean big) {
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /// int, char, `struct node { int pid; union { long key; struct { int lo:5; int hi:27; }; }; struct node *next; char
    /// comm[16]; }`, `int walk(const struct node *from, void (*each)(struct node *), ...)`.
    static BtfBytes sample(ByteOrder order) {
        BtfBytes b = new BtfBytes(order);
        int integer = b.integer("int", 4, true);
        int character = b.integer("char", 1, true);
        int wide = b.integer("long unsigned int", 8, false);
        int bits = b.struct("", true, 4, b.string("lo"), integer, 5 << 24, b.string("hi"), integer, 27 << 24 | 5);
        int either = b.add(Kind.UNION, "", false, 2, 8, b.string("key"), wide, 0, 0, bits, 0);
        int text = b.array(character, integer, 16);
        int alias = b.refer(Kind.TYPEDEF, "pid_t", integer);
        int node = b.nextId();
        int pointer = node + 1;
        b.struct(
                "node",
                false,
                40,
                b.string("pid"),
                alias,
                0,
                0,
                either,
                64,
                b.string("next"),
                pointer,
                128,
                b.string("comm"),
                text,
                192);
        b.pointer(node);
        int fixed = b.refer(Kind.CONST, "", node);
        int from = b.pointer(fixed);
        int each = b.add(Kind.FUNC_PROTO, "", false, 1, 0, 0, pointer);
        int handler = b.pointer(each);
        int walk =
                b.add(Kind.FUNC_PROTO, "", false, 3, integer, b.string("from"), from, b.string("each"), handler, 0, 0);
        b.add(Kind.FUNC, "walk", false, 1, walk);
        b.add(Kind.ENUM, "color", true, 2, 4, b.string("RED"), -1, b.string("BLUE"), 7);
        b.add(Kind.ENUM64, "wide", false, 1, 8, b.string("TOP"), 1, 1 << 31);
        b.add(Kind.FWD, "later", true, 0, 0);
        b.refer(Kind.TYPE_TAG, "user", character);
        b.refer(Kind.VOLATILE, "", integer);
        b.refer(Kind.RESTRICT, "", pointer);
        int variable = b.add(Kind.VAR, "counter", false, 0, wide, 1);
        b.add(Kind.DATASEC, ".bss", false, 1, 8, variable, 0, 8);
        b.add(Kind.FLOAT, "double", false, 0, 8);
        b.add(Kind.DECL_TAG, "kfunc", false, 0, node + 7, -1);
        return b;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allKindsAreReadInBothByteOrders(boolean big) {
        Btf btf = Btf.parse(sample(order(big)).bytes());

        BtfType.Struct node = btf.struct("node").orElseThrow();
        assertThat(node.sizeBytes()).isEqualTo(40);
        assertThat(node.members()).extracting(BtfType.Member::name).containsExactly("pid", "", "next", "comm");
        BtfType.Prototype walk = btf.prototype("walk").orElseThrow();
        assertThat(walk.parameters()).extracting(BtfType.Parameter::name).containsExactly("from", "each");
        assertThat(walk.variadic()).isTrue();
        assertThat(btf.cText(btf.function("walk").orElseThrow().id()))
                .isEqualTo("int walk(const struct node *from, void (*each)(struct node *), ...)");
        assertThat(btf.enumeration("color").orElseThrow().enumerators())
                .containsExactly(new BtfType.Enumerator("RED", -1), new BtfType.Enumerator("BLUE", 7));
        assertThat(btf.enumeration("wide").orElseThrow().enumerators())
                .containsExactly(new BtfType.Enumerator("TOP", Long.MIN_VALUE + 1));
        for (int id = 0; id < btf.endId(); id++) {
            assertThat(btf.type(id).id()).isEqualTo(id);
            assertThat(btf.type(id).name()).isEqualTo(btf.name(id));
            assertThat(btf.cText(id)).isNotEmpty();
        }
    }

    @Test
    void membersAreFoundThroughAnonymousOnesAndPointers() {
        Btf btf = Btf.parse(sample(order(false)).bytes());
        int node = btf.struct("node").orElseThrow().id();

        assertThat(btf.access(node, "pid")).contains(access(btf, List.of(), 0, 32, "pid_t", true, false));
        assertThat(btf.access(node, "hi")).contains(access(btf, List.of(), 69, 27, "int", true, true));
        assertThat(btf.access(node + 1, "next->next.comm[3]"))
                .contains(access(btf, List.of(16L, 16L), 216, 8, "char", true, false));
        assertThat(btf.access(node, "next.next"))
                .get()
                .extracting(Access::pointers)
                .isEqualTo(List.of(16L));
        for (String none : List.of("", "nope", "pid.x", "comm[16]", "next..pid", "hi.x", "pid next", "[")) {
            assertThat(btf.access(node, none)).as(none).isEmpty();
        }
    }

    private static Access access(
            Btf btf, List<Long> pointers, long offset, long size, String type, boolean signed, boolean field) {
        int id = btf.find(Kind.INT, type).or(() -> btf.find(Kind.TYPEDEF, type)).orElseThrow();
        return new Access(pointers, offset, size, id, signed, false, field);
    }

    @Test
    void splitBtfGoesOnWhereItsBaseEnds() {
        BtfBytes first = sample(order(false));
        Btf base = Btf.parse(first.bytes());
        BtfBytes second = new BtfBytes(order(false), first.nextId(), first.endOfStrings());
        int own = second.struct(
                "module",
                false,
                8,
                second.string("list"),
                base.struct("node").orElseThrow().id() + 1,
                0);
        Btf split = Btf.parseSplit(base, second.bytes());

        assertThat(split.struct("module").orElseThrow().id()).isEqualTo(own);
        assertThat(split.struct("node")).isEqualTo(base.struct("node"));
        assertThat(split.access(own, "list.next.pid"))
                .get()
                .extracting(Access::pointers)
                .isEqualTo(List.of(0L, 16L));
        assertThat(base.struct("module")).isEmpty();
    }

    @Test
    void circlesEndWithAnError() {
        BtfBytes b = new BtfBytes(order(false));
        b.refer(Kind.TYPEDEF, "a", 2);
        b.refer(Kind.TYPEDEF, "b", 1);
        b.array(3, 3, 2);
        b.struct("self", false, 8, 0, 4, 0, 0, 4, 0, 0, 4, 0);
        b.pointer(5);
        Btf btf = Btf.parse(b.bytes());

        assertThatThrownBy(() -> btf.strip(1)).isInstanceOf(MalformedBtf.class).hasMessageContaining("type 1");
        assertThatThrownBy(() -> btf.sizeBytes(3)).isInstanceOf(MalformedBtf.class);
        assertThatThrownBy(() -> btf.access(4, "x")).isInstanceOf(MalformedBtf.class);
        assertThatThrownBy(() -> btf.cText(5)).isInstanceOf(MalformedBtf.class);
    }

    @Test
    void whatIsMissingIsEmpty() {
        Btf btf = Btf.parse(sample(order(false)).bytes());

        assertThat(btf.struct("nope")).isEqualTo(Optional.empty());
        assertThat(btf.struct("")).isEmpty();
        assertThat(btf.find(Kind.TYPEDEF, "node")).isEmpty();
        assertThat(btf.findAll(Kind.STRUCT, "node")).hasSize(1);
        assertThatThrownBy(() -> btf.type(btf.endId())).isInstanceOf(IllegalArgumentException.class);
    }
}
