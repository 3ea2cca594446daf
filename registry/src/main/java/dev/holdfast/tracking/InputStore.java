package dev.holdfast.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes what runs read and made: datasets and logged models. */
@Component
class InputStore {
    static final String CONTEXT = "mlflow.data.context";
    private static final String DATASETS = """
            INSERT INTO tracking.dataset AS d (experiment, name, digest, version, source_type, source, schema, profile)
            SELECT r.experiment, sent.name, sent.digest, nullif(sent.version, 0), sent.source_type, sent.source,
                   nullif(sent.schema, ''), nullif(sent.profile, '')
            FROM %s, unnest(?, ?, ?, ?, ?, ?, ?) AS sent(name, digest, version, source_type, source, schema, profile)
            ORDER BY sent.name, sent.digest
            ON CONFLICT (experiment, name, digest) DO UPDATE SET version = excluded.version
            WHERE d.version IS NULL AND excluded.version IS NOT NULL
            """.formatted(LogStore.RUN);
    private static final String INPUTS = """
            INSERT INTO tracking.input (run, dataset, context, tags)
            SELECT r.id, d.id, sent.context, sent.tags::jsonb
            FROM %s, unnest(?, ?, ?, ?) AS sent(name, digest, context, tags), tracking.dataset d
            WHERE d.experiment = r.experiment AND d.name = sent.name AND d.digest = sent.digest
              AND (? OR NOT EXISTS (SELECT FROM tracking.input i WHERE i.run = r.id AND i.dataset = d.id))
            ON CONFLICT DO NOTHING
            """.formatted(LogStore.RUN);
    private static final String MODELS = """
            INSERT INTO tracking.run_model (run, direction, model_id, step)
            SELECT r.id, ?, sent.model_id, sent.step FROM %s, unnest(?, ?) AS sent(model_id, step)
            ON CONFLICT (run, direction, model_id) DO UPDATE SET step = excluded.step
            """.formatted(LogStore.RUN);

    private final LogStore logs;
    private final JsonMapper json;

    InputStore(LogStore logs, JsonMapper json) {
        this.logs = logs;
        this.json = json;
    }

    /** Notes datasets and logged models that the run read. A dataset that it has already is left as it is. */
    LogStore.Outcome writeInputs(UUID run, List<DatasetUse> datasets, List<String> models) {
        RunStatements statements = new RunStatements().add(LogStore.TOUCH, run);
        if (!datasets.isEmpty()) {
            addDatasets(statements, run, datasets, 0);
        }
        if (!models.isEmpty()) {
            statements.add(
                    MODELS,
                    "input",
                    run,
                    models.stream().distinct().toList(),
                    models.stream().distinct().map(model -> 0L).toList());
        }
        return logs.run(statements);
    }

    /** Notes that the run read a dataset version of ours, once for each context. */
    LogStore.Outcome writeInput(UUID run, DatasetInput input) {
        DatasetUse use = new DatasetUse(
                input.name(),
                input.digest().toString(),
                "holdfast",
                json.writeValueAsString(Map.of("name", input.name(), "version", input.version())),
                null,
                null,
                List.of(new KeyValue(CONTEXT, input.context())));
        RunStatements statements = new RunStatements().add(LogStore.TOUCH, run);
        addDatasets(statements, run, List.of(use), input.version());
        return logs.run(statements);
    }

    /** {@code version} is that of a dataset of ours, which a run may read in several contexts; 0 for others. */
    private void addDatasets(RunStatements statements, UUID run, List<DatasetUse> datasets, int version) {
        Map<List<String>, DatasetUse> once = new LinkedHashMap<>();
        datasets.forEach(use -> once.putIfAbsent(List.of(use.name(), use.digest()), use));
        List<DatasetUse> uses = new ArrayList<>(once.values());
        List<String> names = uses.stream().map(DatasetUse::name).toList();
        List<String> digests = uses.stream().map(DatasetUse::digest).toList();
        statements.add(
                DATASETS,
                run,
                names,
                digests,
                uses.stream().map(use -> version).toList(),
                uses.stream().map(DatasetUse::sourceType).toList(),
                uses.stream().map(DatasetUse::source).toList(),
                uses.stream()
                        .map(use -> use.schema() == null ? "" : use.schema())
                        .toList(),
                uses.stream()
                        .map(use -> use.profile() == null ? "" : use.profile())
                        .toList());
        statements.add(
                INPUTS,
                run,
                names,
                digests,
                uses.stream().map(DatasetUse::context).toList(),
                uses.stream().map(use -> json.writeValueAsString(use.tags())).toList(),
                version > 0);
    }

    /** Notes logged models that the run made. */
    LogStore.Outcome writeOutputs(UUID run, List<ModelOutput> models) {
        Map<String, Long> steps = new LinkedHashMap<>();
        models.forEach(model -> steps.put(model.modelId(), model.step()));
        RunStatements statements = new RunStatements().add(LogStore.TOUCH, run);
        if (!steps.isEmpty()) {
            statements.add(MODELS, "output", run, List.copyOf(steps.keySet()), List.copyOf(steps.values()));
        }
        return logs.run(statements);
    }
}
