package dev.holdfast.model;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ModelRepository extends Repository<ModelEntity, UUID> {
    /** Writes what has changed now; unlike the entity manager's own, with Spring's exceptions. */
    void flush();

    Optional<ModelEntity> findByName(String name);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("SELECT m FROM ModelEntity m WHERE m.name = :name")
    Optional<ModelEntity> lockByName(String name);

    @Query("SELECT m.name FROM ModelEntity m ORDER BY m.name")
    List<String> names();

    List<ModelEntity> findByIdIn(Collection<UUID> ids);

    @Query("SELECT m FROM ModelEntity m WHERE m.name > :after ORDER BY m.name")
    List<ModelEntity> page(String after, Limit limit);
}
