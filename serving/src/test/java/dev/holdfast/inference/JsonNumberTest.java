package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.0",
                "-0.0e5",
                "1",
                "-1",
                "0.1",
                "3.4028235e38",
                "3.4028236e38",
                "1e39",
                "1.17549435E-38",
                "1.4e-45",
                "7e-46",
                "1e-400",
                "1e400",
                "0.4967141530112327",
                "16777217",
                "16777217.0000001",
                "9007199254740993",
                "123456789012345678",
                "1234567890123456789",
                "12345678901234567890123456789",
                "0.000000000000000000000000000012345678901234567",
                "1.00000005960464477539062500",
                "1.000000059604644775390624",
                "1.000000059604644775390626",
                "8388609.5",
                "8388610.5",
                "8388611.5",
                "1E+10",
                "1e99999999999",
                "0.12345678",
                "0.00000000123456789012345678",
                "3.12345678e-5",
                "0.1234567890123456789012345678"
            })
    void isTheNearestFloatAndDouble(String text) {
        assertThat(number(text).asFloat()).isEqualTo(Float.parseFloat(text));
        assertThat(number(text).asDouble()).isEqualTo(Double.parseDouble(text));
    }

    @Test
    void isTheNearestForAnyDigits() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            float single = Float.intBitsToFloat(random.nextInt());
            double wide = i % 3 == 0
                    ? single
                    : i % 3 == 1 ? random.nextGaussian() : Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(wide)) {
                String text = Double.toString(wide);
                assertThat(number(text).asDouble()).as(text).isEqualTo(wide);
                assertThat(number(text).asFloat()).as(text).isEqualTo(Float.parseFloat(text));
            }
            if (Float.isFinite(single)) {
                String text = Float.toString(single);
                assertThat(number(text).asFloat()).as(text).isEqualTo(single);
            }
            String middle = (1 + random.nextInt(1 << 23)) + 8388608 + ".5";
            assertThat(number(middle).asFloat()).as(middle).isEqualTo(Float.parseFloat(middle));
        }
    }

    @Test
    void endsBeforeWhateverIsNoDigit() {
        for (int place = 0; place < 8; place++) {
            for (int character = 0; character < 256; character++) {
                byte[] bytes = "0.912345678".getBytes(StandardCharsets.UTF_8);
                bytes[3 + place] = (byte) character;
                boolean digit = character >= '0' && character <= '9';
                if (character == 'e' || character == 'E') {
                    continue;
                }
                int end = new JsonNumber().read(bytes, 0, bytes.length);
                assertThat(end).as("%d at %d", character, place).isEqualTo(digit ? bytes.length : 3 + place);
            }
        }
    }

    /** Read at the end of a body, and with more behind it: many digits are read at once there. The last is given. */
    private static JsonNumber number(String text) {
        JsonNumber number = new JsonNumber();
        for (String behind : List.of("", ",-9.87654321")) {
            byte[] bytes = (text + behind).getBytes(StandardCharsets.UTF_8);
            assertThat(number.read(bytes, 0, bytes.length)).as(text).isEqualTo(text.length());
            assertThat(number.asDouble()).as(text).isEqualTo(Double.parseDouble(text));
        }
        return number;
    }
}
