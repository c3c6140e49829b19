package dev.ken.kernel.btf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ken.kernel.FieldType;
import dev.ken.kernel.TracepointFormat.Field;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tracepoints of a small kernel: a header with a `TRACE_EVENT`, two templates of the same prototype but different
/// records, and two that look alike; and one of which no event is known.
class TracepointsFromBtfTest {
    private final BtfBytes bytes = new BtfBytes(ByteOrder.LITTLE_ENDIAN);
    private final int integer = bytes.integer("int", 4, true);
    private final int character = bytes.integer("char", 1, true);
    private final int word = bytes.integer("unsigned int", 4, false);
    private final int nothing = bytes.pointer(0);
    private final int text = bytes.pointer(bytes.refer(Kind.CONST, "", character));
    private final int comm = bytes.array(character, word, 16);
    private final int byNumber = bytes.add(Kind.FUNC_PROTO, "", false, 2, 0, 0, nothing, 0, integer);
    private final int byText = bytes.add(Kind.FUNC_PROTO, "", false, 2, 0, 0, nothing, 0, text);
    private final Btf btf = kernel();

    private void template(String name, int bytesOfRecord, int prototype, int... members) {
        bytes.struct("trace_event_raw_" + name, false, bytesOfRecord, members);
        bytes.add(Kind.FUNC, "__bpf_trace_" + name, false, 0, prototype);
    }

    private void event(String name, int prototype) {
        bytes.refer(Kind.TYPEDEF, "btf_trace_" + name, bytes.pointer(prototype));
    }

    private Btf kernel() {
        int pid = bytes.string("pid");
        template(
                "exec",
                28,
                byText,
                bytes.string("__data_loc_filename"),
                word,
                64,
                pid,
                integer,
                96,
                bytes.string("comm"),
                comm,
                128);
        template("first", 12, byNumber, pid, integer, 64);
        template("middle", 12, byText, bytes.string("count"), word, 64);
        template("last", 16, byNumber, bytes.string("count"), word, 64);
        event("exec", byText);
        event("begin", byNumber);
        event("between", byText);
        event("end", byNumber);
        template("alike_one", 12, byNumber, pid, integer, 64);
        template("alike_two", 12, byNumber, pid, integer, 64);
        event("either", byNumber);
        template("one", 12, byNumber, pid, integer, 64);
        template("two", 12, byNumber, bytes.string("count"), word, 64);
        event("unclear", byNumber);
        template("foreign", 12, byNumber, pid, integer, 64);
        event("foreign", byNumber);
        bytes.add(
                Kind.FUNC,
                "__do_sys_kill",
                false,
                0,
                bytes.add(Kind.FUNC_PROTO, "", false, 2, integer, pid, integer, bytes.string("where"), text));
        return Btf.parse(bytes.bytes());
    }

    private TracepointsFromBtf tracepoints() {
        return new TracepointsFromBtf(
                btf,
                List.of(
                        "sched:exec",
                        "test:either",
                        "test:unclear",
                        "syscalls:sys_enter_kill",
                        "syscalls:sys_exit_kill"));
    }

    @Test
    void categoriesAreKnownOrThoseOfTheHeader() {
        assertThat(tracepoints().names())
                .containsExactly(
                        "sched:between",
                        "sched:exec",
                        "syscalls:sys_enter_kill",
                        "syscalls:sys_exit_kill",
                        "test:either");
    }

    @Test
    void recordsTellTheFields() {
        assertThat(tracepoints().find("sched", "exec").orElseThrow().fields())
                .containsExactly(
                        new Field("filename", "__data_loc char[]", 8, 4, new FieldType.DynamicText()),
                        new Field("pid", "int", 12, 4, new FieldType.Integer(4, true)),
                        new Field("comm", "char [16]", 16, 16, new FieldType.Text(16)));
        assertThat(tracepoints().find("sched", "between").orElseThrow().fields())
                .containsExactly(new Field("count", "unsigned int", 8, 4, new FieldType.Integer(4, false)));
    }

    @Test
    void whatIsNotCertainIsNotTold() {
        assertThat(tracepoints().find("sched", "begin")).isEmpty();
        assertThat(tracepoints().find("test", "unclear")).isEmpty();
        assertThat(tracepoints().find("foreign", "foreign")).isEmpty();
        assertThat(tracepoints().find("test", "exec")).isEmpty();
        assertThat(tracepoints().find("syscalls", "sys_enter_read")).isEmpty();
    }

    @Test
    void systemCallsHaveTheArgumentsOfTheirFunctions() {
        assertThat(tracepoints()
                        .find("syscalls", "sys_enter_kill")
                        .orElseThrow()
                        .fields())
                .extracting(Field::name, Field::cType, Field::offsetBytes, Field::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("__syscall_nr", "int", 8, new FieldType.Integer(4, true)),
                        org.assertj.core.groups.Tuple.tuple("pid", "int", 16, new FieldType.Integer(8, true)),
                        org.assertj.core.groups.Tuple.tuple("where", "const char *", 24, new FieldType.Pointer()));
    }
}
