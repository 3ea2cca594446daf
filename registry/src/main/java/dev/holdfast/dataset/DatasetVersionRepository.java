package dev.holdfast.dataset;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

interface DatasetVersionRepository extends Repository<DatasetVersionEntity, Long> {
    DatasetVersionEntity saveAndFlush(DatasetVersionEntity version);

    Optional<DatasetVersionEntity> findByDatasetIdAndVersion(long datasetId, int version);

    Optional<DatasetVersionEntity> findByDatasetIdAndDigestAndFormat(
            long datasetId, String digest, DatasetFormat format);

    List<DatasetVersionEntity> findByDatasetIdAndVersionLessThanOrderByVersionDesc(
            long datasetId, int before, Limit limit);

    @NativeQuery("SELECT DISTINCT digest FROM dataset.dataset_version")
    Stream<String> streamDigests();
}
