package dev.holdfast.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.kernel.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a webhook can be told: something that was done to a kind of thing. */
public enum WebhookEvent {
    REGISTERED_MODEL_CREATED("registered_model", "created", true),
    MODEL_VERSION_CREATED("model_version", "created", true),
    MODEL_VERSION_TAG_SET("model_version_tag", "set", true),
    MODEL_VERSION_TAG_DELETED("model_version_tag", "deleted", true),
    MODEL_VERSION_ALIAS_CREATED("model_version_alias", "created", true),
    MODEL_VERSION_ALIAS_DELETED("model_version_alias", "deleted", true),
    // Prompts and budgets are MLflow's: who subscribes to them is heard, and nothing ever happens.
    PROMPT_CREATED("prompt", "created", true),
    PROMPT_VERSION_CREATED("prompt_version", "created", true),
    PROMPT_TAG_SET("prompt_tag", "set", true),
    PROMPT_TAG_DELETED("prompt_tag", "deleted", true),
    PROMPT_VERSION_TAG_SET("prompt_version_tag", "set", true),
    PROMPT_VERSION_TAG_DELETED("prompt_version_tag", "deleted", true),
    PROMPT_ALIAS_CREATED("prompt_alias", "created", true),
    PROMPT_ALIAS_DELETED("prompt_alias", "deleted", true),
    BUDGET_POLICY_EXCEEDED("budget_policy", "exceeded", true),
    // Ours.
    RELEASE_ACTIVATED("release", "activated", false),
    DRIFT_DETECTED("drift", "detected", false),
    PIPELINE_RUN_STARTED("pipeline_run", "started", false),
    PIPELINE_RUN_ENDED("pipeline_run", "ended", false);

    private final String entity;
    private final String action;
    private final boolean inMlflow;

    WebhookEvent(String entity, String action, boolean inMlflow) {
        this.entity = entity;
        this.action = action;
        this.inMlflow = inMlflow;
    }

    /** The kind of thing, for example {@code model_version}. */
    public String entity() {
        return entity;
    }

    /** What was done, for example {@code created}. */
    public String action() {
        return action;
    }

    /** Whether MLflow's clients know it: one that meets another event fails. */
    public boolean isInMlflow() {
        return inMlflow;
    }

    /** The name on the wire, {@code entity.action}. */
    @JsonValue
    @Override
    public String toString() {
        return entity + "." + action;
    }

    public static Optional<WebhookEvent> find(String entity, String action) {
        return Arrays.stream(values())
                .filter(event -> event.entity.equals(entity) && event.action.equals(action))
                .findFirst();
    }

    /** Reads the name on the wire; a problem that lists the names where it is none. */
    public static WebhookEvent of(String name) {
        return Arrays.stream(values())
                .filter(event -> event.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("events", name, "must be of " + List.of(values()) + "."));
    }
}
