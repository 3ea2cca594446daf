package dev.holdfast.imports;

import jakarta.annotation.PreDestroy;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Works on imports: takes those that nobody works on, and goes on with those that a server left when it died. */
@Component
class ImportWorker {
    private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int AT_ONCE = 2;

    private final UUID id = UUID.randomUUID();
    private final ImportRows rows;
    private final Copiers copiers;
    private final JsonMapper json;
    /** Redirects are not followed: they would take the credentials elsewhere. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<UUID, Future<?>> working = new ConcurrentHashMap<>();

    ImportWorker(ImportRows rows, Copiers copiers, JsonMapper json) {
        this.rows = rows;
        this.copiers = copiers;
        this.json = json;
    }

    /** Looks for work, and keeps what is being worked on. */
    @Scheduled(fixedDelayString = "PT1S", initialDelayString = "PT2S")
    void poll() {
        working.forEach((job, work) -> {
            if (!rows.renew(job, id, LEASE)) {
                work.cancel(true);
            }
        });
        while (working.size() < AT_ONCE) {
            Optional<ImportRows.Claimed> claimed = rows.claim(id, LEASE);
            if (claimed.isEmpty()) {
                return;
            }
            ImportRows.Claimed job = claimed.get();
            Future<?> work = threads.submit(() -> {
                try {
                    work(job);
                } finally {
                    working.remove(job.id());
                }
            });
            if (!work.isDone()) {
                working.put(job.id(), work);
            }
        }
    }

    /** Copies until all is there; says how it ended. */
    void work(ImportRows.Claimed job) {
        SourceServer source = new SourceServer(http, json, job.request(), FIRST_PAUSE);
        try {
            new ImportPlan(job, source, rows, copiers).run();
            rows.end(job.id(), id, ImportState.SUCCEEDED, null);
        } catch (SourceServer.AwayException e) {
            if (!Thread.currentThread().isInterrupted()) {
                rows.end(job.id(), id, ImportState.FAILED, e.getMessage());
            }
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            log.error("Import {} failed", job.id(), e);
            rows.end(
                    job.id(),
                    id,
                    ImportState.FAILED,
                    "This server failed; its log has the cause under " + job.id() + ".");
        }
    }

    /** Another server, or this one when it is back, goes on. */
    @PreDestroy
    void stop() {
        working.values().forEach(work -> work.cancel(true));
        threads.shutdownNow();
    }
}
