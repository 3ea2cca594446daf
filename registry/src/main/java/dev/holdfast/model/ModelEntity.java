package dev.holdfast.model;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;

@Entity
@BatchSize(size = 1000)
@Table(schema = "model", name = "registered_model")
class ModelEntity {
    @Id
    private UUID id;

    @Column(name = "name", nullable = false)
    private String name;

    @Column(name = "description")
    private @Nullable String description;

    @Column(name = "owner")
    private @Nullable String owner;

    @Column(name = "last_version", nullable = false)
    private int lastVersion;

    @Version
    @Column(name = "revision", nullable = false)
    private long revision;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "created_by", nullable = false, updatable = false)
    private String createdBy;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    @ElementCollection
    @BatchSize(size = 1000)
    @CollectionTable(schema = "model", name = "registered_model_tag", joinColumns = @JoinColumn(name = "model"))
    @MapKeyColumn(name = "key")
    @Column(name = "value", nullable = false)
    private final Map<String, String> tags = new HashMap<>();

    @ElementCollection
    @BatchSize(size = 1000)
    @CollectionTable(schema = "model", name = "alias", joinColumns = @JoinColumn(name = "model"))
    @MapKeyColumn(name = "alias")
    @Column(name = "version", nullable = false)
    private final Map<String, Integer> aliases = new HashMap<>();

    /** For Hibernate, which sets the fields after; rows are inserted by {@link ModelInserter}. */
    protected ModelEntity() {}

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    int lastVersion() {
        return lastVersion;
    }

    long revision() {
        return revision;
    }

    /** Takes the next number; the caller has locked the row. */
    int nextVersion(Instant now) {
        updatedAt = now;
        return ++lastVersion;
    }

    void describe(@Nullable String newDescription, Instant now) {
        description = newDescription;
        updatedAt = now;
    }

    /** Returns who owned it before. */
    @Nullable
    String own(@Nullable String newOwner, Instant now) {
        String before = owner;
        owner = newOwner;
        updatedAt = now;
        return before;
    }

    void rename(String newName, Instant now) {
        name = newName;
        updatedAt = now;
    }

    /** Notes that one of its versions came, went or moved. */
    void touch(Instant now) {
        updatedAt = now;
    }

    /** Tags and aliases leave the time of the last change as it is, as in MLflow. */
    void tag(String key, @Nullable String value) {
        if (value == null) {
            tags.remove(key);
        } else {
            tags.put(key, value);
        }
    }

    /** Returns the version that the alias pointed at before. */
    @Nullable
    Integer pointAlias(String alias, int version) {
        return aliases.put(alias, version);
    }

    /** Returns the version that the alias pointed at. */
    @Nullable
    Integer removeAlias(String alias) {
        return aliases.remove(alias);
    }

    @Nullable
    Integer aliased(String alias) {
        return aliases.get(alias);
    }

    List<String> aliasesOf(int version) {
        List<String> names = new ArrayList<>();
        aliases.forEach((alias, target) -> {
            if (target == version) {
                names.add(alias);
            }
        });
        names.sort(null);
        return names;
    }

    RegisteredModel toRecord() {
        return new RegisteredModel(
                name,
                description,
                owner,
                new TreeMap<>(tags),
                new TreeMap<>(aliases),
                lastVersion == 0 ? null : lastVersion,
                revision,
                createdAt,
                createdBy,
                updatedAt);
    }
}
