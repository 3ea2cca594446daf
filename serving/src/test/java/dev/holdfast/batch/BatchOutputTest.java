package dev.holdfast.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.dataset.Column;
import dev.holdfast.dataset.ColumnarTable;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.model.LineageKind;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

class BatchOutputTest extends BatchTestCase {
    @Autowired
    private RestTestClient client;

    @Autowired
    private AuditLog audit;

    @Test
    void theOutputHasTheColumnsAndThePredictionsAndNothingElse() throws IOException {
        deploy(
                TinyOnnx.classifier(TestModels.COLUMNS, List.of("no", "yes"), 0),
                Map.of("classes", List.of("no", "yes")));
        DatasetVersion source = upload("id,a,b,day\nx,1,1,2026-01-01\ny,-1,-1,2026-01-02\nz,,2,2026-01-03\n");
        BatchJob started = start(request());
        assertThat(started.state()).isEqualTo(BatchJobState.PENDING);

        BatchJob job = work();

        assertThat(job.state()).isEqualTo(BatchJobState.SUCCEEDED);
        assertThat(job.rowsDone()).isEqualTo(3);
        assertThat(job.rowsPerSecond()).isPositive();
        assertThat(job.etaMs()).isNull();
        DatasetVersion output = output(job);
        assertThat(output.name()).isEqualTo(name + "-" + name + "-predictions");
        assertThat(output.columns())
                .startsWith(source.columns().toArray(Column[]::new))
                .extracting(Column::name)
                .containsExactly(
                        "id",
                        "a",
                        "b",
                        "day",
                        "predicted_label",
                        "predicted_probability_no",
                        "predicted_probability_yes");
        ColumnarTable table = table(output, "id", "predicted_label", "predicted_probability_yes");
        assertThat(texts(table, "id")).containsExactly("x", "y", "z");
        assertThat(texts(table, "predicted_label")).startsWith("yes", "no");
        assertThat(numbers(table, "predicted_probability_yes")[0]).isGreaterThan(0.8);
        assertThat(output.source())
                .contains(job.id().toString(), name + " version 1", "release 1", "model " + name + " version 1");
        assertThat(datasets.profile(output.name(), output.version()).rows()).isEqualTo(3);
    }

    @Test
    void lineageAndAuditSayWhatWasMadeOfWhat() throws IOException {
        deploy(TinyOnnx.regression(TestModels.COLUMNS, 1, 0), Map.of());
        upload("a,b\n1,1\n");
        start(request());
        BatchJob job = work();

        assertThat(models.lineage(name, 1).nodes())
                .filteredOn(node -> node.kind() == LineageKind.BATCH_JOB)
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.id()).isEqualTo("batch-job/" + job.id());
                    assertThat(node.facts())
                            .containsEntry("dataset", name)
                            .containsEntry("dataset_version", 1)
                            .containsEntry("release", 1)
                            .containsEntry("output_version", 1);
                });
        assertThat(jobs.jobs(new BatchJobFilter(null, null, null, job.outputDataset()), PageRequest.first())
                        .items())
                .extracting(BatchJob::id)
                .containsExactly(job.id());
        assertThat(audit.entries(new AuditQuery("batch-job/" + job.id(), null, null), PageRequest.first())
                        .items())
                .extracting(entry -> entry.action())
                .containsExactlyInAnyOrder("batch_job.started", "batch_job.succeeded");
    }

    /** The same model is asked by a job and by a caller who sends the same values as JSON. */
    @Test
    void aPredictionIsBitForBitWhatTheDeploymentAnswers() throws IOException {
        deploy(TinyOnnx.regression(TestModels.COLUMNS, 1, 0.1), Map.of());
        Random random = new Random(7);
        StringBuilder csv = new StringBuilder("a,b\n");
        StringBuilder json = new StringBuilder();
        // The middles between two floats: a decimal that is read as a float differs from one that was a double on the
        // way.
        for (int i = 0; i < 3_000; i++) {
            double a = switch (i % 4) {
                case 0 -> random.nextGaussian();
                case 1 -> 1 + Math.scalb(2 * random.nextInt(1 << 22) + 1.0, -24);
                case 2 -> random.nextLong() * Math.scalb(1.0, random.nextInt(60) - 100);
                default -> Math.scalb(random.nextDouble(), -140);
            };
            String b = i % 7 == 0 ? "" : Long.toString(random.nextLong() >> random.nextInt(50));
            csv.append(a).append(',').append(b).append('\n');
            json.append(i == 0 ? "" : ",")
                    .append("{\"a\": ")
                    .append(a)
                    .append(", \"b\": ")
                    .append(b.isEmpty() ? "null" : b)
                    .append('}');
        }
        upload(csv.toString());
        start(request());
        BatchJob job = work();

        double[] predicted = numbers(table(output(job), "predicted_value"), "predicted_value");
        List<Object> answered = answers("{\"rows\": [" + json + "]}");
        assertThat(answered).hasSize(predicted.length);
        for (int row = 0; row < predicted.length; row++) {
            Object value = answered.get(row);
            float online = value instanceof Number number ? Float.parseFloat(number.toString()) : Float.NaN;
            assertThat(Float.floatToIntBits((float) predicted[row]))
                    .as("row %s: %s and %s", row, predicted[row], online)
                    .isEqualTo(Float.floatToIntBits(online));
        }
    }

    @SuppressWarnings("unchecked")
    private List<Object> answers(String body) {
        Map<String, Object> answer = Objects.requireNonNull(client.post()
                .uri("/api/v1/deployments/" + name + "/predict")
                .header("Content-Type", "application/json")
                .body(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
        List<Map<String, Object>> rows = (List<Map<String, Object>>) Objects.requireNonNull(answer.get("predictions"));
        return rows.stream().map(row -> row.getOrDefault("value", "null")).toList();
    }

    @Test
    void aRowThatCanNotBePredictedEndsTheJobAndIsNamed() throws IOException {
        deploy(TinyOnnx.lookup(10, 20, 30), Map.of());
        upload("x,y\n0,a\n1,b\n,c\n2,d\n");
        start(request());
        BatchJob job = work();
        assertThat(job.state()).isEqualTo(BatchJobState.FAILED);
        BatchJobError error = Objects.requireNonNull(job.error());
        assertThat(error.errors()).extracting(FieldError::field).containsExactly("rows[2].x");
        assertThat(error.message()).contains("rows[2].x", "INT64", "nothing for missing");
        assertThat(job.outputVersion()).isNull();
    }

    @Test
    void rowsThatCanNotBePredictedAreLeftOutOrLeftEmptyWhereThatIsAskedFor() throws IOException {
        deploy(TinyOnnx.lookup(10, 20, 30), Map.of());
        // One value is missing; the model has nothing at place 7 and fails on it, together with the rows beside it.
        upload("x,y\n0,a\n1,b\n,c\n2,d\n7,e\n1,f\n");
        start(request(4, OnRowError.SKIP));
        BatchJob skipped = work();
        assertThat(skipped.error()).isNull();
        assertThat(skipped.rowsFailed()).isEqualTo(2);
        assertThat(skipped.rowErrors()).extracting(FieldError::field).containsExactly("rows[2].x", "rows[4]");
        ColumnarTable left = table(output(skipped), "y", "predicted_value");
        assertThat(texts(left, "y")).containsExactly("a", "b", "d", "f");
        assertThat(numbers(left, "predicted_value")).containsExactly(10, 20, 30, 20);

        start(request(4, OnRowError.NULL));
        ColumnarTable all = table(output(work()), "y", "predicted_value");
        assertThat(texts(all, "y")).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(numbers(all, "predicted_value")).containsExactly(10, 20, Double.NaN, 30, Double.NaN, 20);
    }

    @Test
    void noRowLeftIsAFailureThatSaysSo() throws IOException {
        deploy(TinyOnnx.lookup(10), Map.of());
        upload("x,y\n5,a\n6,b\n");
        start(request(1, OnRowError.SKIP));
        assertThat(work().error()).extracting(BatchJobError::message).asString().contains("none of the 2 rows");
    }

    /** A matrix whose columns have no names takes those that the request names, and its width is known when it has run. */
    @Test
    void aMatrixWithoutNamesTakesTheColumnsThatAreNamed() throws IOException {
        deploy(TinyOnnx.squares(), Map.of());
        upload("a,b,c\n1,2,x\n3,4,y\n");
        start(new BatchJobRequest(
                name, null, name, "1", List.of("c"), List.of("b", "a"), null, 1, null, "p ", "squares"));
        DatasetVersion output = output(work());
        assertThat(output.columns()).extracting(Column::name).containsExactly("c", "p y_0", "p y_1");
        ColumnarTable table = table(output, "p y_0", "p y_1");
        assertThat(numbers(table, "p y_0")).containsExactly(4, 16);
        assertThat(numbers(table, "p y_1")).containsExactly(1, 9);
    }

    /** A Parquet file may have a column that is called what DuckDB calls the number of a row. */
    @Test
    void chunksFollowEachOtherWhateverTheColumnsAreCalled() throws IOException {
        deploy(TinyOnnx.regression(TestModels.COLUMNS, 1, 0), Map.of());
        upload("file_row_number,a,b\n9,1,2\n8,3,4\n7,5,6\n");
        start(request(2, null));
        DatasetVersion parquet = output(work());
        start(new BatchJobRequest(
                name, null, parquet.name(), null, List.of("file_row_number"), null, null, 2, null, "again_", null));
        ColumnarTable table = table(output(work()), "file_row_number", "again_value");
        assertThat(numbers(table, "file_row_number")).containsExactly(9, 8, 7);
        assertThat(numbers(table, "again_value")).containsExactly(3, 7, 11);
    }
}
