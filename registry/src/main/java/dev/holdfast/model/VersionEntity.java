package dev.holdfast.model;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Manifest;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What is structured stands in JSON columns: it is written once and always read whole. */
@Entity
@Table(schema = "model", name = "version")
class VersionEntity {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "model", nullable = false)
    private ModelEntity model;

    @Column(name = "version", nullable = false)
    private int version;

    @Column(name = "format", nullable = false)
    private String format;

    @Column(name = "digest", nullable = false)
    private String digest;

    @Column(name = "size_bytes", nullable = false)
    private long sizeBytes;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "manifest", nullable = false)
    private String manifest;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "signature", nullable = false)
    private String signature;

    @Column(name = "run_id")
    private @Nullable String runId;

    @Column(name = "pipeline_run_id")
    private @Nullable String pipelineRunId;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "datasets", nullable = false)
    private String datasets;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "metrics", nullable = false)
    private String metrics;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "gate")
    private @Nullable String gate;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "facts", nullable = false)
    private String facts;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "created_by", nullable = false)
    private String createdBy;

    @ElementCollection
    @BatchSize(size = 1000)
    @CollectionTable(schema = "model", name = "version_tag", joinColumns = @JoinColumn(name = "version"))
    @MapKeyColumn(name = "key")
    @Column(name = "value", nullable = false)
    private Map<String, String> tags = new HashMap<>();

    /** For Hibernate, which sets the fields after. */
    protected VersionEntity() {}

    VersionEntity(
            ModelEntity model,
            int version,
            Manifest manifest,
            ModelSignature signature,
            ModelRegistration registration,
            ModelJson json,
            Instant now,
            String createdBy) {
        this.id = Ids.next();
        this.model = model;
        this.version = version;
        this.format = registration.format().name().toLowerCase(Locale.ROOT);
        this.digest = manifest.root().toString();
        this.sizeBytes =
                manifest.files().stream().mapToLong(Manifest.Entry::sizeBytes).sum();
        this.manifest = json.write(manifest);
        this.signature = json.write(signature);
        this.runId = registration.runId();
        this.pipelineRunId = registration.pipelineRunId();
        this.datasets = json.write(registration.datasets());
        this.metrics = json.write(registration.metrics());
        this.gate = registration.gate() == null ? null : json.write(registration.gate());
        this.facts = json.write(registration.facts());
        this.tags.putAll(registration.tags());
        this.createdAt = now;
        this.createdBy = createdBy;
    }

    int version() {
        return version;
    }

    ModelVersion toRecord(ModelJson json) {
        return new ModelVersion(
                model.name(),
                version,
                ModelFormat.valueOf(format.toUpperCase(Locale.ROOT)),
                Digest.parse(digest),
                json.read(manifest, Manifest.class),
                sizeBytes,
                json.read(signature, ModelSignature.class),
                runId,
                pipelineRunId,
                json.readDatasets(datasets),
                json.readMetrics(metrics),
                gate == null ? null : json.read(gate, GateVerdict.class),
                model.aliasesOf(version),
                new TreeMap<>(tags),
                json.readFacts(facts),
                createdAt,
                createdBy);
    }
}
