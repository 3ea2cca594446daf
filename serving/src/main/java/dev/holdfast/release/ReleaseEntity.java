package dev.holdfast.release;

import dev.holdfast.kernel.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code release.release}. */
@Entity
@Immutable
@Table(schema = "release", name = "release")
class ReleaseEntity {
    @EmbeddedId
    private ReleaseKey key;

    @Column(name = "model")
    private String model;

    @Column(name = "model_version")
    private int modelVersion;

    @Column(name = "model_digest")
    private String modelDigest;

    @Column(name = "predecessor")
    private @Nullable Integer predecessor;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "device")
    private String device;

    protected ReleaseEntity() {}

    ReleaseEntity(Release release, @Nullable Integer predecessor) {
        this.key = new ReleaseKey(release.deployment(), release.number());
        this.model = release.model();
        this.modelVersion = release.modelVersion();
        this.modelDigest = release.modelDigest().toString();
        this.predecessor = predecessor;
        this.createdAt = release.createdAt();
        this.createdBy = release.createdBy();
        this.device = release.device();
    }

    Release toRelease() {
        return new Release(
                key.deployment(),
                key.number(),
                model,
                modelVersion,
                Digest.parse(modelDigest),
                createdAt,
                createdBy,
                device);
    }
}
