package dev.holdfast.dataset;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

interface DatasetRepository extends Repository<DatasetEntity, Long> {
    Optional<DatasetEntity> findByName(String name);

    /** Holds the row until the transaction ends: versions of one dataset are numbered one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<DatasetEntity> findForUpdateByName(String name);

    List<DatasetEntity> findByNameGreaterThanOrderByName(String after, Limit limit);

    @Modifying
    @NativeQuery("""
            INSERT INTO dataset.dataset (name, latest_version, created_at, updated_at) VALUES (:name, 0, :now, :now)
            ON CONFLICT (name) DO NOTHING""")
    void createIfAbsent(String name, Instant now);
}
