package dev.holdfast.release;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is true about deployments: the database. A change of settings is one transaction with its audit row, its event and a word to the replicas. */
@Component
class DeploymentRecords {
    private final DeploymentRepository deployments;
    private final ReleaseRepository releases;
    private final History history;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final JdbcClient database;
    private final Clock clock;

    DeploymentRecords(
            DeploymentRepository deployments,
            ReleaseRepository releases,
            History history,
            AuditLog audit,
            ApplicationEventPublisher events,
            JdbcClient database,
            Clock clock) {
        this.deployments = deployments;
        this.releases = releases;
        this.history = history;
        this.audit = audit;
        this.events = events;
        this.database = database;
        this.clock = clock;
    }

    @Transactional
    Deployment put(String name, DeploymentSpec spec, @Nullable Long expectedRevision, Actor actor) {
        Optional<DeploymentEntity> existing = deployments.findForUpdateByName(name);
        long revision = existing.map(DeploymentEntity::revision).orElse(0L);
        checkRevision(name, revision, expectedRevision);
        if (existing.isPresent() && existing.get().spec().equals(spec)) {
            return withCurrent(existing.get());
        }
        Instant now = now();
        DeploymentEntity entity = existing.orElseGet(() -> new DeploymentEntity(name, spec, actor.name(), now));
        if (existing.isPresent()) {
            entity.configure(spec, now);
        }
        DeploymentEntity saved = deployments.save(entity);
        audit.record(
                actor,
                existing.isPresent() ? "deployment.configured" : "deployment.created",
                "deployment/" + name,
                null,
                Map.of("monitoring", spec.monitoring(), "serving", spec.serving()));
        events.publishEvent(new DeploymentConfigured(name, spec.monitoring()));
        tellReplicas(name);
        return withCurrent(saved);
    }

    @Transactional
    Deployment pin(String name, String reason, Actor actor) {
        if (reason.isBlank()) {
            throw ProblemException.invalid("reason", reason, "is empty; say why, for those who wonder later.");
        }
        return pin(name, new Pin(reason, actor.name(), now()), reason, actor);
    }

    @Transactional
    Deployment unpin(String name, @Nullable String reason, Actor actor) {
        return pin(name, null, reason, actor);
    }

    private Deployment pin(String name, @Nullable Pin pin, @Nullable String reason, Actor actor) {
        DeploymentEntity entity = deployments.findForUpdateByName(name).orElseThrow(() -> unknown(name));
        if (pin != null || entity.pin() != null) {
            entity.pin(pin, now());
            deployments.save(entity);
            audit.record(
                    actor,
                    pin == null ? "deployment.unpinned" : "deployment.pinned",
                    "deployment/" + name,
                    reason,
                    Map.of());
            tellReplicas(name);
        }
        return withCurrent(entity);
    }

    @Transactional(readOnly = true)
    Deployment deployment(String name) {
        return withCurrent(deployments.findByName(name).orElseThrow(() -> unknown(name)));
    }

    @Transactional(readOnly = true)
    Page<Deployment> deployments(PageRequest page) {
        String after = page.after(1).map(List::getFirst).orElse("");
        List<DeploymentEntity> rows = deployments.findByNameGreaterThanOrderByName(after, Limit.of(page.limit()));
        Map<String, Release> current = currentOf(rows);
        return Page.of(rows, page, row -> List.of(row.name())).map(row -> row.toDeployment(current.get(row.name())));
    }

    /** Everything that serves or may serve. */
    @Transactional(readOnly = true)
    List<Snapshot> snapshots() {
        List<DeploymentEntity> rows = deployments.findByNameGreaterThanOrderByName("", Limit.unlimited());
        Map<String, Release> current = currentOf(rows);
        return rows.stream()
                .map(row -> new Snapshot(
                        row.name(),
                        row.revision(),
                        row.monitoring(),
                        row.serving(),
                        current.get(row.name()),
                        row.traffic()))
                .toList();
    }

    @Transactional(readOnly = true)
    Release release(String deployment, int number) {
        return entity(deployment, number).toRelease();
    }

    @Transactional(readOnly = true)
    Page<Release> releases(String deployment, PageRequest page) {
        requireKnown(deployment);
        int below = page.afterNumber().map(Math::toIntExact).orElse(Integer.MAX_VALUE);
        List<Release> rows = releases
                .findByKeyDeploymentAndKeyNumberLessThanOrderByKeyNumberDesc(deployment, below, Limit.of(page.limit()))
                .stream()
                .map(ReleaseEntity::toRelease)
                .toList();
        return Page.of(rows, page, release -> List.of(Integer.toString(release.number())));
    }

    @Transactional(readOnly = true)
    Page<HistoryEntry> history(String deployment, PageRequest page) {
        requireKnown(deployment);
        return history.page(deployment, page);
    }

    private ReleaseEntity entity(String deployment, int number) {
        return releases.findByKey(new ReleaseKey(deployment, number)).orElseThrow(() -> {
            requireKnown(deployment);
            return ProblemException.notFound("release " + number + " of deployment \"" + deployment + "\"");
        });
    }

    private void requireKnown(String deployment) {
        if (deployments.findByName(deployment).isEmpty()) {
            throw unknown(deployment);
        }
    }

    private Deployment withCurrent(DeploymentEntity entity) {
        Integer current = entity.currentRelease();
        return entity.toDeployment(current == null ? null : release(entity.name(), current));
    }

    private Map<String, Release> currentOf(List<DeploymentEntity> rows) {
        List<String> names = rows.stream().map(DeploymentEntity::name).toList();
        return names.isEmpty()
                ? Map.of()
                : releases.currentOf(names).stream()
                        .map(ReleaseEntity::toRelease)
                        .collect(Collectors.toMap(Release::deployment, Function.identity()));
    }

    /** Within the caller's transaction. */
    void tellReplicas(String deployment) {
        database.sql("SELECT pg_notify(:channel, :deployment)::text")
                .param("channel", ReplicaNotices.CHANNEL)
                .param("deployment", deployment)
                .query(String.class)
                .single();
    }

    /** As precise as the database keeps it, so that what is returned equals what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    static void checkRevision(String deployment, long revision, @Nullable Long expected) {
        if (expected != null && expected != revision) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "Deployment \"" + deployment + "\" is at revision " + revision + ", not " + expected
                            + "; read it again and repeat the change.");
        }
    }

    static ProblemException unknown(String deployment) {
        return ProblemException.notFound(
                "deployment \"" + deployment + "\"; make it with PUT /api/v1/deployments/" + deployment);
    }
}
