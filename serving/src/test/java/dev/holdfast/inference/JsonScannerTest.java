package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonScannerTest {
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " [ ] ",
                "{\"a\":{}}",
                "[1,2,[3],{\"b\":null}]",
                "\"x\"",
                "true",
                "-1.5e-7",
                "[\"\\u00e9\\n\\\\\"]",
                "{\"a\" : [ true , false ] , \"b\" : \"\\\"\" }"
            })
    void takesWhatIsJson(String text) {
        assertThatCode(() -> skip(text)).doesNotThrowAnyException();
        assertThatCode(() -> JACKSON.readTree(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "[1 2]",
                "[1}",
                "{\"a\":1]",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "tru",
                "nul",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\n\"",
                "[1]x",
                "[1][",
                "'a'",
                "\u00e9"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> skip(text)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> JACKSON.readValue(text, Object.class)).isInstanceOf(JacksonException.class);
    }

    @Test
    void textsAreWhatTheyWere() {
        for (String text : new String[] {"", "plain", "é€😀", "\"\\/\b\f\n\r\t", "\u0001\u001f", "a\\u0041"}) {
            byte[] json = new JsonOutput(4).text(text).toByteArray();
            assertThat(new JsonScanner(json, 0, json.length).string()).isEqualTo(text);
            assertThat(JACKSON.readValue(json, String.class)).isEqualTo(text);
        }
        byte[] bad = {'"', (byte) 0xc3, '"'};
        assertThatThrownBy(() -> new JsonScanner(bad, 0, 3).string()).hasMessageContaining("not UTF-8");
    }

    @Test
    void nestingEndsAtItsLimit() {
        assertThatCode(() -> skip("[".repeat(100) + "]".repeat(100))).doesNotThrowAnyException();
        assertThatThrownBy(() -> skip("[".repeat(101) + "]".repeat(101))).hasMessageContaining("100 deep");
        assertThatThrownBy(() -> skip("{\"a\":".repeat(10_000))).hasMessageContaining("100 deep");
    }

    @Test
    void thePlaceOfAMistakeIsTold() {
        byte[] body = "{\n  \"a\": tru}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> {
                    try {
                        new JsonScanner(body, 0, body.length).skip();
                    } catch (MalformedJson e) {
                        throw e.problem(body);
                    }
                })
                .hasMessageContaining("line 2, column 8");
    }

    private static void skip(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonScanner json = new JsonScanner(bytes, 0, bytes.length);
        json.skip();
        json.end();
    }
}
