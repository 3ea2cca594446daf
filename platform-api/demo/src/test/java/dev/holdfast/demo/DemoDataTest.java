package dev.holdfast.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DemoDataTest {
    @TempDir
    private Path folder;

    @Test
    void theGeneratedPaymentsAreTheSameEachTimeAndChangeWhereTheySay() throws IOException {
        Path first = folder.resolve("first.csv");
        Path second = folder.resolve("second.csv");
        Payments.write(first);
        Payments.write(second);
        assertThat(first).hasSameBinaryContentAs(second);

        Rows rows = Rows.read(first, Payments.TIME);
        assertThat(rows.size()).isEqualTo(Payments.ROWS);
        int merchant = rows.column("test", "merchant");
        assertThat(share(rows, merchant, 0, Payments.DRIFT_ROW)).isBetween(0.04, 0.06);
        assertThat(share(rows, merchant, Payments.DRIFT_ROW, Payments.ROWS)).isBetween(0.23, 0.27);
    }

    @Test
    void rowsAreReadAsTheyAreQuotedAndSortedAsNumbersOrTexts() throws IOException {
        Path file = write("t,\"a,b\",c\n10,\"x \"\"y\"\"\",1\n9,plain,2\n");

        assertThat(Rows.read(file, null).value(0, 1)).isEqualTo("x \"y\"");
        Rows sorted = Rows.read(file, "t");
        assertThat(sorted.header()).containsExactly("t", "a,b", "c");
        assertThat(sorted.value(0, 0)).isEqualTo("9");

        Rows again = Rows.read(sorted.write(0, 2, folder.resolve("copy.csv")), null);
        assertThat(again.header()).isEqualTo(sorted.header());
        assertThat(again.value(1, 1)).isEqualTo("x \"y\"");
    }

    @Test
    void whatCanNotBeUsedIsSaidInOneSentence() throws IOException {
        Path file = write("a,b\n1,2\n");

        assertThatThrownBy(() -> Options.parse(new String[] {"--data", file.toString()}))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("--label");
        assertThatThrownBy(() -> Options.parse(
                        new String[] {"--data", folder.resolve("none.csv").toString(), "--label", "a"}))
                .hasMessageContaining("none.csv");
        assertThatThrownBy(() -> Options.parse(new String[] {"--lable", "a"})).hasMessageContaining("--lable");
        assertThatThrownBy(() -> Rows.read(file, "when"))
                .hasMessageContaining("--time when")
                .hasMessageContaining("[a, b]");
        assertThatThrownBy(() -> Rows.read(write(""), null)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> Rows.read(write("a,a\n1,2\n"), null)).hasMessageContaining("twice");
    }

    @Test
    void aLabelOfManyNumbersIsARegressionAndAnyOtherAClass() {
        var profile = new JsonMapper().readTree("""
                {"columns": [{"name": "price", "type": "float", "distinct": 400},
                             {"name": "up", "type": "integer", "distinct": 2},
                             {"name": "kind", "type": "string", "distinct": 90}]}""");

        assertThat(Task.of("price", profile).metric()).isEqualTo("rmse");
        assertThat(Task.of("up", profile).metric()).isEqualTo("accuracy");
        assertThat(Task.of("kind", profile).metric()).isEqualTo("accuracy");
        assertThatThrownBy(() -> Task.of("none", profile)).hasMessageContaining("--label none");
    }

    @Test
    void predictionsAreScoredByTheirTruth() {
        Score accuracy = new Score(false);
        accuracy.add("1", "1.0");
        accuracy.add("no", "yes");
        assertThat(accuracy.value()).isEqualTo(0.5);

        Score error = new Score(true);
        error.add("3", "0");
        error.add("4", "0");
        assertThat(error.value()).isEqualTo(Math.sqrt(12.5));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "data", ".csv"), content);
    }

    private static double share(Rows rows, int merchant, int from, int to) {
        long giftCards = IntStream.range(from, to)
                .filter(row -> rows.value(row, merchant).equals("gift_cards"))
                .count();
        return (double) giftCards / (to - from);
    }
}
