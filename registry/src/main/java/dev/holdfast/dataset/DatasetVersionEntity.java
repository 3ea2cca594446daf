package dev.holdfast.dataset;

import dev.holdfast.kernel.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(schema = "dataset", name = "dataset_version")
class DatasetVersionEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "dataset_id", nullable = false)
    private long datasetId;

    @Column(nullable = false)
    private int version;

    @Column(nullable = false)
    @Enumerated(EnumType.STRING)
    private DatasetFormat format;

    @Column(nullable = false)
    private String digest;

    @Column(name = "size_bytes", nullable = false)
    private long sizeBytes;

    @Column(name = "row_count", nullable = false)
    private long rowCount;

    @Column(nullable = false, columnDefinition = "jsonb")
    @ColumnTransformer(write = "?::jsonb")
    private String columns;

    @Column
    private @Nullable String source;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "created_by", nullable = false)
    private String createdBy;

    /** For Hibernate. */
    protected DatasetVersionEntity() {
        this.format = DatasetFormat.CSV;
        this.digest = "";
        this.columns = "";
        this.createdAt = Instant.EPOCH;
        this.createdBy = "";
    }

    DatasetVersionEntity(long datasetId, DatasetVersion version, String columns) {
        this.datasetId = datasetId;
        this.version = version.version();
        this.format = version.format();
        this.digest = version.digest().toString();
        this.sizeBytes = version.sizeBytes();
        this.rowCount = version.rows();
        this.columns = columns;
        this.source = version.source();
        this.createdAt = version.createdAt();
        this.createdBy = version.createdBy();
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("Not saved yet");
        }
        return id;
    }

    int version() {
        return version;
    }

    DatasetVersion toRecord(String name, ColumnsJson json) {
        return new DatasetVersion(
                name,
                version,
                format,
                Digest.parse(digest),
                sizeBytes,
                rowCount,
                json.columns(columns),
                source,
                createdAt,
                createdBy);
    }
}
