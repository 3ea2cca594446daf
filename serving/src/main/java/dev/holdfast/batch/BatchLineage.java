package dev.holdfast.batch;

import dev.holdfast.model.LineageKind;
import dev.holdfast.model.LineageNode;
import dev.holdfast.model.LineageSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The dataset versions that a model version's predictions went into. */
@Component
class BatchLineage implements LineageSource {
    private final BatchJobStore store;

    BatchLineage(BatchJobStore store) {
        this.store = store;
    }

    @Override
    public List<LineageNode> downstreamOf(String model, int version) {
        return nodes(model, version);
    }

    @Override
    public List<LineageNode> downstreamOf(String model) {
        return nodes(model, null);
    }

    private List<LineageNode> nodes(String model, @Nullable Integer version) {
        return store.ofModel(model, version).stream().map(BatchLineage::node).toList();
    }

    private static LineageNode node(BatchJob job) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("deployment", job.deployment());
        facts.put("release", job.release());
        facts.put("dataset", job.dataset());
        facts.put("dataset_version", job.version());
        facts.put("output_dataset", job.outputDataset());
        if (job.outputVersion() != null) {
            facts.put("output_version", job.outputVersion());
        }
        facts.put("rows", job.rowsDone());
        facts.put("created_at", job.createdAt());
        facts.put("created_by", job.createdBy());
        return new LineageNode(
                BatchJobQueue.subject(job.id()),
                LineageKind.BATCH_JOB,
                job.outputDataset() + " " + job.outputVersion(),
                facts);
    }
}
