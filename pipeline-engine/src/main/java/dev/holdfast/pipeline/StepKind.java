package dev.holdfast.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of step, with the keys and outputs that each has. */
enum StepKind {
    SQL,
    TRAIN,
    EVALUATE,
    GATE,
    REGISTER,
    DEPLOY,
    /** Freezes rows into a dataset version when a run starts. Made by the engine, never written in a definition. */
    INPUT;

    /** Whether an earlier success with the same inputs may stand for a new one. Steps that judge or change the world never. */
    boolean cacheable() {
        return switch (this) {
            case SQL, TRAIN, EVALUATE -> true;
            case GATE, REGISTER, DEPLOY, INPUT -> false;
        };
    }

    List<String> keys() {
        return switch (this) {
            case SQL -> List.of("inputs", "outputs");
            case TRAIN ->
                List.of(
                        "data",
                        "label",
                        "algorithm",
                        "task",
                        "features",
                        "exclude",
                        "holdout",
                        "seed",
                        "params",
                        "experiment");
            case EVALUATE -> List.of("model", "data");
            case GATE -> List.of("evaluation", "thresholds", "incumbent");
            case REGISTER -> List.of("model", "as", "gate", "aliases", "tags");
            case DEPLOY -> List.of("deployment", "version");
            case INPUT -> List.of();
        };
    }

    /** The outputs that every step of this kind has. The outputs of SQL are named by their author. */
    Map<String, OutputKind> outputs() {
        return switch (this) {
            case TRAIN -> Map.of("model", OutputKind.MODEL, "holdout", OutputKind.TABLE, "profile", OutputKind.PROFILE);
            case EVALUATE -> Map.of("report", OutputKind.EVALUATION);
            case GATE -> Map.of("verdict", OutputKind.VERDICT);
            case REGISTER -> Map.of("version", OutputKind.VERSION);
            case DEPLOY -> Map.of("release", OutputKind.RELEASE);
            case SQL, INPUT -> Map.of();
        };
    }

    /** The output that the bare name of a step stands for, where it has only one. */
    Optional<String> onlyOutput() {
        return outputs().size() == 1 ? outputs().keySet().stream().findFirst() : Optional.empty();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<StepKind> of(String text) {
        return written().filter(kind -> kind.wireName().equals(text)).findFirst();
    }

    /** The kinds that a definition may name. */
    static Stream<StepKind> written() {
        return Stream.of(values()).filter(kind -> kind != INPUT);
    }
}
