package dev.holdfast.model;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How far a version has come, for those who think in stages; aliases say the same more freely. */
public enum ModelStage {
    NONE("None"),
    STAGING("Staging"),
    PRODUCTION("Production"),
    ARCHIVED("Archived");

    private final String title;

    ModelStage(String title) {
        this.title = title;
    }

    /** As MLflow writes it. */
    public String title() {
        return title;
    }

    /** Whether versions in this stage are in use, so that one of them can take the place of the others. */
    public boolean isActive() {
        return this == STAGING || this == PRODUCTION;
    }

    /** Reads a stage in whatever case; a problem (422) that lists the stages where it is none. */
    public static ModelStage parse(String text) {
        return Arrays.stream(values())
                .filter(stage -> stage.title.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> {
                    String message = "Invalid Model Version stage: " + text + ". Value must be one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(values())
                                            .map(ModelStage::title)
                                            .toList()) + ".";
                    return new ProblemException(
                            ProblemType.INVALID, message, List.of(new FieldError("stage", text, message)));
                });
    }

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
