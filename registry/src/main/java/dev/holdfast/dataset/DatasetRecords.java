package dev.holdfast.dataset;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.Blob;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Datasets and their versions in the database. */
@Component
class DatasetRecords {
    private final DatasetRepository datasets;
    private final DatasetVersionRepository versions;
    private final JdbcClient database;
    private final ColumnsJson json;
    private final AuditLog audit;
    private final Clock clock;

    DatasetRecords(
            DatasetRepository datasets,
            DatasetVersionRepository versions,
            JdbcClient database,
            ColumnsJson json,
            AuditLog audit,
            Clock clock) {
        this.datasets = datasets;
        this.versions = versions;
        this.database = database;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
    }

    /** A file that is known to be a good table. */
    record NewVersion(
            String name,
            DatasetFormat format,
            Blob blob,
            DatasetProfile profile,
            @Nullable String source,
            Actor actor) {}

    @Transactional
    Registration add(NewVersion registered) {
        Instant now = now();
        String name = registered.name();
        datasets.createIfAbsent(name, now);
        DatasetEntity dataset = datasets.findForUpdateByName(name).orElseThrow();
        Digest digest = registered.blob().digest();
        Optional<DatasetVersionEntity> same =
                versions.findByDatasetIdAndDigestAndFormat(dataset.id(), digest.toString(), registered.format());
        if (same.isPresent()) {
            return new Registration(same.get().toRecord(name, json), false);
        }
        DatasetVersion version = new DatasetVersion(
                name,
                dataset.nextVersion(now),
                registered.format(),
                digest,
                registered.blob().sizeBytes(),
                registered.profile().rows(),
                registered.profile().columns().stream()
                        .map(column -> new Column(column.name(), column.type()))
                        .toList(),
                registered.source(),
                now,
                registered.actor().name());
        DatasetVersionEntity saved =
                versions.saveAndFlush(new DatasetVersionEntity(dataset.id(), version, json.write(version.columns())));
        database.sql("INSERT INTO dataset.version_profile (version_id, profile) VALUES (?, ?::jsonb)")
                .params(saved.id(), json.write(registered.profile()))
                .update();
        audit.record(
                registered.actor(),
                "dataset.version.registered",
                "dataset/" + name + "/versions/" + version.version(),
                null,
                details(version));
        return new Registration(version, true);
    }

    @Transactional
    Dataset describe(String name, @Nullable String description, Actor actor) {
        DatasetEntity dataset = datasets.findForUpdateByName(name).orElseThrow(() -> noDataset(name));
        dataset.describe(description, now());
        audit.record(
                actor,
                "dataset.described",
                "dataset/" + name,
                null,
                description == null ? Map.of() : Map.of("description", description));
        return dataset.toRecord();
    }

    @Transactional(readOnly = true)
    Page<Dataset> datasets(PageRequest page) {
        String after = page.after(1).map(List::getFirst).orElse("");
        return Page.of(
                datasets.findByNameGreaterThanOrderByName(after, Limit.of(page.limit())).stream()
                        .map(DatasetEntity::toRecord)
                        .toList(),
                page,
                dataset -> List.of(dataset.name()));
    }

    @Transactional(readOnly = true)
    Optional<Dataset> find(String name) {
        return datasets.findByName(name).map(DatasetEntity::toRecord);
    }

    @Transactional(readOnly = true)
    Page<DatasetVersion> versions(String name, PageRequest page) {
        int before = page.afterNumber().map(Math::toIntExact).orElse(Integer.MAX_VALUE);
        long id = datasets.findByName(name).orElseThrow(() -> noDataset(name)).id();
        return Page.of(
                versions
                        .findByDatasetIdAndVersionLessThanOrderByVersionDesc(id, before, Limit.of(page.limit()))
                        .stream()
                        .map(version -> version.toRecord(name, json))
                        .toList(),
                page,
                version -> List.of(Integer.toString(version.version())));
    }

    @Transactional(readOnly = true)
    Optional<DatasetVersion> find(String name, int version) {
        return entity(name, version).map(found -> found.toRecord(name, json));
    }

    @Transactional(readOnly = true)
    Optional<DatasetVersion> find(String name, Digest digest, DatasetFormat format) {
        return datasets.findByName(name)
                .flatMap(dataset -> versions.findByDatasetIdAndDigestAndFormat(dataset.id(), digest.toString(), format))
                .map(found -> found.toRecord(name, json));
    }

    @Transactional(readOnly = true)
    Optional<DatasetProfile> profile(String name, int version) {
        return entity(name, version)
                .map(found -> database.sql("SELECT profile::text FROM dataset.version_profile WHERE version_id = ?")
                        .param(found.id())
                        .query(String.class)
                        .single())
                .map(json::profile);
    }

    @Transactional(readOnly = true)
    void forEachDigest(Consumer<Digest> consumer) {
        try (var digests = versions.streamDigests()) {
            digests.map(Digest::parse).forEach(consumer);
        }
    }

    static ProblemException noDataset(String name) {
        return ProblemException.notFound("dataset \"" + name + "\"");
    }

    private Optional<DatasetVersionEntity> entity(String name, int version) {
        return datasets.findByName(name).flatMap(dataset -> versions.findByDatasetIdAndVersion(dataset.id(), version));
    }

    /** As the database and the API keep it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Map<String, Object> details(DatasetVersion version) {
        Map<String, Object> details = new HashMap<>();
        details.put("digest", version.digest().toString());
        details.put("size_bytes", version.sizeBytes());
        details.put("rows", version.rows());
        if (version.source() != null) {
            details.put("source", version.source());
        }
        return details;
    }
}
