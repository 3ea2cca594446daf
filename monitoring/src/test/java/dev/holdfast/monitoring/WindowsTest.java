package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.release.PredictionRecord;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What is counted and kept of the traffic, how windows end, and what callers see of it. */
class WindowsTest extends MonitoredDeployment {
    @Autowired
    MonitoringWriter writer;

    @Autowired
    LogKeeper keeper;

    @Autowired
    WindowStore windows;

    @Autowired
    RestTestClient rest;

    @Autowired
    JdbcClient database;

    @Test
    void oneRequestOfManyRowsFillsExactWindows() {
        storeReference();
        intake.accept(prediction(Ids.next(), 250, 0, 0.9));
        monitoring.settle();
        assertThat(monitoring.windows(name, PageRequest.first()).items())
                .extracting(WindowSummary::rows)
                .containsExactly(100L, 100L);
        assertThat(monitoring.drift(name, null).openRows()).isEqualTo(50);
        clock.advance(Duration.ofHours(1));
        monitoring.settle();
        assertThat(monitoring.windows(name, PageRequest.first()).items().getFirst())
                .matches(window -> window.rows() == 50 && window.closedBecause().equals("age"));
        assertThat(monitoring.drift(name, null).openRows()).isZero();
    }

    @Test
    void windowsThatACrashLeftOpenAreClosedFromTheirLastCounts() {
        storeReference();
        send(60, 0, 0.9);
        monitoring.settle();
        assertThat(windows.openRows(name)).isEqualTo(60);
        database.sql("UPDATE monitoring.replica SET seen_at = now() - interval '1 minute'")
                .update();
        writer.closeOrphans();
        WindowSummary closed =
                monitoring.windows(name, PageRequest.first()).items().getFirst();
        assertThat(closed.rows()).isEqualTo(60);
        assertThat(closed.closedBecause()).isEqualTo("restart");
        assertThat(closed.judged()).isTrue();
        assertThat(closed.features()).allMatch(score -> score.n() == 60);
    }

    @Test
    void theLogTellsWhichArmAnswered() {
        PredictionRecord plain = prediction(Ids.next(), 2, 0, 0.9);
        intake.accept(plain);
        intake.accept(new PredictionRecord(
                Ids.next(), plain.at(), release, "canary", 1, plain.inputs(), plain.outputs(), 1_000));
        monitoring.settle();
        assertThat(database.sql(
                                "SELECT coalesce(arm, 'none') || ' ' || count(*) FROM monitoring.prediction WHERE deployment = ? GROUP BY arm")
                        .param(name)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("none 2", "canary 1");
    }

    @Test
    void oldPredictionsLabelsAndWindowsEnd() {
        storeReference();
        List<UUID> ids = send(100, 0, 0.9);
        label(ids, 1);
        assertThat(monitoring.labelledRows(name)).isEqualTo(100);
        clock.advance(Duration.ofDays(32));
        writer.cleanNow();
        keeper.keep();
        assertThat(monitoring.labelledRows(name)).isZero();
        assertThat(monitoring.windows(name, PageRequest.first()).items()).isEmpty();
        assertThat(monitoring
                        .labels(name, labels(ids.subList(0, 1), "UP"), ACTOR)
                        .unknown())
                .isEqualTo(1);
    }

    @Test
    void everythingIsThereOverHttp() {
        storeReference();
        List<UUID> ids = send(100, 0, 0.9);
        rest.post()
                .uri("/api/v1/deployments/{name}/labels", name)
                .contentType(MediaType.APPLICATION_JSON)
                .body(
                        "{\"labels\":[{\"prediction_id\":\"%s\",\"label\":\"UP\",\"observed_at\":\"2026-03-01T13:00:00Z\"}]}"
                                .formatted(ids.getFirst()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.accepted")
                .isEqualTo(1);
        rest.post()
                .uri("/api/v1/deployments/{name}/labels", name)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"labels\":[{\"prediction_id\":\"%s\",\"label\":{}}]}".formatted(ids.getFirst()))
                .exchange()
                .expectStatus()
                .isEqualTo(422);
        rest.get()
                .uri("/api/v1/deployments/{name}/drift?settled=true", name)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.window.rows")
                .isEqualTo(100)
                .jsonPath("$.features[0].methods[0].method")
                .isEqualTo("psi")
                .jsonPath("$.reference")
                .isEqualTo("training");
        for (String path : List.of("windows", "performance", "drift-events")) {
            rest.get()
                    .uri("/api/v1/deployments/{name}/" + path + "?settled=true", name)
                    .exchange()
                    .expectStatus()
                    .isOk();
            rest.get()
                    .uri("/api/v1/deployments/nowhere/" + path)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }
}
