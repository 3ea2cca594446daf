package dev.holdfast.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted in files. */
class ProfileTest extends TableTestCase {
    @Test
    void everyStatisticIsDefinedForOddColumns() throws IOException {
        DatasetProfile profile = profile("""
                constant,nans,infinite,nothing,one
                0.1,NaN,inf,,
                0.1,NaN,-inf,,5
                0.1,NaN,2,,
                """);
        ColumnProfile constant = column(profile, "constant");
        assertThat(constant.std()).isZero();
        assertThat(constant.quantiles()).containsEntry("p50", 0.1).hasSize(7);
        NumericBins bins = (NumericBins) constant.bins();
        assertThat(bins.counts()).containsExactly(3L);
        assertThat(bins.edges()).hasSize(2).isSorted();
        assertThat((double) 0.1f)
                .isBetween(bins.edges().getFirst(), bins.edges().getLast());

        ColumnProfile nans = column(profile, "nans");
        assertThat(nans.count()).isEqualTo(3);
        assertThat(nans.nans()).isEqualTo(3);
        assertThat(nans.distinct()).isZero();
        assertThat(nans.mean()).isNull();
        assertThat(nans.bins()).isEqualTo(new NumericBins(List.of(), List.of(), List.of(), 0, 0, 0, 3));

        ColumnProfile infinite = column(profile, "infinite");
        assertThat(infinite.mean()).isEqualTo(2);
        assertThat(infinite.distinct()).isEqualTo(3);
        assertThat(infinite.bins()).extracting("underflow", "overflow").containsExactly(1L, 1L);

        assertThat(column(profile, "nothing").bins()).isEqualTo(new CategoricalBins(List.of(), List.of(), 0, 3));
        assertThat(column(profile, "one").std()).isNull();
    }

    @Test
    void profilesAreTheSameEachTimeAndBothWaysOfCountingAgree() throws Exception {
        Path file = write("rows.csv", numbers(60_000).getBytes(StandardCharsets.UTF_8));
        DatasetProfile exact = datasets.profile(file, DatasetFormat.CSV);
        assertThat(datasets.profile(file, DatasetFormat.CSV)).isEqualTo(exact);
        DatasetProfile streamed = duckDb.inWorkspace(workspace -> {
            TableFile table =
                    new TableReader(workspace.connection(), workspace.directory(), 2_000).read(file, DatasetFormat.CSV);
            return new Profiler(table, 1_000).profile(workspace.connection(), 2);
        });
        for (ColumnProfile column : exact.columns()) {
            ColumnProfile other = column(streamed, column.name());
            if (!other.distinctApproximate()) {
                assertThat(other)
                        .usingRecursiveComparison()
                        .withComparatorForType((a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(a) ? 0 : 1, Double.class)
                        .isEqualTo(column);
            } else {
                assertThat(other.mean()).isCloseTo(column.mean(), within(1e-9));
                assertThat(other.bins())
                        .usingRecursiveComparison()
                        .withComparatorForType((a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(a) ? 0 : 1, Double.class)
                        .isEqualTo(column.bins());
            }
            if (column.bins() instanceof NumericBins bins) {
                assertThat(bins.edges())
                        .hasSize(bins.counts().size() + 1)
                        .isSorted()
                        .doesNotHaveDuplicates();
                assertThat(bins.counts().size()).isLessThanOrEqualTo(NumericBins.MAX_BINS);
                assertThat(bins.counts().stream().mapToLong(Long::longValue).sum()
                                + bins.underflow()
                                + bins.overflow()
                                + bins.nulls()
                                + bins.nans())
                        .isEqualTo(60_000);
            }
        }
        // A value so frequent that it spans several bins has one of its own.
        assertThat(((NumericBins) column(exact, "mostly_zero").bins()).counts()).contains(48_000L);
        assertThat(((NumericBins) column(exact, "dice").bins()).counts()).hasSize(6);
        assertThat(((CategoricalBins) column(exact, "name").bins()).categories())
                .hasSize(100);
        assertThat(column(exact, "even").quantiles().get("p25")).isEqualTo(14_999.75);
    }

    @Test
    void columnsAreReadIntoArraysInTheOrderOfTheFile() throws IOException {
        Path file = write("read.csv", """
                n,flag,day,text,"odd ""name"
                1.5,true,1970-01-02,a,1
                ,false,,,2
                NaN,,1970-01-01,b,3
                """.getBytes(StandardCharsets.UTF_8));
        ColumnarTable table = datasets.read(file, DatasetFormat.CSV, List.of("odd \"name", "n", "flag", "day", "text"));
        assertThat(table.rows()).isEqualTo(3);
        assertThat(numbers(table, "odd \"name")).containsExactly(1, 2, 3);
        assertThat(numbers(table, "n")).containsExactly(1.5, Double.NaN, Double.NaN);
        assertThat(numbers(table, "flag")).containsExactly(1, 0, Double.NaN);
        assertThat(numbers(table, "day")).containsExactly(86_400, Double.NaN, 0);
        assertThat(((ColumnarTable.Text) table.column("text")).values()).containsExactly("a", null, "b");
        assertThatThrownBy(() -> datasets.read(file, DatasetFormat.CSV, List.of("nope")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is not a column of this table");
    }

    private static double[] numbers(ColumnarTable table, String name) {
        return ((ColumnarTable.Numeric) table.column(name)).values();
    }

    private static String numbers(int rows) {
        StringBuilder csv = new StringBuilder("even,mostly_zero,dice,name\n");
        for (int i = 0; i < rows; i++) {
            int mixed = (int) (i * 7919L % rows);
            csv.append(mixed).append(',');
            csv.append(i % 5 == 0 ? mixed + 0.25 : 0).append(',');
            csv.append(mixed % 6 + 1).append(",n").append(mixed % 500).append('\n');
        }
        return csv.toString();
    }
}
