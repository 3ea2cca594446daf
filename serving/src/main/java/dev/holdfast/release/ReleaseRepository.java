package dev.holdfast.release;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

interface ReleaseRepository extends Repository<ReleaseEntity, ReleaseKey> {
    ReleaseEntity save(ReleaseEntity release);

    Optional<ReleaseEntity> findByKey(ReleaseKey key);

    /** 0 where there is none. */
    @NativeQuery("SELECT coalesce(max(number), 0) FROM release.release WHERE deployment = :deployment")
    int lastNumber(String deployment);

    List<ReleaseEntity> findByKeyDeploymentAndKeyNumberLessThanOrderByKeyNumberDesc(
            String deployment, int below, Limit limit);

    @NativeQuery("""
            SELECT r.* FROM release.release r JOIN release.deployment d
            ON d.name = r.deployment AND d.current_release = r.number
            WHERE d.name IN (:deployments)
            """)
    List<ReleaseEntity> currentOf(Collection<String> deployments);

    /** The release that serves, then the one to go back to; fewer where there is none, or where both are the same. */
    @NativeQuery("""
            SELECT r.* FROM release.deployment d
            JOIN release.release c ON c.deployment = d.name AND c.number = d.current_release
            JOIN release.release r ON r.deployment = d.name
                AND r.number IN (c.number, coalesce(
                    CAST(:target AS integer),
                    (SELECT h.previous_release FROM release.history h
                     WHERE h.deployment = d.name AND h.release = c.number AND h.action = 'promoted'
                     ORDER BY h.sequence DESC LIMIT 1),
                    c.predecessor))
            WHERE d.name = :deployment
            ORDER BY r.number = c.number DESC
            """)
    List<ReleaseEntity> currentAndTarget(String deployment, @Nullable Integer target);

    Optional<ReleaseEntity> findFirstByKeyDeploymentAndModelAndModelVersionOrderByKeyNumberDesc(
            String deployment, String model, int modelVersion);

    List<ReleaseEntity> findByModelAndModelVersionOrderByCreatedAt(String model, int modelVersion);

    List<ReleaseEntity> findByModelOrderByCreatedAt(String model);
}
