package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that need no database: runs {@code r1} (ours) and {@code r2} (on the client's disk), logged model {@code m-1}. */
class SourceRulesTest {
    private static final SourceRoots ROOTS = new SourceRoots() {
        private static final Map<String, Root> RUNS = Map.of(
                "r1", new Root("mlflow-artifacts:/0/r1/artifacts", null),
                "r2", new Root("/data/mlruns/0/r2/artifacts", null),
                "r3", new Root("file:///data/mlruns/0/r3/artifacts", null),
                "r4", new Root("s3://bucket/0/r4/artifacts", null));

        @Override
        public Optional<Root> run(String runId) {
            return Optional.ofNullable(RUNS.get(runId));
        }

        @Override
        public Optional<Root> loggedModel(String modelId) {
            return modelId.equals("m-1")
                    ? Optional.of(new Root("mlflow-artifacts:/0/models/m-1/artifacts", "r1"))
                    : Optional.empty();
        }

        @Override
        public ModelVersion version(ModelUri.Registered uri) {
            throw RegistryRules.noSuchModel(uri.name());
        }
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    runs:/r1/model                               | r1  | -   | 0/r1/artifacts/model
                    runs:/r1                                     | r1  | -   | 0/r1/artifacts
                    runs:/r1/a/b c/d                             | r1  | -   | 0/r1/artifacts/a/b c/d
                    runs:/not-logged-here/model                  | not-logged-here | - | -
                    runs:/r2/model                               | r2  | -   | -
                    mlflow-artifacts:/0/r1/artifacts/model       | r1  | -   | 0/r1/artifacts/model
                    mlflow-artifacts:/0/r1/artifacts             | r1  | -   | 0/r1/artifacts
                    mlflow-artifacts:/0/r1/artifacts/a%20b       | r1  | -   | 0/r1/artifacts/a b
                    models:/m-1                                  | -   | m-1 | 0/models/m-1/artifacts
                    mlflow-artifacts:/0/models/m-1/artifacts     | -   | m-1 | 0/models/m-1/artifacts
                    mlflow-artifacts:/0/models/m-1/artifacts/x   | r1  | m-1 | 0/models/m-1/artifacts/x
                    s3://bucket/model                            | -   | -   | -
                    s3:/bucket/model                             | r1  | -   | -
                    S3://bucket/model                            | -   | m-1 | -
                    dbfs:/model                                  | -   | -   | -
                    gs://b/100%/model                            | -   | -   | -
                    /data/mlruns/0/r2/artifacts/model            | r2  | -   | -
                    /data/mlruns/0/r2/artifacts/./model          | r2  | -   | -
                    /data/mlruns/0/r2/artifacts/model/..         | r2  | -   | -
                    /data/mlruns/0/r2/../r2/artifacts/model      | r2  | -   | -
                    file:///data/mlruns/0/r3/artifacts/a/../b    | r3  | -   | -
                    file:///data/mlruns/0/r2/artifacts/model     | r2  | -   | -
                    file:/data/mlruns/0/r3/artifacts             | r3  | -   | -
                    file://localhost/data/mlruns/0/r3/artifacts  | r3  | -   | -
                    """)
    void takes(String source, @Nullable String runId, @Nullable String modelId, @Nullable String files) {
        ModelSource checked = check(source, runId, modelId);
        assertThat(checked.uri()).isEqualTo(source);
        assertThat(checked.files() == null ? null : checked.files().text()).isEqualTo(files);
        assertThat(checked.modelId()).isEqualTo(modelId);
        assertThat(checked.runId()).isEqualTo(modelId == null ? runId : "r1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    runs:/r1/model                               | -   | -   | The run_id request parameter must identify
                    runs:/r1/model                               | r2  | -   | The run_id request parameter must identify
                    runs://r1/model                              | r1  | -   | The run_id request parameter must identify
                    runs:/r1/model                               | r1  | m-1 | The model_id request parameter must identify
                    runs:/                                       | r1  | -   | an absolute path must be provided
                    runs:/r1/../r2/model                         | r1  | -   | an absolute path must be provided
                    runs:/r1/%2e%2e/r2                           | r1  | -   | an absolute path must be provided
                    runs:/r1/%252e%252e/r2                       | r1  | -   | an absolute path must be provided
                    runs:/r1/%25252525252e./r2                   | r1  | -   | an absolute path must be provided
                    runs:/r1/..%2f..%2fr2                        | r1  | -   | an absolute path must be provided
                    runs:/r1/a%00b                               | r1  | -   | an absolute path must be provided
                    runs:/r1/a%2500b                             | r1  | -   | an absolute path must be provided
                    models:/m-1                                  | -   | -   | The model_id request parameter must identify
                    models:/m-1                                  | r1  | -   | The model_id request parameter must identify
                    models:/m-2                                  | -   | m-1 | The model_id request parameter must identify
                    models://m-1                                 | -   | m-1 | must use the active model registry
                    models:/no/1                                 | -   | -   | Registered Model with name=no not found
                    models:/no@champion                          | -   | -   | Registered Model with name=no not found
                    models:/a/b/c                                | -   | -   | The model_id request parameter must identify
                    models:/                                     | -   | -   | The model_id request parameter must identify
                    mlflow-artifacts:/0/r1/artifacts/model       | -   | -   | The run_id request parameter must identify
                    mlflow-artifacts:/0/r1/artifacts/model       | r2  | -   | The run_id request parameter must identify
                    mlflow-artifacts:/0/r1/artifactsX/model      | r1  | -   | The run_id request parameter must identify
                    mlflow-artifacts:/0/r1                       | r1  | -   | The run_id request parameter must identify
                    mlflow-artifacts:/                           | r1  | -   | an absolute path must be provided
                    mlflow-artifacts:/0/r1/artifacts/%2e%2e/x    | r1  | -   | an absolute path must be provided
                    mlflow-artifacts:/0/models/m-1/artifacts     | r1  | -   | The run_id request parameter must identify
                    mlflow-artifacts:/0/r1/artifacts             | r1  | m-1 | The model_id request parameter must identify
                    mlflow-artifacts:/0/models/m-2/artifacts     | -   | m-2 | The model_id request parameter must identify
                    mlflow-artifacts://host/0/r1/artifacts       | r1  | -   | 'source' cannot use the 'mlflow-artifacts' scheme
                    s3://bucket                                  | -   | -   | an absolute path must be provided
                    s3://bucket/a/../b                           | -   | -   | an absolute path must be provided
                    s3://bucket/a/./b                            | -   | -   | an absolute path must be provided
                    s3:bucket/a                                  | -   | -   | an absolute path must be provided
                    s3://bucket/a                                | -   | m-2 | Logged model with ID 'm-2' not found.
                    http://host/model                            | -   | -   | 'source' cannot use the 'http' scheme
                    HTTPS://host/model                           | -   | -   | 'source' cannot use the 'https' scheme
                    ftp://host/model                             | -   | -   | 'source' cannot use the 'ftp' scheme
                    hdfs://host/model                            | -   | -   | 'source' cannot use the 'hdfs' scheme
                    /etc/passwd                                  | -   | -   | To use a local path as a model version source, the run_id
                    /etc/passwd                                  | r1  | -   | To use a local path as a model version source, the run_id
                    /data/mlruns/0/r2/artifacts                  | r3  | -   | To use a local path as a model version source, the run_id
                    /data/mlruns/0/r2/artifacts/../../r3         | r2  | -   | To use a local path as a model version source, the run_id
                    file:///data/mlruns/0/r2/artifacts/%2e%2e/x  | r2  | -   | To use a local path as a model version source, the run_id
                    file:///data/mlruns/0/r2/artifacts/..%2f..   | r2  | -   | To use a local path as a model version source, the run_id
                    data/mlruns/0/r2/artifacts                   | r2  | -   | To use a local path as a model version source, the run_id
                    path/to/model                                | -   | m-1 | To use a local path as a model version source, the model_id
                    file://host/data/mlruns/0/r2/artifacts       | r2  | -   | is not a valid remote uri
                    """)
    void refuses(String source, @Nullable String runId, @Nullable String modelId, String message) {
        assertThatThrownBy(() -> check(source, runId, modelId))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host/model", "https://host:8443/model"})
    void takesHostsThatAreAllowed(String source) {
        SourceSettings allowed = new SourceSettings(List.of("HTTP", " https "), null);
        assertThat(check(source, null, null, allowed).files()).isNull();
        assertThatThrownBy(() ->
                        check("http://host/api/2.0/mlflow-artifacts/artifacts/0/r1/artifacts", "r1", null, allowed))
                .hasMessageContaining("The run_id request parameter must identify");
        assertThatThrownBy(() -> check("ftp://host/model", null, null, allowed)).hasMessageContaining("'ftp' scheme");
    }

    @Test
    void takesWhatThePatternAllows() {
        SourceSettings settings = new SourceSettings(List.of(), "^s3://ours/");
        assertThat(check("s3://ours/x", null, null, settings).uri()).isEqualTo("s3://ours/x");
        assertThatThrownBy(() -> check("s3://theirs/x", null, null, settings))
                .hasMessage("Invalid model version source: 's3://theirs/x'.");
    }

    @Test
    void takesPromptsFromNowhere() {
        SourceRegistration prompt = new SourceRegistration(
                "p", "prompt-template", "", null, null, null, Map.of("mlflow.prompt.is_prompt", "True"));
        assertThat(rules(new SourceSettings(List.of(), null)).check(prompt).files())
                .isNull();
        SourceRegistration elsewhere = new SourceRegistration(
                "p", "s3://bucket/x", null, null, null, null, Map.of("mlflow.prompt.is_prompt", "true"));
        assertThatThrownBy(() -> rules(new SourceSettings(List.of(), null)).check(elsewhere))
                .hasMessageContaining("Prompt sources must use an MLflow placeholder.");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> check("s3://bucket/" + "%25".repeat(1_000), null, null))
                .hasMessageContaining("'source' exceeds the maximum length of 2000 characters");
    }

    private static ModelSource check(String source, @Nullable String runId, @Nullable String modelId) {
        return check(source, runId, modelId, new SourceSettings(List.of(), null));
    }

    private static ModelSource check(
            String source, @Nullable String runId, @Nullable String modelId, SourceSettings settings) {
        return rules(settings).check(new SourceRegistration("m", source, runId, modelId, null, null, Map.of()));
    }

    private static SourceRules rules(SourceSettings settings) {
        return new SourceRules(ROOTS, settings);
    }
}
