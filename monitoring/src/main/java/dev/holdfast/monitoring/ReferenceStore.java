package dev.holdfast.monitoring;

import dev.holdfast.dataset.ColumnProfile;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.DatasetReference;
import dev.holdfast.model.Models;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The references of model versions. */
@Component
class ReferenceStore {
    private static final Logger log = LoggerFactory.getLogger(ReferenceStore.class);
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String TRAINING_ROLE = "training";

    private final JdbcClient database;
    private final JsonMapper json;
    private final Models models;
    private final Datasets datasets;
    private final ModelFacts facts;
    private final Clock clock;

    ReferenceStore(
            JdbcClient database, JsonMapper json, Models models, Datasets datasets, ModelFacts facts, Clock clock) {
        this.database = database;
        this.json = json;
        this.models = models;
        this.datasets = datasets;
        this.facts = facts;
        this.clock = clock;
    }

    /** The profile of the training data and what the model predicts. Columns that have a reference keep it. */
    void store(String model, int version, DatasetProfile features, @Nullable ReferenceBins predictions) {
        for (ColumnProfile column : features.columns()) {
            insert(
                    model,
                    version,
                    INPUT,
                    column.name(),
                    ReferenceSource.TRAINING,
                    column.type(),
                    column.bins(),
                    column.std());
        }
        if (predictions != null) {
            String name =
                    OutputReader.columnFor(predictions, facts.of(model, version).classification());
            insert(model, version, OUTPUT, name, ReferenceSource.TRAINING, null, predictions, null);
        }
    }

    /** What the first rows of traffic looked like, for the columns that have no other reference. */
    void storeFirstRows(String model, int version, ModelReference reference) {
        reference.inputs().values().forEach(column -> insert(model, version, INPUT, column));
        reference.outputs().values().forEach(column -> insert(model, version, OUTPUT, column));
    }

    private void insert(String model, int version, String role, ReferenceColumn column) {
        insert(model, version, role, column.name(), column.source(), column.type(), column.toBins(), column.std());
    }

    private void insert(
            String model,
            int version,
            String role,
            String name,
            ReferenceSource source,
            @Nullable ColumnType type,
            ReferenceBins bins,
            @Nullable Double std) {
        database.sql("""
                        INSERT INTO monitoring.reference_column
                            (model, model_version, role, name, source, column_type, bins, std, stored_at)
                        VALUES (:model, :version, :role, :name, :source, :type, :bins::jsonb, :std, :at)
                        ON CONFLICT DO NOTHING
                        """)
                .param("model", model)
                .param("version", version)
                .param("role", role)
                .param("name", name)
                .param("source", source.name().toLowerCase(Locale.ROOT))
                .param("type", type == null ? null : type.name(), Types.VARCHAR)
                .param("bins", json.writerFor(ReferenceBins.class).writeValueAsString(bins))
                .param("std", std, Types.DOUBLE)
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    /** The stored reference; where there is none, the profile of the dataset version that the model names as its training data. */
    ModelReference load(String model, int version) {
        ModelReference stored = read(model, version);
        if (!stored.inputs().isEmpty() && stored.source() == ReferenceSource.TRAINING) {
            return stored;
        }
        Optional<DatasetProfile> profile = trainingProfile(model, version);
        if (profile.isEmpty()) {
            return stored;
        }
        store(model, version, profile.get(), null);
        return read(model, version);
    }

    private Optional<DatasetProfile> trainingProfile(String model, int version) {
        for (DatasetReference reference : models.version(model, version).datasets()) {
            if (reference.role().equals(TRAINING_ROLE)) {
                try {
                    return Optional.of(datasets.profile(reference.name(), reference.version()));
                } catch (ProblemException e) {
                    if (e.type() != ProblemType.NOT_FOUND) {
                        throw e;
                    }
                    log.warn(
                            "Model {} version {} names training data that is not here, dataset {} version {}: the first rows of"
                                    + " traffic become its reference",
                            model,
                            version,
                            reference.name(),
                            reference.version());
                }
            }
        }
        return Optional.empty();
    }

    private ModelReference read(String model, int version) {
        Map<String, ReferenceColumn> inputs = new HashMap<>();
        Map<String, ReferenceColumn> outputs = new HashMap<>();
        database.sql("""
                        SELECT role, name, source, column_type, bins, std FROM monitoring.reference_column
                        WHERE model = ? AND model_version = ?
                        """).params(model, version).query((ResultSet row) -> {
            ReferenceColumn column = column(row);
            (row.getString("role").equals(INPUT) ? inputs : outputs).put(column.name(), column);
        });
        return new ModelReference(inputs, outputs);
    }

    private ReferenceColumn column(ResultSet row) throws SQLException {
        String type = row.getString("column_type");
        double std = row.getDouble("std");
        return ReferenceColumn.of(
                row.getString("name"),
                ReferenceSource.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
                type == null ? null : ColumnType.valueOf(type),
                json.readValue(row.getString("bins"), ReferenceBins.class),
                row.wasNull() ? null : std);
    }
}
