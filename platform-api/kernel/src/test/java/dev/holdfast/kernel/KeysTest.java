package dev.holdfast.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"auc", "val/auc", "a b", "a:b", "a.b-c_d", "Übung", "数"})
    void takesWhatIsItsOwnPath(String key) {
        assertThat(Keys.check("key", key)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    a$b       | Invalid value "a$b" for parameter 'key' supplied: Names may only contain
                    a"b       | Invalid value "a\\"b" for parameter 'key' supplied: Names may only contain
                    a//b      | would resolve to 'a/b'
                    a/./b     | would resolve to 'a/b'
                    a/../b    | would resolve to 'b'
                    ../b      | would resolve to '../b'
                    ../../b   | would resolve to '../../b'
                    ..a/b     | would resolve to '..a/b'
                    /a        | would resolve to '/a'
                    //a       | would resolve to '//a'
                    ///a      | would resolve to '/a'
                    /../a     | would resolve to '/a'
                    a/        | would resolve to 'a'
                    .         | would resolve to '.'
                    ``        | would resolve to '.'
                    """)
    void refusesWhatWouldBeAnotherFile(String key, String message) {
        assertThatThrownBy(() -> Keys.check("key", key))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @Test
    void countsCharacters() {
        String four = "😀".repeat(4);
        assertThat(Keys.checkLength("key", four, 4)).isEqualTo(four);
        assertThatThrownBy(() -> Keys.checkLength("key", four, 3))
                .hasMessage("'key' exceeds the maximum length of 3 characters");
        assertThatThrownBy(() -> Keys.checkStorable("value", "a\0b")).hasMessageContaining("U+0000");
    }
}
