package dev.holdfast.batch;

import dev.holdfast.dataset.Column;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.RowDimension;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a request names, and refuses before anything is stored what could only fail later: every field that is wrong, at once. */
@Component
class BatchPlanner {
    private static final String LATEST = "latest";
    private static final String PREFIX = "predicted_";
    /** As many as are in one piece of a Parquet file by default: each piece is unpacked for every chunk that has rows of it. */
    private static final int MOST_CHUNK_ROWS = 122_880;

    private static final int LEAST_CHUNK_ROWS = 2_048;
    private static final int VALUES_IN_CHUNK = 5_000_000;
    private static final int MAX_CHUNK_ROWS = 1_000_000;
    private static final int MAX_PREFIX = 100;
    private static final int MAX_NOTE = 2_000;

    private final Deployments deployments;
    private final Models models;
    private final Datasets datasets;

    BatchPlanner(Deployments deployments, Models models, Datasets datasets) {
        this.deployments = deployments;
        this.models = models;
        this.datasets = datasets;
    }

    /** @throws ProblemException 422 with every field that is wrong */
    BatchPlan plan(BatchJobRequest request) {
        List<FieldError> errors = new ArrayList<>();
        Integer chunkRows = request.chunkRows();
        if (chunkRows != null && (chunkRows < 1 || chunkRows > MAX_CHUNK_ROWS)) {
            errors.add(new FieldError("chunk_rows", chunkRows, "must be from 1 to " + MAX_CHUNK_ROWS + "."));
        }
        String prefix = request.prefix() == null ? PREFIX : request.prefix();
        if (prefix.length() > MAX_PREFIX || prefix.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    "prefix", null, "may have " + MAX_PREFIX + " characters at most, and no control characters."));
        }
        if (request.note() != null && request.note().length() > MAX_NOTE) {
            errors.add(new FieldError("note", null, "may have " + MAX_NOTE + " characters at most."));
        }
        String output = check(errors, () -> output(request));
        Release release = check(errors, () -> release(request));
        DatasetVersion source = check(errors, () -> source(request));
        if (release == null || source == null || output == null) {
            throw ProblemException.invalid(errors);
        }
        ModelVersion version = models.version(release.model(), release.modelVersion());
        List<String> inputs = request.inputs() == null ? List.of() : request.inputs();
        List<String> columns = columns(request, source, errors);
        if (!RowDimension.isFirst(version.signature())) {
            errors.add(new FieldError(
                    "release",
                    release.number(),
                    "serves a model whose first dimension is not the rows in every input and output; it can't be asked"
                            + " row by row."));
        } else {
            check(errors, () -> {
                InputColumns.of(release.deployment(), version, source, profiled(source), inputs);
                return "";
            });
        }
        @Nullable
        List<Integer> widths = PredictedColumns.widths(version.signature()).orElse(null);
        if (widths != null && errors.isEmpty()) {
            check(errors, () -> OutputColumns.of(version, widths, prefix, columns, datasets.maxColumns()));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return new BatchPlan(
                release,
                source,
                columns,
                inputs,
                prefix,
                output,
                chunkRows == null ? chunkRows(source) : chunkRows,
                request.onError() == null ? OnRowError.FAIL : request.onError(),
                widths,
                request.note());
    }

    /** What fits into memory, by the dataset's width. */
    private static int chunkRows(DatasetVersion source) {
        return Math.clamp(VALUES_IN_CHUNK / Math.max(1, source.columns().size()), LEAST_CHUNK_ROWS, MOST_CHUNK_ROWS);
    }

    private InputColumns.Profiles profiled(DatasetVersion source) {
        return InputColumns.Profiles.of(datasets.profile(source.name(), source.version()));
    }

    private Release release(BatchJobRequest request) {
        String deployment = request.deployment();
        @Nullable
        Release current = found(
                        "deployment", deployment, "/api/v1/deployments", () -> deployments.deployment(deployment))
                .current();
        if (request.release() != null) {
            int number = request.release();
            return found(
                    "release",
                    number,
                    "/api/v1/deployments/" + deployment + "/releases",
                    () -> deployments.release(deployment, number));
        }
        if (current == null) {
            throw ProblemException.invalid(
                    "deployment",
                    deployment,
                    "has no release yet; make one with POST /api/v1/deployments/" + deployment + "/releases.");
        }
        return current;
    }

    private DatasetVersion source(BatchJobRequest request) {
        String name = request.dataset();
        String wanted = request.version() == null ? LATEST : request.version();
        DatasetVersion latest = found("dataset", name, "/api/v1/datasets", () -> datasets.latest(name));
        if (wanted.equals(LATEST)) {
            return latest;
        }
        int number;
        try {
            number = Integer.parseInt(wanted);
        } catch (NumberFormatException e) {
            throw ProblemException.invalid("version", wanted, "must be the number of a version, or 'latest'.");
        }
        return found("version", number, "/api/v1/datasets/" + name + "/versions", () -> datasets.version(name, number));
    }

    private static String output(BatchJobRequest request) {
        String output = request.outputDataset() == null
                ? request.dataset() + "-" + request.deployment() + "-predictions"
                : request.outputDataset();
        Names.check("output_dataset", output);
        if (output.equals(request.dataset())) {
            throw ProblemException.invalid(
                    "output_dataset", output, "is the dataset that is predicted; name another for the predictions.");
        }
        return output;
    }

    /** In the order of the dataset. */
    private static List<String> columns(BatchJobRequest request, DatasetVersion source, List<FieldError> errors) {
        List<String> all = source.columns().stream().map(Column::name).toList();
        List<String> wanted = request.columns();
        if (wanted == null) {
            return all;
        }
        for (int i = 0; i < wanted.size(); i++) {
            String name = wanted.get(i);
            if (!all.contains(name)) {
                errors.add(new FieldError(
                        "columns[" + i + "]",
                        name,
                        "is not a column of " + source.name() + " version " + source.version() + "; it has "
                                + InputColumns.shown(all) + "."));
            }
        }
        return all.stream().filter(wanted::contains).toList();
    }

    private static <T> @Nullable T check(List<FieldError> errors, Supplier<T> finding) {
        try {
            return finding.get();
        } catch (ProblemException e) {
            if (e.type() != ProblemType.INVALID || e.errors().isEmpty()) {
                throw e;
            }
            errors.addAll(e.errors());
            return null;
        }
    }

    private static <T> T found(String field, Object value, String list, Supplier<T> finding) {
        try {
            return finding.get();
        } catch (ProblemException e) {
            if (e.type() != ProblemType.NOT_FOUND) {
                throw e;
            }
            throw ProblemException.invalid(field, value, "is not known here; GET " + list + " lists what is.");
        }
    }
}
