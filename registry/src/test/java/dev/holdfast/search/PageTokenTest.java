package dev.holdfast.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
    private static final String QUERY = PageToken.fingerprint(List.of("1"), "tags.a = 'b'");

    @Test
    void givesBackWhatWasKept() {
        List<String> keys = List.of("", "\u001f:5:x", "😀", "-1");
        String token = new PageToken(QUERY, keys).encode();
        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(PageToken.decode(token, QUERY, 4)).isEqualTo(keys);
    }

    @Test
    void isGoodForItsOwnQueryOnly() {
        String token = new PageToken(QUERY, List.of("1")).encode();
        assertThat(PageToken.fingerprint(List.of("1"), "tags.a = 'b'")).isEqualTo(QUERY);
        String other = PageToken.fingerprint(List.of("1"), "tags.a = 'c'");
        assertThatThrownBy(() -> PageToken.decode(token, other, 1)).hasMessageContaining("another search gave it");
        assertThatThrownBy(() -> PageToken.decode(token, QUERY, 2)).hasMessageContaining("another search gave it");
        assertThat(PageToken.fingerprint("a", "bc")).isNotEqualTo(PageToken.fingerprint("ab", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64", "{}", "12:a", "a:b", "-1:a", "1", "9999999999:a", "999999999:a", ":a"})
    void refusesWhatNoSearchGave(String inside) {
        String wrapped = Base64.getUrlEncoder().encodeToString(inside.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> PageToken.decode(wrapped)).hasMessageStartingWith("Invalid page token");
        assertThatThrownBy(() -> PageToken.decode("not base64")).hasMessageStartingWith("Invalid page token");
    }
}
