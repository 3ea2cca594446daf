package dev.holdfast.model;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.tracking.DatasetInput;
import dev.holdfast.tracking.Run;
import dev.holdfast.tracking.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Puts together where a version came from and where it went. */
@Component
class LineageReader {
    private final Runs runs;
    private final ObjectProvider<LineageSource> sources;

    LineageReader(Runs runs, ObjectProvider<LineageSource> sources) {
        this.runs = runs;
        this.sources = sources;
    }

    Lineage of(ModelVersion version) {
        Graph graph = new Graph();
        String versionId = "model/" + version.model() + "/versions/" + version.version();
        // What the datasets went into: the run where one is known, otherwise the version itself.
        String maker = version.runId() == null ? versionId : "run/" + version.runId();

        version.datasets()
                .forEach(dataset -> graph.link(
                        dataset(
                                dataset.name(),
                                dataset.version(),
                                dataset.digest().toString()),
                        maker,
                        dataset.role()));
        if (version.pipelineRunId() != null) {
            LineageNode pipelineRun = new LineageNode(
                    "pipeline-run/" + version.pipelineRunId(),
                    LineageKind.PIPELINE_RUN,
                    version.pipelineRunId(),
                    Map.of());
            graph.link(pipelineRun, maker, version.runId() == null ? "produced" : "ran");
        }
        if (version.runId() != null) {
            Optional<Run> run = run(version.runId());
            run.ifPresent(found -> found.inputs().forEach(input -> graph.link(dataset(input), maker, input.context())));
            graph.link(
                    run.map(LineageReader::node)
                            .orElseGet(() -> new LineageNode(maker, LineageKind.RUN, maker, Map.of())),
                    versionId,
                    "produced");
        }
        graph.add(new LineageNode(
                versionId,
                LineageKind.MODEL_VERSION,
                version.model() + " " + version.version(),
                Map.of(
                        "digest", version.digest(),
                        "aliases", version.aliases(),
                        "created_at", version.createdAt(),
                        "created_by", version.createdBy())));
        sources.orderedStream()
                .flatMap(source -> source.downstreamOf(version.model(), version.version()).stream())
                .forEach(node -> {
                    graph.add(node);
                    graph.edge(versionId, node.id(), relation(node.kind()));
                });
        return graph.toLineage();
    }

    private static String relation(LineageKind downstream) {
        return switch (downstream) {
            case RELEASE -> "released_as";
            case BATCH_JOB -> "predicted";
            case DATASET_VERSION, PIPELINE_RUN, RUN, MODEL_VERSION -> "used_by";
        };
    }

    private Optional<Run> run(String runId) {
        try {
            return Optional.of(runs.get(runId));
        } catch (ProblemException e) {
            // The run was deleted, or is kept elsewhere: the version still names it.
            return Optional.empty();
        }
    }

    private static LineageNode node(Run run) {
        return new LineageNode(
                "run/" + run.runId(),
                LineageKind.RUN,
                run.name(),
                Map.of(
                        "experiment", run.experiment(),
                        "status", run.status(),
                        "user", run.user(),
                        "start_time", run.startTime()));
    }

    private static LineageNode dataset(DatasetInput input) {
        return dataset(input.name(), input.version(), input.digest().toString());
    }

    private static LineageNode dataset(String name, int version, String digest) {
        return new LineageNode(
                "dataset/" + name + "/versions/" + version,
                LineageKind.DATASET_VERSION,
                name + " " + version,
                Map.of("digest", digest));
    }

    /** Each node and each edge once, in the order in which they were met. */
    private static final class Graph {
        private final Map<String, LineageNode> nodes = new LinkedHashMap<>();
        private final Set<LineageEdge> edges = new LinkedHashSet<>();

        void add(LineageNode node) {
            nodes.putIfAbsent(node.id(), node);
        }

        void edge(String from, String to, String relation) {
            edges.add(new LineageEdge(from, to, relation));
        }

        void link(LineageNode from, String to, String relation) {
            add(from);
            edge(from.id(), to, relation);
        }

        Lineage toLineage() {
            return new Lineage(List.copyOf(nodes.values()), new ArrayList<>(edges));
        }
    }
}
