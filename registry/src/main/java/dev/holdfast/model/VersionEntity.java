package dev.holdfast.model;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
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

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "flavors", nullable = false)
    private String flavors;

    @Column(name = "served_path")
    private @Nullable String servedPath;

    @Column(name = "undeployable")
    private @Nullable String undeployable;

    @Column(name = "source")
    private @Nullable String source;

    @Column(name = "storage_location")
    private @Nullable String storageLocation;

    @Column(name = "run_id")
    private @Nullable String runId;

    @Column(name = "model_id")
    private @Nullable String modelId;

    @Column(name = "run_link")
    private @Nullable String runLink;

    @Column(name = "description")
    private @Nullable String description;

    @Column(name = "stage", nullable = false)
    private String stage;

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

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    @ElementCollection
    @BatchSize(size = 1000)
    @CollectionTable(schema = "model", name = "version_tag", joinColumns = @JoinColumn(name = "version"))
    @MapKeyColumn(name = "key")
    @Column(name = "value", nullable = false)
    private Map<String, String> tags = new HashMap<>();

    /** For Hibernate, which sets the fields after. */
    protected VersionEntity() {}

    VersionEntity(ModelEntity model, int version, NewVersion facts, ModelJson json, Instant now, String createdBy) {
        Manifest files = facts.manifest();
        this.id = Ids.next();
        this.model = model;
        this.version = version;
        this.format = facts.format().name().toLowerCase(Locale.ROOT);
        this.flavors = json.write(facts.flavors());
        this.digest = files.root().toString();
        this.sizeBytes =
                files.files().stream().mapToLong(ManifestFile::sizeBytes).sum();
        this.manifest = json.write(files);
        this.signature = json.write(facts.signature());
        this.servedPath = facts.servedPath();
        this.undeployable = facts.undeployable();
        this.source = facts.source();
        this.storageLocation = facts.storageLocation();
        this.runId = facts.runId();
        this.modelId = facts.modelId();
        this.runLink = facts.runLink();
        this.pipelineRunId = facts.pipelineRunId();
        this.datasets = json.write(facts.datasets());
        this.metrics = json.write(facts.metrics());
        this.gate = facts.gate() == null ? null : json.write(facts.gate());
        this.facts = json.write(facts.facts());
        this.description = facts.description();
        this.stage = ModelStage.NONE.stored();
        this.tags.putAll(facts.tags());
        this.createdAt = facts.createdAt() == null ? now : facts.createdAt();
        this.createdBy = createdBy;
        this.updatedAt = now;
    }

    UUID id() {
        return id;
    }

    int version() {
        return version;
    }

    ModelEntity model() {
        return model;
    }

    ModelStage stage() {
        return ModelStage.valueOf(stage.toUpperCase(Locale.ROOT));
    }

    void describe(@Nullable String newDescription, Instant now) {
        description = newDescription;
        updatedAt = now;
    }

    void move(ModelStage to, Instant now) {
        stage = to.stored();
        updatedAt = now;
    }

    void tag(String key, @Nullable String value) {
        if (value == null) {
            tags.remove(key);
        } else {
            tags.put(key, value);
        }
    }

    ModelVersion toRecord(ModelJson json) {
        String here = ModelUris.of(model.name(), version);
        String from = source == null ? here : source;
        Manifest files = json.read(manifest, Manifest.class);
        return new ModelVersion(
                model.name(),
                version,
                ModelFormat.valueOf(format.toUpperCase(Locale.ROOT)),
                json.readTexts(flavors),
                Digest.parse(digest),
                files,
                sizeBytes,
                json.read(signature, ModelSignature.class),
                servedPath,
                undeployable,
                from,
                files.files().isEmpty() ? (storageLocation == null ? from : storageLocation) : here,
                runId,
                modelId,
                runLink,
                pipelineRunId,
                json.readDatasets(datasets),
                json.readMetrics(metrics),
                gate == null ? null : json.read(gate, GateVerdict.class),
                stage(),
                model.aliasesOf(version),
                description,
                new TreeMap<>(tags),
                json.readFacts(facts),
                createdAt,
                createdBy,
                updatedAt);
    }
}
