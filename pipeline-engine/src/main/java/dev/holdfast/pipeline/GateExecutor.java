package dev.holdfast.pipeline;

import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.GateCheck;
import dev.holdfast.model.GateVerdict;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.LoadedModel;
import dev.holdfast.runtime.ModelRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Holds an evaluation against thresholds and against what serves now. */
@Component("pipelineGateExecutor")
class GateExecutor implements StepExecutor {
    private final Deployments deployments;
    private final Models models;
    private final ModelRuntime runtime;
    private final Scorer scorer;
    private final Json json;

    GateExecutor(Deployments deployments, Models models, ModelRuntime runtime, Scorer scorer, Json json) {
        this.deployments = deployments;
        this.models = models;
        this.runtime = runtime;
        this.scorer = scorer;
        this.json = json;
    }

    @Override
    public StepKind kind() {
        return StepKind.GATE;
    }

    @Override
    public StepResult execute(StepContext context) throws IOException {
        StepSpec.Gate spec = context.spec(StepSpec.Gate.class);
        EvaluationFacts evaluation = json.facts(context.input(spec.evaluation()).facts(), EvaluationFacts.class);
        requireMetrics(spec, evaluation);
        List<GateCheck> checks = new ArrayList<>();
        spec.thresholds().forEach((metric, threshold) -> {
            double value = evaluation.metrics().getOrDefault(metric, Double.NaN);
            if (threshold.min() != null) {
                checks.add(check(metric, "min", threshold.min(), value, value >= threshold.min()));
            }
            if (threshold.max() != null) {
                checks.add(check(metric, "max", threshold.max(), value, value <= threshold.max()));
            }
        });
        if (spec.incumbent() != null) {
            checks.add(compare(context, spec.incumbent(), evaluation));
        }
        boolean passed = checks.stream().allMatch(GateCheck::passed);
        checks.forEach(check -> context.log(check.explanation()));
        Artifact verdict =
                new Artifact("verdict", OutputKind.VERDICT, null, null, json.facts(new GateVerdict(passed, checks)));
        if (!passed) {
            throw new StepFailedException(failure(spec, checks), List.of(verdict));
        }
        return StepResult.of(verdict);
    }

    private static void requireMetrics(StepSpec.Gate spec, EvaluationFacts evaluation) {
        List<FieldError> errors = new ArrayList<>();
        List<String> known = List.copyOf(evaluation.metrics().keySet());
        for (String metric : spec.thresholds().keySet()) {
            if (!known.contains(metric)) {
                errors.add(missing("steps." + spec.name() + ".thresholds", metric, known));
            }
        }
        if (spec.incumbent() != null && !known.contains(spec.incumbent().metric())) {
            errors.add(missing(
                    "steps." + spec.name() + ".incumbent.metric",
                    spec.incumbent().metric(),
                    known));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static FieldError missing(String field, String metric, List<String> known) {
        return new FieldError(
                field,
                metric,
                "is not a metric that this evaluation has; " + DefinitionErrors.suggestion(metric, known));
    }

    private static GateCheck check(String metric, String rule, double threshold, double value, boolean passed) {
        String explanation = metric + " is " + text(value) + ", which is " + (passed ? "" : "not ")
                + (rule.equals("min") ? "at least " : "at most ") + text(threshold) + ".";
        return new GateCheck(metric, rule, threshold, value, null, null, passed, explanation);
    }

    private GateCheck compare(StepContext context, StepSpec.IncumbentRule rule, EvaluationFacts evaluation)
            throws IOException {
        double value = evaluation.metrics().getOrDefault(rule.metric(), Double.NaN);
        Optional<Release> serving = current(rule.deployment());
        if (serving.isEmpty()) {
            return new GateCheck(
                    rule.metric(),
                    "max_regression",
                    rule.maxRegression(),
                    value,
                    null,
                    null,
                    true,
                    "Deployment " + rule.deployment() + " serves nothing yet: there is no incumbent to compare with.");
        }
        ModelVersion incumbent =
                models.version(serving.get().model(), serving.get().modelVersion());
        String name = incumbent.model() + "/" + incumbent.version();
        Double other;
        try {
            other = score(context, incumbent, evaluation).get(rule.metric());
        } catch (ProblemException e) {
            if (e.type() != ProblemType.INVALID) {
                throw e;
            }
            return unscored(rule, value, name, e.detail());
        }
        if (other == null) {
            return unscored(rule, value, name, "it has no " + rule.metric() + " on these rows.");
        }
        double regression = Metrics.regression(rule.metric(), value, other);
        boolean passed = regression <= rule.maxRegression();
        String explanation = rule.metric() + " is " + text(value) + ", the incumbent " + name + " has " + text(other)
                + " on the same rows: " + text(Math.abs(regression))
                + (regression > 0 ? " worse" : " better or the same")
                + (rule.maxRegression() < 0
                        ? ", and " + text(-rule.maxRegression()) + " better is asked."
                        : ", with " + text(rule.maxRegression()) + " worse allowed.");
        return new GateCheck(
                rule.metric(), "max_regression", rule.maxRegression(), value, other, name, passed, explanation);
    }

    private static GateCheck unscored(StepSpec.IncumbentRule rule, double value, String incumbent, String why) {
        return new GateCheck(
                rule.metric(),
                "max_regression",
                rule.maxRegression(),
                value,
                null,
                incumbent,
                false,
                "The incumbent " + incumbent + " can't be scored on the same rows: " + why);
    }

    private Optional<Release> current(String deployment) {
        try {
            return deployments.current(deployment);
        } catch (ProblemException e) {
            if (e.type() == ProblemType.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Map<String, Double> score(StepContext context, ModelVersion incumbent, EvaluationFacts evaluation)
            throws IOException {
        Map<String, Object> facts = incumbent.facts();
        boolean classification =
                String.valueOf(facts.getOrDefault("task", evaluation.task())).equals(ModelFacts.CLASSIFICATION);
        if (classification != evaluation.task().equals(ModelFacts.CLASSIFICATION)) {
            throw ProblemException.invalid(
                    "task", facts.get("task"), "is another task than " + evaluation.task() + ".");
        }
        List<String> classes = facts.get("classes") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        Scorer.Rows rows = new Scorer.Rows(
                context.file(evaluation.data()),
                DatasetFormat.valueOf(evaluation.format().toUpperCase(Locale.ROOT)),
                evaluation.label());
        try (LoadedModel model = runtime.load(incumbent)) {
            return scorer.evaluate(model, classification, classes, rows, context.cancellation())
                    .metrics();
        }
    }

    private static ProblemException failure(StepSpec.Gate spec, List<GateCheck> checks) {
        List<GateCheck> failed =
                checks.stream().filter(check -> !check.passed()).toList();
        return new ProblemException(
                ProblemType.CONFLICT,
                "The gate " + spec.name() + " did not let the model pass: "
                        + failed.stream().map(GateCheck::explanation).collect(Collectors.joining(" ")),
                failed.stream()
                        .map(check -> new FieldError(
                                "steps." + spec.name() + "." + check.metric(), check.value(), check.explanation()))
                        .toList());
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
