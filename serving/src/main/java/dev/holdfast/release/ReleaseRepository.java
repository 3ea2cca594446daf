package dev.holdfast.release;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ReleaseRepository extends Repository<ReleaseEntity, ReleaseKey> {
    ReleaseEntity save(ReleaseEntity release);

    Optional<ReleaseEntity> findByKey(ReleaseKey key);

    @Query("SELECT coalesce(max(r.key.number), 0) FROM ReleaseEntity r WHERE r.key.deployment = :deployment")
    int lastNumber(String deployment);

    @Query("""
            SELECT r FROM ReleaseEntity r
            WHERE r.key.deployment = :deployment AND r.key.number < :below
            ORDER BY r.key.number DESC
            """)
    List<ReleaseEntity> below(String deployment, int below, Limit limit);

    @Query("""
            SELECT r FROM ReleaseEntity r JOIN DeploymentEntity d
            ON d.name = r.key.deployment AND d.currentRelease = r.key.number
            WHERE d.name IN :deployments
            """)
    List<ReleaseEntity> currentOf(Collection<String> deployments);

    List<ReleaseEntity> findByModelAndModelVersionOrderByCreatedAt(String model, int modelVersion);

    List<ReleaseEntity> findByModelOrderByCreatedAt(String model);
}
