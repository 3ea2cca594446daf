package dev.holdfast.batch;

import dev.holdfast.dataset.Column;
import dev.holdfast.dataset.ColumnProfile;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.inference.ModelRows;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the columns of a dataset that a model takes. */
final class InputColumns {
    private static final int SHOWN_NAMES = 30;

    private InputColumns() {}

    /** The names of text columns without any value: nothing says that they hold texts. */
    record Profiles(Set<String> withoutValues) {
        static Profiles of(DatasetProfile profile) {
            return new Profiles(profile.columns().stream()
                    .filter(column -> column.count() == 0 && column.type() == ColumnType.STRING)
                    .map(ColumnProfile::name)
                    .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /**
     * One column for each that the model takes, in its order.
     *
     * @param names the columns that fill the matrix of a model that does not name its columns; empty for other models
     * @throws ProblemException 422 that names every column that is not there, or has another type
     */
    static List<InputColumn> of(
            String deployment, ModelVersion version, DatasetVersion source, Profiles profiles, List<String> names) {
        List<TensorSpec> wanted = wanted(deployment, version, names);
        List<FieldError> errors = new ArrayList<>();
        List<InputColumn> found = new ArrayList<>();
        for (TensorSpec input : wanted) {
            Optional<Column> column = source.columns().stream()
                    .filter(each -> each.name().equals(input.name()))
                    .findFirst();
            if (column.isEmpty()) {
                errors.add(new FieldError(
                        "inputs." + input.name(),
                        null,
                        "is what the model takes, and no column of " + source.name() + " version " + source.version()
                                + "; it has "
                                + shown(source.columns().stream()
                                        .map(Column::name)
                                        .toList())
                                + "."));
                continue;
            }
            InputColumn taken =
                    new InputColumn(column.get(), profiles.withoutValues().contains(input.name()));
            String misfit = taken.misfit(input.datatype());
            if (misfit != null) {
                String type = column.get().type().name().toLowerCase(Locale.ROOT);
                errors.add(new FieldError(
                        "inputs." + input.name(),
                        type,
                        "is of type " + type + " in " + source.name() + " version " + source.version() + ", and "
                                + misfit + "."));
            }
            found.add(taken);
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return found;
    }

    private static List<TensorSpec> wanted(String deployment, ModelVersion version, List<String> names) {
        try {
            List<TensorSpec> wanted = ModelRows.of(deployment, version, names).columns();
            if (!names.isEmpty()
                    && !wanted.stream().map(TensorSpec::name).toList().equals(names)) {
                throw ProblemException.invalid(
                        "inputs",
                        null,
                        "may be named only for a model that takes one matrix of as many columns and does not name them; this one"
                                + " takes "
                                + shown(wanted.stream().map(TensorSpec::name).toList()) + ".");
            }
            return wanted;
        } catch (ProblemException e) {
            if (e.type() != ProblemType.CONFLICT) {
                throw e;
            }
            throw ProblemException.invalid(
                    "inputs",
                    null,
                    "must name the columns of the dataset that fill the model's matrix, in its order: the model takes "
                            + version.signature().inputs()
                            + " and does not name its columns. Models of several tensors, or of more than two dimensions, can't be"
                            + " asked by a batch job.");
        }
    }

    static String shown(List<String> names) {
        return names.size() <= SHOWN_NAMES
                ? names.toString()
                : names.subList(0, SHOWN_NAMES) + " and " + (names.size() - SHOWN_NAMES) + " more";
    }
}
