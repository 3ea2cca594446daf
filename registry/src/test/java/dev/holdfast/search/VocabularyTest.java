package dev.holdfast.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
    private static final Vocabulary RUNS = Vocabulary.builder()
            .attribute(Attribute.listed("run_id"))
            .attribute(Attribute.text("run_name"))
            .attribute(Attribute.text("status"))
            .attribute(Attribute.number("start_time"))
            .attribute(Attribute.count("version_number"))
            .alias("Created", "start_time")
            .alias("Run name", "run_name")
            .logged(Kind.METRIC, Operator.NUMERIC, false, true)
            .logged(Kind.PARAM, Operator.TEXTUAL, true, true)
            .logged(Kind.TAG, Operator.TEXTUAL, true, true)
            .datasets(Operator.LISTED, "name", "digest", "context")
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "metric.acc >= 0.94                | METRIC    | acc          | GREATER_OR_EQUAL",
                "metrics.acc>=100                  | METRIC    | acc          | GREATER_OR_EQUAL",
                "metric.\"legit name\" < -1e-3     | METRIC    | legit name   | LESS",
                "metrics.\"X//Y#$$@&Z\" = 3        | METRIC    | X//Y#$$@&Z   | EQUAL",
                "metrics.`spacey name` > .5        | METRIC    | spacey name  | GREATER",
                "metrics.\"accuracy.2.0\" <= 5     | METRIC    | accuracy.2.0 | LESS_OR_EQUAL",
                "`metric`.a != 1                   | METRIC    | a            | NOT_EQUAL",
                "params.m!='tf'                    | PARAM     | m            | NOT_EQUAL",
                "parameter.m ilike \"%tf\"         | PARAM     | m            | ILIKE",
                "parameters.m LIKE 'x_'            | PARAM     | m            | LIKE",
                "`params`.model = 'x'              | PARAM     | model        | EQUAL",
                "param.größe = '1'                 | PARAM     | größe        | EQUAL",
                "params.`a``b` = '1'               | PARAM     | a`b          | EQUAL",
                "tags.mlflow.parentRunId = 'a'     | TAG       | mlflow.parentRunId | EQUAL",
                "tag.like = 'in'                   | TAG       | like         | EQUAL",
                "attributes.Created > 1            | ATTRIBUTE | start_time   | GREATER",
                "created > 1                       | ^^        | ^^           | ^^",
                "attr.`Run name` = 'a'             | ATTRIBUTE | run_name     | EQUAL",
                "`Run name` = 'a'                  | ATTRIBUTE | run_name     | EQUAL",
                "\"Run name\" = 'a'                | ATTRIBUTE | run_name     | EQUAL",
                "run.status = 'RUNNING'            | ATTRIBUTE | status       | EQUAL",
                "status != 'RUNNING'               | ATTRIBUTE | status       | NOT_EQUAL",
                "run_id not  in ('a')              | ATTRIBUTE | run_id       | NOT_IN",
                "version_number = '3'              | ATTRIBUTE | version_number | EQUAL",
                "dataset.name = 'my'               | DATASET   | name         | EQUAL",
                "datasets.context IN ('a', \"b\",) | DATASET   | context      | IN"
            })
    void readsAComparison(String filter, String kind, String key, String operator) {
        if (kind.isEmpty()) {
            // An alias counts only as it is written in the vocabulary.
            assertThatThrownBy(() -> RUNS.condition(filter)).hasMessageContaining("Invalid attribute key 'created'");
            return;
        }
        Condition.Comparison read = (Condition.Comparison) RUNS.condition(filter);
        assertThat(read.identifier()).isEqualTo(new Identifier(Kind.valueOf(kind), key));
        assertThat(read.operator()).isEqualTo(Operator.valueOf(operator));
    }

    @Test
    void readsLiterals() {
        assertThat(literal("metrics.a > 0.94")).isEqualTo(new Literal.Numeric(0.94, null));
        assertThat(literal("metrics.a > -7")).isEqualTo(new Literal.Numeric(-7, -7L));
        assertThat(literal("metrics.a < 1E400")).isEqualTo(new Literal.Numeric(Double.POSITIVE_INFINITY, null));
        assertThat(literal("start_time < 99999999999999999999")).isEqualTo(new Literal.Numeric(1e20, null));
        assertThat(literal("version_number = ' 12 '")).isEqualTo(new Literal.Numeric(12, 12L));
        assertThat(literal("tags.a = \"L'Hosp\"")).isEqualTo(new Literal.Text("L'Hosp"));
        assertThat(literal("tags.a = 'it''s \"x\"'")).isEqualTo(new Literal.Text("it's \"x\""));
        assertThat(literal("tags.a = ''")).isEqualTo(new Literal.Text(""));
        assertThat(literal("run_id IN ('a', \"b'\", 'a')")).isEqualTo(new Literal.Texts(List.of("a", "b'", "a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE tracking.run; --",
                "100% _ \\ \\' ",
                "😀 👩‍👩‍👧 \uD83D\uDE00",
                "\u0001\u001f\u007f\t\n\r",
                "AND OR ( ) ` :filter_0 ? $1 ::text",
                "it's \"quoted\" `twice`"
            })
    void takesAnyTextAsItIs(String hostile) {
        String single = "'" + hostile.replace("'", "''") + "'";
        String twice = "\"" + hostile.replace("\"", "\"\"") + "\"";
        String key = "`" + hostile.replace("`", "``") + "`";
        assertThat(literal("tags.a = " + single)).isEqualTo(new Literal.Text(hostile));
        assertThat(literal("tags.a = " + twice)).isEqualTo(new Literal.Text(hostile));
        Condition.Comparison read = (Condition.Comparison) RUNS.condition("tags." + key + " = 'x'");
        assertThat(read.identifier().key()).isEqualTo(hostile);
        SqlFragment compiled = SqlCompiler.compile(
                RUNS.condition("tags." + key + " = " + single),
                identifier -> SqlSource.rows("tag t", "t.run = r.id", "t.key", identifier.key(), "t.value"));
        assertThat(compiled.sql())
                .isEqualTo(
                        "EXISTS (SELECT 1 FROM tag t WHERE t.run = r.id AND t.key = :filter_1 AND t.value = :filter_0)");
        assertThat(compiled.parameters()).containsEntry("filter_0", hostile).containsEntry("filter_1", hostile);
    }

    @Test
    void knowsAndOrAndParentheses() {
        Condition read = RUNS.condition("metrics.a > 1 and (tags.b = 'x' OR tags.c IS NULL AND params.d IS NOT NULL)");
        assertThat(read)
                .isEqualTo(new Condition.And(List.of(
                        RUNS.condition("metrics.a > 1"),
                        new Condition.Or(List.of(
                                RUNS.condition("tags.b = 'x'"),
                                new Condition.And(List.of(
                                        new Condition.Presence(new Identifier(Kind.TAG, "c"), false),
                                        new Condition.Presence(new Identifier(Kind.PARAM, "d"), true))))))));
        assertThat(read.comparisons()).hasSize(2);
        assertThat(read.conjuncts()).hasSize(2);
        assertThat(RUNS.condition(null)).isEqualTo(Condition.always());
        assertThat(RUNS.condition("  ")).isEqualTo(Condition.always());
        assertThat(RUNS.condition("((status = 'x'))")).isEqualTo(RUNS.condition("status = 'x'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "metric.acc >= 0.94; metrics.rmse < 1 | Search filter contained multiple expression",
                "m.acc >= 0.94 | Invalid entity type 'm'",
                "acc >= 0.94 | Invalid attribute key 'acc' specified",
                "`metrics.A` > 1 | Invalid entity type '`metrics'",
                "metrics.A > 0.1 NAND params.B = 'LR' | Invalid clause(s) in filter string",
                "metrics.A > 0.1 params.B = 'LR' | Invalid clause(s) in filter string",
                "metrics.A > 0.1 AND | Invalid clause(s) in filter string",
                "AND | Invalid clause(s) in filter string",
                "(metrics.A > 0.1 | Invalid clause(s) in filter string",
                "metrics.A > 0.1) | Invalid clause(s) in filter string",
                "`metrics.A > 0.1 | Invalid clause(s) in filter string",
                "param`.A > 0.1 | Invalid clause(s) in filter string",
                "attribute.experiment_id != 1 | Invalid attribute key 'experiment_id'",
                "attribute._status != 'RUNNING' | Invalid attribute key '_status'",
                "attribute.status = true | Invalid clause(s) in filter string",
                "dataset.profile = 'x' | Invalid dataset key 'profile'",
                "metrics.acc IS NULL | IS NULL / IS NOT NULL is only supported for tags and params",
                "attribute.status IS NOT NULL | IS NULL / IS NOT NULL is only supported for tags and params",
                "foo is null | Invalid attribute key 'foo'",
                "metric.model = 'LR' | Expected numeric value type for metric. Found 'LR'",
                "metrics.acc != metrics.acc | Expected numeric value type for metric",
                "metrics.acc > NaN | Expected numeric value type for metric",
                "params.acc = 5 | Expected a quoted string value for param",
                "tags.acc = 5 | Expected a quoted string value for tag (e.g. 'my-value'). Got value 5",
                "1.0 > metrics.acc | Expected 'Identifier' found '1.0'",
                "1==2 | Expected 'Identifier' found '1'",
                "attribute.status = 1 | Expected a quoted string value for attributes. Got value 1",
                "start_time > 'x' | Expected numeric value type for numeric attribute: start_time. Found 'x'",
                "version_number = 'x' | Invalid value for numeric attribute 'version_number': 'x'",
                "version_number = 1.5 | Invalid value for numeric attribute 'version_number': 1.5",
                "params.acc = LR | value is either not quoted or unidentified quote types used for string value LR",
                "params.acc = `LR` | value is either not quoted or unidentified quote types",
                "params.'acc = LR | Invalid clause(s) in filter string",
                "params.acc = 'LR | Invalid clause(s) in filter string",
                "params.acc = LR' | Invalid clause(s) in filter string",
                "tags.acc = = 'LR' | Invalid clause(s) in filter string",
                "tags.acc = 'a' -- 'b' | Invalid clause(s) in filter string",
                "attribute.status IS 'RUNNING' | Invalid clause(s) in filter string",
                "params.acc LR != | Invalid clause(s) in filter string",
                "metric.acc != | Invalid clause(s) in filter string",
                "metrics.abc ~= 1 | Invalid comparator '~=' not one of",
                "metrics.abc == 1 | Invalid comparator '==' not one of",
                "params.abc >= 'x' | Invalid comparator '>=' not one of '{'=', '!=', 'LIKE', 'ILIKE'}'",
                "params.abc NOT LIKE 'x' | Invalid comparator 'NOT LIKE'",
                "attributes.start_time LIKE 1234 | Invalid comparator 'LIKE'",
                "datasets.name > 'x' | Invalid comparator '>'",
                "status IN ('a') | Only ['run_id'] attributes support comparison with a list",
                "start_time IN ('a') | Expected numeric value type for numeric attribute",
                "run_id IN () | expected a non-empty list of string values, but got empty list",
                "run_id IN (1) | got different type in list: 1",
                "run_id IN ('a' 'b') | got ill-formed list",
                "run_id IN ('a',,'b') | got ill-formed list",
                "run_id IN 'a' | Invalid clause(s) in filter string",
                "run_id IN ('a' | Invalid clause(s) in filter string",
                "tags.a IN ('a') | Expected a quoted string value for tag (e.g. 'my-value'). Got value ('a')",
                "metrics.a = ('a') | Expected numeric value type for metric. Found ('a')",
                "status LIKE ('a') | Only ['run_id'] attributes support comparison with a list",
                "run_id = ('a') | Invalid comparator '=' not one of '{'IN', 'NOT IN'}'"
            })
    void refusesWhatItCannotRead(String filter, String message) {
        assertThatThrownBy(() -> RUNS.condition(filter)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.MALFORMED_REQUEST);
            assertThat(problem.detail()).contains(message);
        });
    }

    @Test
    void saysWhereItWentWrong() {
        assertThatThrownBy(() -> RUNS.condition("tags.`😀` = 'x' AND foo = 'y'"))
                .hasMessageEndingWith("(at character 20)");
        assertThatThrownBy(() -> RUNS.condition("metrics.a > 1 XOR metrics.b > 2"))
                .hasMessage("Invalid clause(s) in filter string: 'XOR' (at character 15)");
        assertThatThrownBy(() -> RUNS.condition("tags.a = 'x\0'")).hasMessageContaining("NUL");
    }

    @Test
    void boundsWhatOneFilterCosts() {
        assertThatThrownBy(() -> RUNS.condition("(".repeat(100_000))).hasMessageContaining("50 parentheses");
        String many = "status = 'a' OR ".repeat(500) + "status = 'a'";
        assertThatThrownBy(() -> RUNS.condition(many)).hasMessageContaining("500 comparisons");
        String long_ = "tags.a = '" + "x".repeat(1_000_000);
        assertThatThrownBy(() -> RUNS.condition(long_))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.detail().length()).isLessThan(1_000));
    }

    @Test
    void readsAnOrder() {
        assertThat(RUNS.order(List.of(
                        "metrics.`Mean Square Error`  dEsc",
                        "Created",
                        "params.a ASC",
                        "tags.\"x y\"",
                        "`run_id` DESC")))
                .containsExactly(
                        new Ordering(new Identifier(Kind.METRIC, "Mean Square Error"), false),
                        new Ordering(new Identifier(Kind.ATTRIBUTE, "start_time"), true),
                        new Ordering(new Identifier(Kind.PARAM, "a"), true),
                        new Ordering(new Identifier(Kind.TAG, "x y"), true),
                        new Ordering(new Identifier(Kind.ATTRIBUTE, "run_id"), false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "m.acc | Invalid entity type",
                "acc | Invalid attribute key",
                "`metrics.A | Invalid order_by clause",
                "`metrics.A` | Invalid entity type",
                "attribute.experiment_id | Invalid attribute key",
                "metrics.A != 1 | Invalid order_by clause",
                "'run_id' | Invalid order_by clause",
                "run_id, status | Invalid order_by clause",
                "^^ | Invalid order_by clause",
                "attribute.run_id ACS | Invalid ordering key",
                "dataset.name | Invalid order_by entity: dataset"
            })
    void refusesAnOrderThatItCannotRead(String clause, String message) {
        assertThatThrownBy(() -> RUNS.order(List.of(clause))).hasMessageContaining(message);
    }

    @Test
    void refusesTheSameOrderTwice() {
        assertThatThrownBy(() -> RUNS.order(List.of("Created", "start_time DESC")))
                .hasMessageContaining("`order_by` contains duplicate fields: [Created, start_time DESC]");
    }

    private static Literal literal(String filter) {
        return ((Condition.Comparison) RUNS.condition(filter)).literal();
    }
}
