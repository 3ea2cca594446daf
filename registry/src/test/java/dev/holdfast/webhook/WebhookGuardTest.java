package dev.holdfast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook may not be, and what is not called although its name looked harmless. */
class WebhookGuardTest {
    private final WebhookProperties strict = properties(List.of("http", "https"), false, "");
    private final WebhookRules rules = new WebhookRules(strict);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "127.1"})
    void addressesThatAreNotPublicAreRefusedWhenTheyAreCalled(String host) {
        try (Receiver receiver = new Receiver()) {
            WebhookSender sender = new WebhookSender(strict, new SettableClock());

            WebhookAnswer answer = sender.send(
                    new WebhookCall("http://" + host + ":" + receiver.port() + "/", UUID.randomUUID(), "{}", null));

            assertThat(answer.isTaken()).isFalse();
            assertThat(answer.again()).isFalse();
            assertThat(answer.error()).contains("not a public address");
            assertThat(receiver.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/hook",
                "https://localhost:8080/hook",
                "http://[::1]/",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1",
                "http://[::ffff:10.0.0.1]/"
            })
    void addressesThatAreNotPublicAreRefusedWhenTheyAreGiven(String url) {
        assertThatThrownBy(() -> rules.check(url(url))).hasMessageContaining("non-public IP address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://2130706433/x",
                "https://0x7f.1/x",
                "https://0177.0.0.1/x",
                "https://127.1/x",
                "https://a.0x7f"
            })
    void addressesInOtherSpellingsAreRefused(String url) {
        assertThatThrownBy(() -> rules.check(url(url))).hasMessageContaining("not a canonical IP address");
    }

    @Test
    void otherSchemesAndWhatIsNoUrlAreRefused() {
        WebhookRules onlyHttps = new WebhookRules(properties(List.of("https"), false, ""));
        assertThatThrownBy(() -> onlyHttps.check(url("http://example.com")))
                .hasMessageContaining("Invalid webhook URL scheme: 'http'. Allowed schemes are: https.");
        assertThatThrownBy(() -> rules.check(url("ftp://example.com"))).hasMessageContaining("'ftp'");
        assertThatThrownBy(() -> rules.check(url("file:///etc/passwd"))).hasMessageContaining("'file'");
        assertThatThrownBy(() -> rules.check(url("  "))).hasMessageContaining("cannot be empty");
        assertThatThrownBy(() -> rules.check(url("https://"))).hasMessageContaining("hostname");
        assertThatThrownBy(() -> rules.check(url("https:example.com"))).hasMessageContaining("hostname");
        assertThatThrownBy(() -> rules.check(url("https://[invalid"))).hasMessageContaining("Invalid webhook URL: ");
        assertThatThrownBy(() -> rules.check(url("https://me:secret@example.com")))
                .hasMessageContaining("embedded credentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-a",
                "a-",
                "a b",
                "ä",
                "a/b",
                "x123456789012345678901234567890123456789012345678901234567890123"
            })
    void namesKeepToTheRule(String name) {
        assertThatThrownBy(() -> rules.check(new WebhookChange(name, null, null, null, null, null)))
                .hasMessageContaining("is invalid. It must start and end with a letter or digit");
    }

    @Test
    void secretsAreEncryptedWhereAKeyIsConfiguredAndBoundToTheirWebhook() {
        UUID webhook = UUID.randomUUID();
        SecretCipher cipher = new SecretCipher(properties(List.of("https"), false, "a key"));
        String sealed = cipher.seal("a secret", webhook);

        assertThat(sealed).startsWith("aes:").doesNotContain("a secret").isNotEqualTo(cipher.seal("a secret", webhook));
        assertThat(cipher.open(sealed, webhook)).isEqualTo("a secret");
        assertThatThrownBy(() -> cipher.open(sealed, UUID.randomUUID())).hasMessageContaining("key");
        assertThatThrownBy(() -> new SecretCipher(properties(List.of("https"), false, "another")).open(sealed, webhook))
                .hasMessageContaining("key");

        SecretCipher without = new SecretCipher(properties(List.of("https"), false, ""));
        String plain = without.seal("a secret", webhook);
        assertThat(cipher.open(plain, webhook)).isEqualTo("a secret");
        assertThatThrownBy(() -> without.open(sealed, webhook)).hasMessageContaining("key");
    }

    private static WebhookChange url(@Nullable String url) {
        return new WebhookChange(null, null, url, null, null, null);
    }

    private static WebhookProperties properties(List<String> schemes, boolean privateAddresses, String key) {
        return new WebhookProperties(
                schemes,
                privateAddresses,
                8,
                Duration.ofSeconds(30),
                10,
                Duration.ofSeconds(1),
                Duration.ofHours(1),
                Duration.ofDays(30),
                key);
    }
}
