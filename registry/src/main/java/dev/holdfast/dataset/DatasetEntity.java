package dev.holdfast.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(schema = "dataset", name = "dataset")
class DatasetEntity {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column
    private @Nullable String description;

    @Column(name = "latest_version", nullable = false)
    private int latestVersion;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    /** For Hibernate. */
    protected DatasetEntity() {
        this("", Instant.EPOCH);
    }

    DatasetEntity(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
        this.updatedAt = now;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("Not saved yet");
        }
        return id;
    }

    /** Counts on: the number of the version that is being added. */
    int nextVersion(Instant now) {
        latestVersion++;
        updatedAt = now;
        return latestVersion;
    }

    void describe(@Nullable String text, Instant now) {
        description = text;
        updatedAt = now;
    }

    Dataset toRecord() {
        return new Dataset(name, description, latestVersion, createdAt, updatedAt);
    }
}
