package dev.holdfast.model;

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

    @Query("SELECT v.manifest FROM VersionEntity v")
    Stream<String> manifests();
}
