package dev.holdfast.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionParserTest {
    static final String FULL = """
            description: text
            inputs:
              rows: {dataset: electricity}
              live: {traffic: electricity, rows: 2500, or_dataset: electricity}
            steps:
              - name: prepare
                kind: sql
                inputs: [rows]
                outputs: {clean: "SELECT * FROM rows"}
              - name: fit
                kind: train
                data: prepare.clean
                label: class
                algorithm: gradient_boosted_trees
                exclude: [id]
                holdout: {share: 0.2, order_by: ts}
                seed: 7
                params: {rounds: 100, max_depth: 4}
              - name: score
                kind: evaluate
                model: fit.model
                data: fit.holdout
              - name: check
                kind: gate
                evaluation: score
                thresholds: {accuracy: {min: 0.6}}
                incumbent: {deployment: electricity, metric: accuracy, max_regression: 0.0}
              - name: publish
                kind: register
                model: fit.model
                as: electricity
                gate: check
                aliases: [candidate]
              - name: ship
                kind: deploy
                deployment: electricity
                version: publish.version
            triggers:
              - {on: drift, deployment: electricity, cooldown_rows: 1000}
              - {on: schedule, cron: "0 3 * * *", zone: Europe/Oslo}
            """;

    @Test
    void everythingThatADefinitionSaysIsRead() {
        PipelineDefinition definition = DefinitionParser.parse(FULL);

        assertThat(definition.inputs())
                .containsExactly(
                        new InputSpec.Dataset("rows", "electricity", null),
                        new InputSpec.Traffic("live", "electricity", 2500, "electricity"));
        assertThat(definition.steps())
                .extracting(StepSpec::name)
                .containsExactly("prepare", "fit", "score", "check", "publish", "ship");
        StepSpec.Train train = (StepSpec.Train) definition.step("fit");
        assertThat(train.data()).isEqualTo(new Reference("prepare", "clean", false));
        assertThat(train.holdout()).isEqualTo(new StepSpec.Holdout(0.2, "ts"));
        assertThat(train.params()).isEqualTo(Map.of("rounds", 100L, "max_depth", 4L));
        StepSpec.Gate gate = (StepSpec.Gate) definition.step("check");
        assertThat(gate.thresholds()).isEqualTo(Map.of("accuracy", new StepSpec.Threshold(0.6, null)));
        assertThat(definition.dependencies(definition.step("publish"))).containsExactly("fit", "check");
        assertThat(definition.triggers()).hasSize(2);
        assertThat(definition.decidesWhatServes()).isTrue();
    }

    @Test
    void layoutAndCommentsAreNotTheWork() {
        String other = FULL.replace("inputs: [rows]", "inputs:   # the raw rows\n      - rows");

        assertThat(DefinitionParser.parse(other).step("prepare").common().canonical())
                .isEqualTo(DefinitionParser.parse(FULL).step("prepare").common().canonical());
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                // Replaced, by what, where it is said, what it says.
                Arguments.of("kind: sql", "kind: sqll", "line 7, column 11", "did you mean 'sql'"),
                Arguments.of("label: class", "lable: class", "line 13, column 5", "did you mean 'label'"),
                Arguments.of("    label: class\n", "", "line 10, column 5", "needs 'label'"),
                Arguments.of("label: class", "label: 5", "line 13, column 12", "in quotes: \"5\""),
                Arguments.of("data: prepare.clean", "data: prepare.claen", "line 12, column 11", "prepare.clean"),
                Arguments.of("data: prepare.clean", "data: prepare", "line 12, column 11", "name one of its outputs"),
                Arguments.of("data: prepare.clean", "data: rows.x", "line 12, column 11", "which has none; write rows"),
                Arguments.of(
                        "model: fit.model\n    data",
                        "model: fit.holdout\n    data",
                        "line 21, column 12",
                        "is a table"),
                Arguments.of("evaluation: score", "evaluation: scor", "line 25, column 17", "did you mean 'score'"),
                Arguments.of("version: publish.version", "version: fit.model", "line 37, column 14", "a model version"),
                Arguments.of(
                        "inputs: [rows]",
                        "inputs: [fit.holdout]",
                        "line 6, column 11",
                        "circle: prepare → fit → prepare"),
                Arguments.of("name: score", "name: fit", "line 19, column 11", "already taken at line 10"),
                Arguments.of("share: 0.2", "share: 1.5", "line 16, column 22", "must be from 0"),
                Arguments.of("seed: 7", "seed: -1", "line 17, column 11", "whole number from 0"),
                Arguments.of(
                        "algorithm: gradient_boosted_trees",
                        "algorithm: xgboost",
                        "line 14, column 16",
                        "gradient_boosted_trees"),
                Arguments.of("{min: 0.6}", "{}", "line 26, column 28", "needs 'min' or 'max'"),
                Arguments.of("aliases: [candidate]", "aliases: [../x]", "line 33, column 14", "not contain '..'"),
                Arguments.of("on: drift", "on: drfit", "line 39, column 10", "did you mean 'drift'"),
                Arguments.of("0 3 * * *", "often", "line 40, column 26", "not a cron expression"),
                Arguments.of(
                        "    kind: evaluate",
                        "    kind: evaluate\n    kind: gate",
                        "line 21, column 5",
                        "is there twice"),
                Arguments.of("{dataset: electricity}", "{dataset: electricity", "line 4, column 7", "not valid YAML"),
                Arguments.of("{dataset: electricity}", "&a [*a]", "line 3, column 13", "contains it"),
                Arguments.of("rows: 2500", "rows: 0", "line 4, column 38", "from 1 to"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void whatIsWrongIsSaidWithItsPlace(String target, String replacement, String place, String message) {
        assertThat(FULL).contains(target);

        List<FieldError> errors = errorsOf(FULL.replaceFirst(java.util.regex.Pattern.quote(target), replacement));

        assertThat(errors).anySatisfy(error -> {
            assertThat(error.field()).isEqualTo(place);
            assertThat(error.message()).contains(message);
        });
    }

    @Test
    void allErrorsComeAtOnceInTheOrderOfTheText() {
        List<FieldError> errors = errorsOf(FULL.replace("kind: sql", "kind: sqll")
                .replace("label: class", "label: 5")
                .replace("cooldown_rows: 1000", "cooldown: 1000"));

        assertThat(errors).hasSizeGreaterThanOrEqualTo(3);
        assertThat(errors.getFirst().field()).startsWith("line 7");
        assertThat(errors.getLast().field()).startsWith("line 39");
    }

    @Test
    void textsThatAreMadeToExhaustTheServerAreRefused() {
        assertThat(errorsOf("a: " + "[".repeat(50_000)).getFirst().message()).contains("deeper than");
        assertThat(errorsOf("a: &a [x]\nb: [" + "*a,".repeat(30) + "]")
                        .getFirst()
                        .message())
                .contains("one alias too many");
        ProblemException large = catchThrowableOfType(
                ProblemException.class, () -> DefinitionParser.parse("description: " + "x".repeat(300_000)));
        assertThat(large.type()).isEqualTo(ProblemType.TOO_LARGE);
        assertThat(errorsOf("").getFirst().message()).contains("empty");
    }

    private static List<FieldError> errorsOf(String text) {
        return catchThrowableOfType(ProblemException.class, () -> DefinitionParser.parse(text))
                .errors();
    }
}
