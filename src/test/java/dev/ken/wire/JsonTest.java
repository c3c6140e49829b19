package dev.ken.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void keepsOrderDuplicatesAndDigits() {
        Json value = JsonReader.read("{\"b\":18446744073709551615,\"a\":[1.50,true,null],\"b\":\"x\"}")
                .json()
                .orElseThrow();
        assertThat(value.text()).isEqualTo("{\"b\":18446744073709551615,\"a\":[1.50,true,null],\"b\":\"x\"}");
        assertThat(value.asObject().orElseThrow().text("b")).contains("x");
    }

    @Test
    void badTextGivesADiagnosticWithItsPlace() {
        assertThat(diagnostic("{\"a\":1,}").code()).isEqualTo("json-syntax");
        assertThat(diagnostic("{\"a\":1,}").span().start()).isBetween(7, 8);
        assertThat(diagnostic("{} x").code()).isEqualTo("json-syntax");
        assertThat(diagnostic("  ").code()).isEqualTo("json-empty");
        assertThat(diagnostic("[".repeat(100_000)).code()).isEqualTo("json-too-deep");
        assertThat(((JsonReading.Malformed) JsonReader.read("[1,2,3]", 5))
                        .diagnostic()
                        .code())
                .isEqualTo("json-too-long");
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            Json value = any(random, 4);
            assertThat(JsonReader.read(value.text()).json()).contains(value);
            assertThat(JsonReader.read(JsonWriter.pretty(value)).json()).contains(value);
        }
    }

    @Test
    void noTextMakesTheReaderThrow() {
        Random random = new Random(11);
        String alphabet = "{}[]\",:\\u0123eE+-.truefalsn \n\t";
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(JsonReader.read(text.toString())).isNotNull();
        }
    }

    private static dev.ken.source.Diagnostic diagnostic(String text) {
        return ((JsonReading.Malformed) JsonReader.read(text)).diagnostic();
    }

    private static Json any(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> new Json.Null();
            case 1 -> new Json.Bool(random.nextBoolean());
            case 2 -> new Json.Num(new BigDecimal(new BigInteger(70, random), random.nextInt(5)));
            case 3 -> new Json.Str(text(random));
            case 4 -> {
                List<Json> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(any(random, depth - 1));
                }
                yield new Json.Arr(items);
            }
            default -> {
                Json.Obj object = Json.object();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object = object.with(text(random), any(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            out.append((char) random.nextInt(0xD800));
        }
        return out.toString();
    }
}
