package dev.holdfast.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of files, good and bad, from the reader to the register. */
class TableTest extends TableTestCase {
    private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

    static Stream<Arguments> badFiles() {
        String manyRows = IntStream.range(0, 30_000).mapToObj(i -> i + ",2,3\n").collect(Collectors.joining());
        return Stream.of(
                bad("empty", DatasetFormat.CSV, "", "file", "is empty"),
                bad("header only", DatasetFormat.CSV, "a,b\n", "file", "no rows"),
                bad(
                        "too few values",
                        DatasetFormat.CSV,
                        "a,b,c\n1,2,3\n4,5\n",
                        "line 3",
                        "2 values where the header has 3"),
                bad("too many values", DatasetFormat.CSV, "a,b,c\n1,2,3\n4,5,6,7\n", "line 3", "has 4 values"),
                bad(
                        "ragged after a break in quotes",
                        DatasetFormat.CSV,
                        "a,b\n\"x\ny\",2\n3\n",
                        "line 4",
                        "has 1 value"),
                bad("ragged late", DatasetFormat.CSV, "a,b,c\n" + manyRows + "1,2\n", "line 30002", "has 2 values"),
                bad("open quote", DatasetFormat.CSV, "a,b\n1,\"x\n2,y\n", "line 2", "never closed"),
                bad("text after quote", DatasetFormat.CSV, "a,b\n1,\"x\"y\n", "line 2", "after a closing quote"),
                bad("two line ends", DatasetFormat.CSV, "a,b\r\n1,2\n3,4\r\n", "line 2", "one kind of line end"),
                bad("same name twice", DatasetFormat.CSV, "a,b,a\n1,2,3\n", "column 3", "same name as column 1"),
                bad("names differ in case", DatasetFormat.CSV, "a,A\n1,2\n", "column 2", "differs only in case"),
                bad("no name", DatasetFormat.CSV, "a,,c\n1,2,3\n", "column 2", "has no name"),
                bad("no header", DatasetFormat.CSV, "1,2.5\n2,3.5\n", "line 1", "must name the columns"),
                bad("too many columns", DatasetFormat.CSV, wide(2_001), "columns", "more than the 2000"),
                bad("not JSON", DatasetFormat.JSON_LINES, "{\"a\":1}\n{\"a\":oops}\n", "line 2", "not valid JSON"),
                bad("no object", DatasetFormat.JSON_LINES, "{\"a\":1}\n[1,2]\n", "line 2", "not a JSON object"),
                bad(
                        "open object",
                        DatasetFormat.JSON_LINES,
                        "{\"a\":1}\n{\"a\":\n{\"a\":3}\n",
                        "line",
                        "not valid JSON"),
                bad(
                        "key twice",
                        DatasetFormat.JSON_LINES,
                        "{\"a\":1,\"a\":2}\n",
                        "line 1",
                        "Duplicate Object property"),
                bad(
                        "keys differ in case",
                        DatasetFormat.JSON_LINES,
                        "{\"k\":1,\"K\":2}\n",
                        "column",
                        "differs only in case"),
                bad("empty JSON", DatasetFormat.JSON_LINES, "\n\n", "file", "no rows"),
                bad("not Parquet", DatasetFormat.PARQUET, "PAR1 but not really PAR1", "file", "not a readable Parquet"),
                bad("short Parquet", DatasetFormat.PARQUET, "PAR1", "file", "not a readable Parquet"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithThePlaceAndTheReason(
            String title, DatasetFormat format, String content, String field, String message) throws IOException {
        refused(format, content.getBytes(StandardCharsets.UTF_8), field, message);
    }

    @Test
    void textThatIsNotUtf8IsRefusedWhereItBegins() throws IOException {
        refused(DatasetFormat.CSV, "a,b\n1,2\n3,café\n".getBytes(LATIN_1), "line 3", "0xE9, the 14. of the file");
        refused(DatasetFormat.JSON_LINES, "{\"a\":\"é\"}\n".getBytes(LATIN_1), "line 1", "is not UTF-8");
        refused(DatasetFormat.CSV, "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16), "line 1", "UTF-16");
        refused(DatasetFormat.CSV, "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16LE), "line 1", "zero byte");
        refused(DatasetFormat.CSV, new byte[] {'a', '\n', (byte) 0xE2, (byte) 0x82}, "line 2", "middle of a character");
        refused(
                DatasetFormat.CSV,
                new byte[] {'a', '\n', (byte) 0xED, (byte) 0xA0, (byte) 0x80},
                "line 2",
                "not UTF-8");
    }

    @Test
    void csvTypesFitTheWholeFile() throws IOException {
        DatasetProfile profile = profile("""
                text;whole;decimal;comma;code;flag;day;time;nothing;infinite;"q""uote; 'x' -- 😀"
                a;1;1.5;1,5;0123;true;2026-01-01;2026-01-01 10:00:00;;1.5;1
                NA;2;NaN;-2;0999;false;2026-01-02;2026-01-01 11:00:00;NA;inf;2
                "";3;;;;;;;;-inf;3
                """);
        assertThat(profile.columns())
                .extracting(ColumnProfile::type)
                .containsExactly(
                        ColumnType.STRING,
                        ColumnType.INTEGER,
                        ColumnType.FLOAT,
                        ColumnType.FLOAT,
                        ColumnType.STRING,
                        ColumnType.BOOLEAN,
                        ColumnType.DATE,
                        ColumnType.TIMESTAMP,
                        ColumnType.STRING,
                        ColumnType.FLOAT,
                        ColumnType.INTEGER);
        assertThat(profile.columns().getLast().name()).isEqualTo("q\"uote; 'x' -- 😀");
        assertThat(column(profile, "text").nulls()).isEqualTo(2);
        assertThat(column(profile, "comma").mean()).isEqualTo(-0.25);
        assertThat(column(profile, "day").max()).isEqualTo(1_767_312_000.0);
        assertThat(column(profile, "day").topValues().getFirst().value()).isEqualTo("2026-01-01");
    }

    @Test
    void onlyTrueAndFalseAreTruths() throws IOException {
        DatasetProfile profile = profile("paid,answer,bit\nTrue,yes,1\nfalse,no,0\n,yes,1\n");

        assertThat(column(profile, "paid").type()).isEqualTo(ColumnType.BOOLEAN);
        assertThat(column(profile, "answer").type()).isEqualTo(ColumnType.STRING);
        assertThat(column(profile, "answer").topValues().getFirst().value()).isEqualTo("yes");
        assertThat(column(profile, "bit").type()).isEqualTo(ColumnType.INTEGER);
    }

    @Test
    void aColumnThatIsEmptyAtFirstStillGetsItsType() throws IOException {
        // More rows and bytes than the first look at a file covers.
        String filling = "x".repeat(1_500);
        StringBuilder csv = new StringBuilder("id,late,turns,filling\n");
        for (int i = 0; i < 25_000; i++) {
            csv.append(i)
                    .append(',')
                    .append(i < 24_990 ? "" : "7.5")
                    .append(',')
                    .append(i < 24_990 ? "1" : "x");
            csv.append(',').append(filling).append('\n');
        }
        DatasetProfile profile = profile(csv.toString());
        assertThat(column(profile, "late").type()).isEqualTo(ColumnType.FLOAT);
        assertThat(column(profile, "late").count()).isEqualTo(10);
        assertThat(column(profile, "turns").type()).isEqualTo(ColumnType.STRING);
        // Texts of this length are counted, and not listed.
        assertThat(column(profile, "filling").topValues()).isEmpty();
        assertThat(column(profile, "filling").distinct()).isEqualTo(1);
    }

    @Test
    void linesBetweenQuotesAreNoRows() throws IOException {
        // Large enough for several threads to begin in the middle of it.
        String lines = "1,x\n".repeat(50_000);
        StringBuilder csv = new StringBuilder("id,text\n");
        for (int i = 0; i < 100; i++) {
            csv.append(i).append(",\"").append(lines).append("\"\n");
        }
        DatasetProfile profile = profile(csv.toString());
        assertThat(profile.rows()).isEqualTo(100);
        assertThat(column(profile, "id").max()).isEqualTo(99);
        assertThat(column(profile, "text").distinct()).isEqualTo(1);
    }

    @Test
    void parquetAndJsonKeepNestedColumnsAndTypes() throws Exception {
        Path parquet = directory.resolve("types.parquet");
        try (Connection connection = duckDb.open(directory);
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT i AS id, i::HUGEINT AS huge, i / 3.0 AS \"de\"\"cimal\", [i] AS list,"
                    + " {'a': i} AS struct, uuid() AS \"uuid\", NULL::INTEGER AS nothing, 'x'::BLOB AS bytes"
                    + " FROM range(5) t(i)) TO '" + parquet + "' (FORMAT parquet)");
        }
        assertThat(datasets.columns(parquet, DatasetFormat.PARQUET))
                .extracting(Column::type)
                .containsExactly(
                        ColumnType.INTEGER,
                        ColumnType.FLOAT,
                        ColumnType.FLOAT,
                        ColumnType.OTHER,
                        ColumnType.OTHER,
                        ColumnType.STRING,
                        ColumnType.INTEGER,
                        ColumnType.OTHER);
        DatasetProfile profile = datasets.profile(parquet, DatasetFormat.PARQUET);
        assertThat(column(profile, "list").bins()).isEqualTo(new CategoricalBins(List.of(), List.of(), 5, 0));
        assertThat(column(profile, "nothing").nulls()).isEqualTo(5);

        Registration registered =
                datasets.registerFile("parquet-types", parquet, DatasetFormat.PARQUET, null, Actor.SYSTEM);
        assertThat(datasets.preview(registered.version(), 1).getFirst())
                .containsEntry("list", List.of(0))
                .doesNotContainKey("nothing");

        Path json = write("a.jsonl", """
                {"n": 1, "when": "2026-01-01", "deep": {"k": [1, 2]}, "t": "x"}
                {"n": 2.5, "t": null, "b_1": true}
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(datasets.columns(json, DatasetFormat.JSON_LINES))
                .containsExactly(
                        new Column("n", ColumnType.FLOAT),
                        new Column("when", ColumnType.DATE),
                        new Column("deep", ColumnType.OTHER),
                        new Column("t", ColumnType.STRING),
                        new Column("b_1", ColumnType.BOOLEAN));
    }

    @Test
    void sqlOfUsersReachesItsInputsAndNothingElse() throws Exception {
        Path input = write("input.csv", "a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_8));
        Path secret = write("secret.csv", "a\n1\n".getBytes(StandardCharsets.UTF_8));
        Path scratch = Files.createDirectories(directory.resolve("scratch"));
        Path output = Files.createDirectories(directory.resolve("output"));
        try (Connection connection = duckDb.open(scratch)) {
            duckDb.attach(connection, "rows \"x\"", input, DatasetFormat.CSV, scratch);
            duckDb.lock(connection, output);
            Path target = output.resolve("clean.parquet");
            assertThat(duckDb.export(
                            connection,
                            "sql",
                            "SELECT a * 2 AS double_a FROM \"rows \"\"x\"\"\" WHERE b = 'y'",
                            target))
                    .isEqualTo(1);
            assertThat(datasets.columns(target, DatasetFormat.PARQUET))
                    .containsExactly(new Column("double_a", ColumnType.INTEGER));
            for (String sql : List.of(
                    "SELECT * FROM read_csv('" + secret + "')",
                    "SELECT * FROM read_text('/etc/hostname')",
                    "SELECT * FROM glob('/*')",
                    "SELECT 1; SELECT 2",
                    "SELECT 1)) TO '/tmp/x' --",
                    "CREATE TABLE t (a INTEGER)",
                    "INSTALL httpfs",
                    "SET threads = 1",
                    "SELECT nope FROM \"rows \"\"x\"\"\"")) {
                assertThatThrownBy(() -> duckDb.export(connection, "sql", sql, output.resolve("x.parquet")))
                        .as(sql)
                        .isInstanceOf(ProblemException.class);
            }
            assertThatThrownBy(
                            () -> duckDb.export(connection, "sql", "SELECT 1 AS a", directory.resolve("out.parquet")))
                    .isInstanceOf(ProblemException.class);
            try (Statement statement = connection.createStatement()) {
                for (String sql :
                        List.of("LOAD httpfs", "SET enable_external_access = true", "RESET lock_configuration")) {
                    assertThatThrownBy(() -> statement.execute(sql)).as(sql).isInstanceOf(SQLException.class);
                }
            }
        }
    }

    @Test
    void uploadsAtOnceGetConsecutiveNumbersAndTheSameBytesOne() throws Exception {
        List<Future<Registration>> pending = new ArrayList<>();
        try (var executor = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                Path file = write("concurrent-" + i + ".csv", ("a\nv" + i / 2 + "\n").getBytes(StandardCharsets.UTF_8));
                pending.add(executor.submit(
                        () -> datasets.registerFile("at-once", file, DatasetFormat.CSV, null, Actor.SYSTEM)));
            }
        }
        List<Registration> registrations = new ArrayList<>();
        for (Future<Registration> each : pending) {
            registrations.add(each.get());
        }
        assertThat(registrations).filteredOn(Registration::created).hasSize(3);
        assertThat(registrations).extracting(each -> each.version().version()).containsOnly(1, 2, 3);
        assertThat(datasets.latest("at-once").version()).isEqualTo(3);
    }

    private void refused(DatasetFormat format, byte[] content, String field, String message) throws IOException {
        Path file = write("bad", content);
        assertThatThrownBy(() -> datasets.registerFile("refused", file, format, null, Actor.SYSTEM))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type().status()).isEqualTo(422);
                    assertThat(problem.errors().getFirst().field()).startsWith(field);
                    assertThat(problem.errors().getFirst().message())
                            .contains(message)
                            .doesNotContain("tmp/", ".parquet", "/blobs");
                });
        assertThat(datasets.findLatest("refused")).isEmpty();
    }

    private static Arguments bad(String title, DatasetFormat format, String content, String field, String message) {
        return Arguments.of(title, format, content, field, message);
    }

    private static String wide(int columns) {
        return IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(","))
                + "\n"
                + IntStream.range(0, columns).mapToObj(Integer::toString).collect(Collectors.joining(","))
                + "\n";
    }
}
