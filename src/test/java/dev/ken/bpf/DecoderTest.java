package dev.ken.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ken.bpf.Instruction.Comparison;
import dev.ken.bpf.Instruction.Operand;
import dev.ken.bpf.Instruction.Operator;
import dev.ken.bpf.Instruction.Update;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Instructions that were assembled by hand after RFC 9669.
class DecoderTest {
    private static List<Instruction> decode(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return Decoder.decode("f", "s", ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static Instruction first(String hex) {
        return decode(hex).get(0);
    }

    @Test
    void arithmetic() {
        assertThat(first("b7 01 00 00 ff ff ff ff"))
                .isEqualTo(new Instruction.Arithmetic(Operator.MOV, true, 1, new Operand.Number(-1)));
        assertThat(first("0c 21 00 00 00 00 00 00"))
                .isEqualTo(new Instruction.Arithmetic(Operator.ADD, false, 1, new Operand.Register(2)));
        assertThat(first("37 01 01 00 05 00 00 00"))
                .isEqualTo(new Instruction.Arithmetic(Operator.SDIV, true, 1, new Operand.Number(5)));
        assertThat(first("bf 21 08 00 00 00 00 00")).isEqualTo(new Instruction.MoveSigned(8, true, 1, 2));
        assertThat(first("87 03 00 00 00 00 00 00")).isEqualTo(new Instruction.Negate(true, 3));
        assertThat(first("dc 03 00 00 10 00 00 00")).isEqualTo(new Instruction.Swap(16, true, 3));
        assertThat(first("d4 03 00 00 20 00 00 00")).isEqualTo(new Instruction.Swap(32, false, 3));
    }

    @Test
    void memory() {
        assertThat(first("79 16 10 00 00 00 00 00")).isEqualTo(new Instruction.Load(6, 1, 16, 8, false));
        assertThat(first("91 16 fe ff 00 00 00 00")).isEqualTo(new Instruction.Load(6, 1, -2, 1, true));
        assertThat(first("62 0a fc ff 07 00 00 00")).isEqualTo(new Instruction.Store(10, -4, 4, new Operand.Number(7)));
        assertThat(first("db 10 00 00 00 00 00 00")).isEqualTo(new Instruction.Atomic(Update.ADD, false, 0, 0, 8, 1));
        assertThat(first("c3 10 04 00 f1 00 00 00"))
                .isEqualTo(new Instruction.Atomic(Update.COMPARE_EXCHANGE, true, 0, 4, 4, 1));
        assertThat(first("18 13 00 00 78 56 34 12 00 00 00 00 ff 00 00 00"))
                .isEqualTo(new Instruction.Constant(3, 0xff12345678L, 1));
    }

    @Test
    void jumps() {
        String exit = "95 00 00 00 00 00 00 00";
        assertThat(first("15 00 01 00 00 00 00 00" + exit + exit))
                .isEqualTo(new Instruction.Branch(Comparison.EQ, true, 0, new Operand.Number(0), 2));
        assertThat(first("ae 21 01 00 00 00 00 00" + exit + exit))
                .isEqualTo(new Instruction.Branch(Comparison.ULT, false, 1, new Operand.Register(2), 2));
        assertThat(first("05 00 ff ff 00 00 00 00")).isEqualTo(new Instruction.Jump(0));
        assertThat(first("85 00 00 00 0e 00 00 00")).isEqualTo(new Instruction.CallHelper(14));
        assertThat(first("85 10 00 00 01 00 00 00")).isEqualTo(new Instruction.CallLocal(2));
        assertThat(first(exit)).isEqualTo(new Instruction.Exit());
    }

    @Test
    void whatIsNoCode() {
        assertThatThrownBy(() -> decode("95 00 00")).hasMessageContaining("ends within an instruction");
        assertThatThrownBy(() -> decode("b7 0b 00 00 00 00 00 00")).hasMessageContaining("register 11");
        assertThatThrownBy(() -> decode("15 00 09 00 00 00 00 00")).hasMessageContaining("slot 10 of 1");
        assertThatThrownBy(() -> decode("18 01 00 00 00 00 00 00")).hasMessageContaining("second half");
        assertThatThrownBy(() -> decode("b7 01 00 00 00 00 00 00 ff 00 00 00 00 00 00 00"))
                .isInstanceOf(MalformedObject.class)
                .hasMessageContaining("section s, offset 8");
    }
}
