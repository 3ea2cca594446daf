package dev.holdfast.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.testkit.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@HoldfastTest
@Import(IdempotencyTest.Things.class)
class IdempotencyTest {
    record Thing(String name, @Nullable String secret) {}

    /** Makes a row for each call; what it is told by name it does. */
    @RestController
    static class Things {
        private final JdbcClient database;
        private final RequestKeys keys;
        private final TransactionTemplate transaction;
        private volatile CountDownLatch entered = new CountDownLatch(1);
        private volatile CountDownLatch goOn = new CountDownLatch(0);
        private volatile @Nullable RuntimeException failure;

        Things(JdbcClient database, RequestKeys keys, TransactionTemplate transaction) {
            this.database = database;
            this.keys = keys;
            this.transaction = transaction;
        }

        @PostMapping("/api/v1/{kind}/things")
        @Idempotent
        @Requires(Role.CONTRIBUTOR)
        ResponseEntity<Thing> makeThing(@PathVariable String kind, @RequestBody Thing body)
                throws InterruptedException {
            insert(body.name());
            entered.countDown();
            goOn.await();
            fail();
            return ResponseEntity.created(URI.create("/api/v1/" + kind + "/things/" + body.name()))
                    .eTag("\"1\"")
                    .body(body);
        }

        @PostMapping("/api/v1/quiet-things")
        @Idempotent
        @ResponseStatus(HttpStatus.NO_CONTENT)
        @Requires(Role.CONTRIBUTOR)
        void makeQuietly(@RequestBody Thing body) {
            insert(body.name());
        }

        @PostMapping("/api/v1/secret-things")
        @Idempotent(secret = true)
        @Requires(Role.CONTRIBUTOR)
        Thing makeSecret(@RequestBody Thing body) {
            insert(body.name());
            return new Thing(body.name(), "hf_" + UUID.randomUUID());
        }

        @PostMapping("/api/v1/slow-things")
        @Idempotent
        @Requires(Role.CONTRIBUTOR)
        ResponseEntity<Thing> makeSlowly(@RequestBody Thing body, @Nullable RequestKey key)
                throws InterruptedException {
            String made = keys.once(key, before -> before, () -> {
                transaction.executeWithoutResult(status -> {
                    insert(body.name());
                    keys.remember(key, "made of " + body.name());
                });
                return "made of " + body.name();
            });
            entered.countDown();
            goOn.await();
            fail();
            return ResponseEntity.ok(new Thing(made, null));
        }

        private void insert(String name) {
            database.sql("INSERT INTO things VALUES (:name)")
                    .param("name", name)
                    .update();
        }

        private void fail() {
            RuntimeException thrown = failure;
            failure = null;
            if (thrown != null) {
                throw thrown;
            }
        }
    }

    private static final String KEY = "6f1c2c9e-6b57-4f2f-a7c5-8d1d0b1a6a11";

    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient database;

    @Autowired
    private SettableClock clock;

    @Autowired
    private RequestKeys keys;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Things things;

    @BeforeEach
    void nothingMade() {
        database.sql("CREATE TABLE IF NOT EXISTS things (name text)").update();
        database.sql("TRUNCATE things, idempotency.request").update();
        things.goOn = new CountDownLatch(0);
        things.entered = new CountDownLatch(1);
    }

    @Test
    void theSameRequestIsAnsweredAsItWasAndChangesNothing() {
        for (int i = 0; i < 3; i++) {
            send("/api/v1/red/things", KEY, "{\"name\": \"a\"}")
                    .expectStatus()
                    .isCreated()
                    .expectHeader()
                    .valueEquals("Location", "/api/v1/red/things/a")
                    .expectHeader()
                    .valueEquals("ETag", "\"1\"")
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_JSON)
                    .expectBody(String.class)
                    .isEqualTo("{\"name\":\"a\"}");
        }
        assertThat(made()).isEqualTo(1);

        send("/api/v1/quiet-things", KEY, "{\"name\": \"b\"}").expectStatus().isNoContent();
        send("/api/v1/quiet-things", KEY, "{\"name\": \"b\"}").expectStatus().isNoContent();
        assertThat(made()).as("on another path it is another key").isEqualTo(2);

        send("/api/v1/red/things", null, "{\"name\": \"a\"}").expectStatus().isCreated();
        assertThat(made()).as("nothing is asked of those who send none").isEqualTo(3);
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() {
        send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isCreated();
        send("/api/v1/red/things", KEY, "{\"name\": \"b\"}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("Idempotency-Key");
        send("/api/v1/red/things", " ", "{\"name\": \"b\"}").expectStatus().isBadRequest();
        send("/api/v1/red/things", "k".repeat(256), "{\"name\": \"b\"}")
                .expectStatus()
                .isBadRequest();
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void whoMayNotIsNotAnsweredByWhatSomeoneElseWas() {
        send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isCreated();
        client.post()
                .uri("/api/v1/red/things")
                .contentType(MediaType.APPLICATION_JSON)
                .header("X-Test-Role", "viewer")
                .header(RequestKey.HEADER, KEY)
                .body("{\"name\": \"a\"}")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void whatFailedChangedNothingAndMayBeTriedAgain() {
        things.failure = ProblemException.conflict("not now");
        send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isEqualTo(409);
        assertThat(made()).isZero();
        send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isCreated();
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void anAnswerThatWasLostIsFoundAgain() {
        things.failure = new IllegalStateException("the server dies after the effect and before the answer");
        send("/api/v1/slow-things", KEY, "{\"name\": \"a\"}").expectStatus().isEqualTo(500);
        for (int i = 0; i < 2; i++) {
            send("/api/v1/slow-things", KEY, "{\"name\": \"a\"}")
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .isEqualTo("{\"name\":\"made of a\"}");
        }
        send("/api/v1/slow-things", KEY, "{\"name\": \"b\"}").expectStatus().isEqualTo(422);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void whileOneIsCarriedOutOthersAreToldToComeBack() throws Exception {
        things.goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> send("/api/v1/red/things", KEY, "{\"name\": \"a\"}")
                    .returnResult()
                    .getStatus()
                    .value());
            things.entered.await();
            send("/api/v1/red/things", KEY, "{\"name\": \"a\"}")
                    .expectStatus()
                    .isEqualTo(409)
                    .expectHeader()
                    .valueEquals("Retry-After", "1");
            things.goOn.countDown();
            assertThat(first.get()).isEqualTo(201);
        }
        send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isCreated();
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void whatHasHadItsEffectIsWaitedForByAllWhoAsk() throws Exception {
        things.goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = threads.submit(() -> send("/api/v1/slow-things", KEY, "{\"name\": \"a\"}")
                    .returnResult()
                    .getStatus()
                    .value());
            things.entered.await();
            things.entered = new CountDownLatch(1);
            Future<Integer> second = threads.submit(() -> send("/api/v1/slow-things", KEY, "{\"name\": \"a\"}")
                    .returnResult()
                    .getStatus()
                    .value());
            things.entered.await();
            things.goOn.countDown();
            assertThat(List.of(first.get(), second.get())).containsExactly(200, 200);
        }
        assertThat(made()).isEqualTo(1);
    }

    /** As when two servers share a database. */
    @Test
    void twoServersHaveTheEffectOnce() throws Exception {
        RequestKey key = key("a");
        transaction.executeWithoutResult(status -> {
            assertThat(keys.isAlone(key)).isTrue();
            send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isEqualTo(409);
        });
        assertThat(made()).isZero();

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> outcomes = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> keys.once(key, before -> before, () -> {
                        transaction.executeWithoutResult(status -> {
                            things.insert("a");
                            keys.remember(key, "server " + i);
                        });
                        return "server " + i;
                    })))
                    .toList();
            String winner = outcomes.getFirst().get();
            for (Future<String> outcome : outcomes) {
                assertThat(outcome.get()).isEqualTo(winner);
            }
        }
        assertThat(made()).isEqualTo(1);
        assertThatThrownBy(() -> keys.remember(key, "again")).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void secretsAreKeptForThoseWhoHaveTheKey() {
        send("/api/v1/secret-things", "guessable", "{\"name\": \"a\"}")
                .expectStatus()
                .isBadRequest();
        String answer = answer("/api/v1/secret-things", "{\"name\": \"a\", \"secret\": \"pass phrase\"}");
        assertThat(answer).contains("hf_");
        assertThat(answer("/api/v1/secret-things", "{\"name\": \"a\", \"secret\": \"pass phrase\"}"))
                .isEqualTo(answer);
        String kept = database.sql("SELECT r::text || encode(body, 'escape') FROM idempotency.request r")
                .query(String.class)
                .single();
        assertThat(kept).doesNotContain(KEY, "hf_", "pass phrase");
    }

    @Test
    void aDayLaterItIsForgotten() {
        send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isCreated();
        clock.advance(Duration.ofHours(23));
        send("/api/v1/red/things", KEY, "{\"name\": \"a\"}").expectStatus().isCreated();
        keys.forgetOld();
        assertThat(made()).isEqualTo(1);
        clock.advance(Duration.ofHours(2));
        send("/api/v1/red/things", KEY, "{\"name\": \"b\"}").expectStatus().isCreated();
        assertThat(made()).isEqualTo(2);
        clock.advance(Duration.ofHours(25));
        keys.forgetOld();
        assertThat(database.sql("SELECT count(*) FROM idempotency.request")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static RequestKey key(String name) {
        return RequestKey.of(
                KEY,
                new Actor("test", Role.ADMIN),
                "POST /api/v1/red/things",
                ("{\"name\": \"" + name + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private String answer(String path, String body) {
        return Objects.requireNonNull(send(path, KEY, body)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private RestTestClient.ResponseSpec send(String path, @Nullable String key, String body) {
        RestTestClient.RequestBodySpec request = client.post().uri(path).contentType(MediaType.APPLICATION_JSON);
        if (key != null) {
            request.header(RequestKey.HEADER, key);
        }
        return request.body(body).exchange();
    }

    private long made() {
        return database.sql("SELECT count(*) FROM things").query(Long.class).single();
    }
}
