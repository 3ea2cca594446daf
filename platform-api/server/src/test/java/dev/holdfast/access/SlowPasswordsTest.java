package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A hash takes some 60 ms of a core, and many may be at it: none of them holds a connection. */
@HoldfastTest
@Import(SlowPasswordsTest.Watched.class)
class SlowPasswordsTest {
    private static final List<String> hashed = Collections.synchronizedList(new ArrayList<>());

    @TestConfiguration(proxyBeanMethods = false)
    static class Watched {
        @Bean
        @Primary
        Passwords watchedPasswords() {
            return new Passwords() {
                @Override
                String hash(String password) {
                    hashed.add(
                            TransactionSynchronizationManager.isActualTransactionActive()
                                    ? "in a transaction"
                                    : "in none");
                    return super.hash(password);
                }
            };
        }
    }

    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient database;

    @Autowired
    private Users users;

    @Autowired
    private Credentials credentials;

    @BeforeEach
    void oneAdmin() {
        backToTheOpenMode();
        users.create("ada", "analytical engine", Role.ADMIN, Actor.SYSTEM);
        hashed.clear();
    }

    @AfterEach
    void backToTheOpenMode() {
        database.sql("DELETE FROM access.account").update();
        credentials.refresh();
    }

    @Test
    void aUserIsMadeOnceByARequestWithAKey() {
        String made = create();

        assertThat(create()).isEqualTo(made);
        assertThat(hashed).containsExactly("in none");
        assertThat(users.all()).extracting(User::name).containsExactly("ada", "bob");
    }

    @Test
    void anotherPasswordIsHashedBeforeItIsWritten() {
        users.setPassword("ada", "difference engine", Actor.SYSTEM);

        assertThat(hashed).containsExactly("in none");
    }

    private String create() {
        String body = client.post()
                .uri("/api/v1/users")
                .headers(headers -> headers.setBasicAuth("ada", "analytical engine"))
                .header(RequestKey.HEADER, "6a0d3b1e-6a14-4d24-9d06-0a6a1f5a3c55")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"name\": \"bob\", \"password\": \"correct horse\"}")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return String.valueOf(body);
    }
}
