package dev.holdfast.release;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

interface DeploymentRepository extends Repository<DeploymentEntity, String> {
    DeploymentEntity save(DeploymentEntity deployment);

    Optional<DeploymentEntity> findByName(String name);

    /** The deployment, held against every other change until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<DeploymentEntity> findForUpdateByName(String name);

    void flush();

    List<DeploymentEntity> findByNameGreaterThanOrderByName(String name, Limit limit);
}
