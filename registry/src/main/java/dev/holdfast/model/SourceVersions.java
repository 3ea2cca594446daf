package dev.holdfast.model;

import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds the registered version that a source names. */
@Component
class SourceVersions {
    private static final String PROMPT = "mlflow.prompt.is_prompt";

    private final ModelRepository models;
    private final VersionRepository versions;
    private final ModelJson json;

    SourceVersions(ModelRepository models, VersionRepository versions, ModelJson json) {
        this.models = models;
        this.versions = versions;
        this.json = json;
    }

    /** A problem (404, 422) where there is none, or where it is a prompt. */
    @Transactional(readOnly = true)
    public ModelVersion find(ModelUri.Registered uri) {
        RegistryRules.checkName("name", uri.name());
        RegisteredModel model = models.findByName(uri.name())
                .orElseThrow(() -> RegistryRules.noSuchModel(uri.name()))
                .toRecord();
        if ("true".equalsIgnoreCase(model.tags().get(PROMPT))) {
            throw RegistryRules.invalid(
                    "source",
                    uri.name(),
                    "Invalid model version source: '" + uri.name()
                            + "'. Prompt versions cannot be used as model version sources.");
        }
        int number = number(uri, model);
        return versions.find(uri.name(), number)
                .orElseThrow(() -> RegistryRules.noSuchVersion(uri.name(), number))
                .toRecord(json);
    }

    private int number(ModelUri.Registered uri, RegisteredModel model) {
        if (uri.version() != null) {
            return uri.version();
        }
        if (uri.alias() != null) {
            Integer aliased = model.aliases().get(uri.alias());
            if (aliased == null) {
                throw RegistryRules.invalid(
                        "source", uri.alias(), "Registered model alias " + uri.alias() + " not found.");
            }
            return aliased;
        }
        ModelStage stage = uri.stage() == null ? null : ModelStage.parse(uri.stage());
        return versions.latest(List.of(uri.name())).stream()
                .filter(version -> stage == null || version.stage() == stage)
                .map(VersionEntity::version)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> RegistryRules.invalid(
                        "source",
                        uri.name(),
                        "No versions of model with name '" + uri.name() + "'"
                                + (stage == null ? "" : " and stage '" + stage.title() + "'") + " found"));
    }
}
