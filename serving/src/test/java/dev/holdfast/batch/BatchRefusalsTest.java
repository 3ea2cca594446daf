package dev.holdfast.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can only fail is refused at once, by field. */
class BatchRefusalsTest extends BatchTestCase {
    @BeforeEach
    void deploy() throws IOException {
        deploy(TinyOnnx.regression(TestModels.COLUMNS, 1, 0), Map.of());
        upload("a,b,c\n1,2,x\n");
    }

    private BatchJobRequest asked(String dataset, @Nullable String version, @Nullable Integer release) {
        return new BatchJobRequest(name, release, dataset, version, null, null, null, null, null, null, null);
    }

    private void refused(BatchJobRequest request, String field, String words) {
        assertThatThrownBy(() -> start(request)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
            assertThat(problem.errors()).extracting(FieldError::field).contains(field);
            assertThat(problem.errors())
                    .extracting(FieldError::message)
                    .anySatisfy(message -> assertThat(message).contains(words));
        });
        assertThat(queue.claim(1)).isEmpty();
    }

    @Test
    void whatIsNotThere() {
        refused(
                new BatchJobRequest("nobody", null, name, null, null, null, null, null, null, null, null),
                "deployment",
                "is not known");
        refused(asked("nothing", null, null), "dataset", "is not known");
        refused(asked(name, "7", null), "version", "lists what is");
        refused(asked(name, "newest", null), "version", "'latest'");
        refused(asked(name, null, 9), "release", "is not known");
        deployments.put("empty-" + name, DeploymentSpec.defaults(), Actor.SYSTEM);
        refused(
                new BatchJobRequest("empty-" + name, null, name, null, null, null, null, null, null, null, null),
                "deployment",
                "has no release yet");
    }

    @Test
    void columnsThatTheModelTakesAndTheDatasetLacks() {
        upload("a,c\n1,2\n");
        refused(request(), "inputs.b", "no column of " + name + " version 2");
        upload("a,b\n1,text\n");
        refused(request(), "inputs.b", "is of type string");
        assertThat(start(asked(name, "1", null)).version()).isEqualTo(1);
    }

    @Test
    void aColumnWithoutAnyValueIsMissingEverywhere() {
        upload("a,b\n1,\n2,\n");
        start(request());
        assertThat(numbers(table(output(work()), "predicted_value"), "predicted_value"))
                .containsOnly(Double.NaN);
    }

    @Test
    void namesAndNumbers() {
        refused(
                new BatchJobRequest(name, null, name, null, List.of("a", "z"), null, null, null, null, null, null),
                "columns[1]",
                "is not a column");
        refused(into("../etc", 10), "output_dataset", "letters");
        refused(into(name, 10), "output_dataset", "name another");
        refused(into("ok", 0), "chunk_rows", "1 to 1000000");
        refused(
                new BatchJobRequest(name, null, name, null, null, List.of("b", "a"), null, null, null, null, null),
                "inputs",
                "does not name them");
        upload("a,b,Predicted_value\n1,2,3\n");
        refused(request(), "prefix", "choose");
    }

    @Test
    void everythingAtOnce() {
        assertThatThrownBy(() -> start(new BatchJobRequest(
                        "nobody", null, "nothing", null, null, null, "a..b", 0, null, "x".repeat(101), null)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors())
                                .extracting(FieldError::field)
                                .containsExactlyInAnyOrder(
                                        "chunk_rows", "prefix", "output_dataset", "deployment", "dataset"));
    }

    @Test
    void modelsThatCanNotBeAskedByRow() throws IOException {
        deploy(TinyOnnx.squares(), Map.of());
        refused(request(), "inputs", "must name the columns");
        deploy(TinyOnnx.identity("FLOAT", 4, 2), Map.of());
        refused(request(), "release", "first dimension");
    }
}
