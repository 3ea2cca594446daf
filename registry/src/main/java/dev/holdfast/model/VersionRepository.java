package dev.holdfast.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface VersionRepository extends Repository<VersionEntity, UUID> {
    @Query("SELECT v FROM VersionEntity v JOIN FETCH v.model m WHERE m.name = :model AND v.version = :version")
    Optional<VersionEntity> find(String model, int version);

    @Query(
            "SELECT v FROM VersionEntity v JOIN FETCH v.model m WHERE m.name = :model AND v.version < :before ORDER BY v.version DESC")
    List<VersionEntity> page(String model, int before, Limit limit);

    @Query("SELECT v FROM VersionEntity v JOIN FETCH v.model WHERE v.id IN :ids")
    List<VersionEntity> findByIds(Collection<UUID> ids);

    @Query("SELECT v FROM VersionEntity v WHERE v.model = :model AND v.stage = :stage AND v.version <> :except")
    List<VersionEntity> inStage(ModelEntity model, String stage, int except);

    /** The newest of each stage. */
    @Query(nativeQuery = true, value = """
            SELECT DISTINCT ON (v.model, v.stage) v.* FROM model.version v
            WHERE v.model IN (SELECT m.id FROM model.registered_model m WHERE m.name IN (:models))
            ORDER BY v.model, v.stage, v.version DESC
            """)
    List<VersionEntity> latest(Collection<String> models);

    @Query("SELECT v.version FROM VersionEntity v WHERE v.model.name = :model")
    List<Integer> numbers(String model);

    @Query("SELECT v.manifest FROM VersionEntity v")
    Stream<String> manifests();
}
