package dev.holdfast.model;

import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.kernel.Keys;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where a version's files may come from: only from the run or the logged model that the request names, or from outside, as MLflow has
 * it. Nobody gets hold of another run's files, or of the server's, by the way of a registration.
 */
@Component
class SourceRules {
    private static final int MAX_LENGTH = 2_000;
    private static final Set<String> PROMPT_SOURCES = Set.of("dummy-source", "prompt-template");
    private static final List<String> ENDPOINT = List.of("api", "2.0", "mlflow-artifacts", "artifacts");

    private final SourceRoots roots;
    private final SourceSettings settings;

    SourceRules(SourceRoots roots, SourceSettings settings) {
        this.roots = roots;
        this.settings = settings;
    }

    /** A problem (422) where the source is not one that may be registered, as the request has it. */
    ModelSource check(SourceRegistration request) {
        String text = request.source();
        Keys.checkLength("source", text, MAX_LENGTH);
        if (!settings.matches(text)) {
            throw invalid(text, "Invalid model version source: '" + text + "'.");
        }
        if (request.isPrompt() && !PROMPT_SOURCES.contains(text)) {
            throw invalid(
                    text, "Invalid prompt source: '" + text + "'. Prompt sources must use an MLflow placeholder.");
        }
        SourceUri source = SourceUri.parse(text);
        if (settings.refuses(source)) {
            throw invalid(
                    text,
                    "'source' cannot use the '" + source.scheme() + "' scheme: the '" + source.scheme()
                            + "' scheme addresses a host other than the tracking server's configured artifact storage,"
                            + " so the server would connect to the host named in the URI. Set"
                            + " holdfast.models.sources.allowed-schemes on the server to allow it.");
        }
        String runId = emptyIsNone(request.runId());
        String modelId = emptyIsNone(request.modelId());
        if (request.isPrompt()) {
            return new ModelSource(text, null, runId, modelId, null, null);
        }
        ModelUri model = source.scheme().equals("models") ? modelUri(source) : null;
        if (model instanceof ModelUri.Registered registered) {
            return ofVersion(text, registered, request);
        }
        if (!source.isLocal()) {
            checkAbsolute(source);
        }
        return modelId == null ? ofRun(source, runId) : ofLoggedModel(source, modelId, runId);
    }

    /** The files of a version that is registered already. */
    private ModelSource ofVersion(String text, ModelUri.Registered uri, SourceRegistration request) {
        checkAbsolute(SourceUri.parse(text));
        ModelVersion version = roots.version(uri);
        if (differs(request.runId(), version.runId()) || differs(request.modelId(), version.modelId())) {
            throw invalid(
                    text,
                    "Invalid model version source: '" + text
                            + "'. The run_id and model_id request parameters must match"
                            + " the referenced model version.");
        }
        return new ModelSource(
                "models:/" + version.model() + "/" + version.version(),
                version.storageLocation(),
                version.runId(),
                version.modelId(),
                null,
                version);
    }

    private ModelSource ofRun(SourceUri source, @Nullable String runId) {
        Optional<SourceRoots.Root> run = runId == null ? Optional.empty() : roots.run(runId);
        if (source.isLocal()) {
            return local(source, run, runId, null, "run_id");
        }
        return switch (source.scheme()) {
            case "runs" -> {
                List<String> names = rawNames(source.path());
                if (!source.authority().isEmpty()
                        || runId == null
                        || !names.getFirst().equals(runId)) {
                    throw notOf(source, "run_id");
                }
                String below = String.join("/", names.subList(1, names.size()));
                // A run that is not known here may be known elsewhere: its files are then.
                ArtifactPath files = run.map(SourceRoots.Root::location)
                        .map(root -> artifacts(SourceUri.parse(below.isEmpty() ? root : root + "/" + below)))
                        .orElse(null);
                yield new ModelSource(source.text(), null, runId, null, files, null);
            }
            // Only a request that names the logged model may take its files.
            case "models" -> throw notOf(source, "model_id");
            default -> {
                if (isArtifacts(source)
                        && run.map(SourceRoots.Root::location)
                                .filter(root -> SourceUri.parse(root).contains(source))
                                .isEmpty()) {
                    throw notOf(source, "run_id");
                }
                yield new ModelSource(source.text(), null, runId, null, artifacts(source), null);
            }
        };
    }

    private ModelSource ofLoggedModel(SourceUri source, String modelId, @Nullable String runId) {
        Optional<SourceRoots.Root> model = roots.loggedModel(modelId);
        if (source.isLocal()) {
            return local(source, model, runId, modelId, "model_id");
        }
        if (source.scheme().equals("runs")) {
            throw notOf(source, "model_id");
        }
        boolean itself = source.scheme().equals("models");
        if (itself
                && (!(modelUri(source) instanceof ModelUri.Logged logged)
                        || !logged.modelId().equals(modelId))) {
            throw notOf(source, "model_id");
        }
        if (isArtifacts(source)
                && model.map(SourceRoots.Root::location)
                        .filter(root -> SourceUri.parse(root).contains(source))
                        .isEmpty()) {
            throw notOf(source, "model_id");
        }
        SourceRoots.Root root = model.orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "Logged model with ID '" + modelId + "' not found."));
        return new ModelSource(
                source.text(),
                itself ? root.location() : null,
                runId == null ? emptyIsNone(root.runId()) : runId,
                modelId,
                artifacts(itself ? SourceUri.parse(root.location()) : source),
                null);
    }

    /** Files of the client's machine: the server only notes where. */
    private static ModelSource local(
            SourceUri source,
            Optional<SourceRoots.Root> owner,
            @Nullable String runId,
            @Nullable String modelId,
            String parameter) {
        String host = source.host();
        boolean elsewhere =
                !host.isEmpty() && !host.equals(".") && !host.startsWith("localhost") && !host.startsWith("127.0.0.1");
        if (elsewhere) {
            throw invalid(
                    source.text(),
                    source.text() + " is not a valid remote uri. For remote access on windows, please consider using a"
                            + " different scheme such as SMB (e.g. smb://<hostname>/<path>).");
        }
        boolean within = owner.map(root -> SourceUri.parse(root.location()))
                .filter(SourceUri::isLocal)
                .filter(root -> isWithin(source, root))
                .isPresent();
        if (!within) {
            throw invalid(
                    source.text(),
                    "Invalid model version source: '" + source.text()
                            + "'. To use a local path as a model version source,"
                            + " the " + parameter
                            + " request parameter has to be specified and the local path has to be"
                            + " contained within the artifact directory of the run specified by the " + parameter
                            + ".");
        }
        return new ModelSource(source.text(), null, runId, modelId, null, null);
    }

    private static boolean isWithin(SourceUri source, SourceUri root) {
        List<String> names = resolved(source);
        List<String> above = resolved(root);
        return source.path().startsWith("/")
                && root.path().startsWith("/")
                && names.stream().noneMatch(name -> name.indexOf('\0') >= 0)
                && !above.isEmpty()
                && names.size() >= above.size()
                && names.subList(0, above.size()).equals(above);
    }

    /** The names that a path comes to on a disk: upwards is only for the client that reads there, after this has looked where it leads. */
    private static List<String> resolved(SourceUri uri) {
        List<String> names = new ArrayList<>();
        for (String name : String.join("/", uri.names()).split("/", -1)) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    /** Whatever is encoded in it, a path must not lead upwards, nor begin anywhere but at the root. */
    private static void checkAbsolute(SourceUri source) {
        String decoded = SourceUri.fullyDecoded(source.text().replace('+', ' '));
        String path = SourceUri.parse(decoded).path();
        List<String> names = rawNames(path);
        if (Arrays.asList(decoded.split("/")).contains("..")
                || decoded.indexOf('\0') >= 0
                || !path.startsWith("/")
                || names.getFirst().isEmpty()
                || names.contains(".")) {
            throw invalid(
                    source.text(),
                    "Invalid model version source: '" + source.text()
                            + "'. If supplying a source as an http, https, local"
                            + " file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided"
                            + " without relative path references present. Please provide an absolute path.");
        }
    }

    /** The names in a path without empty ones, as they are written; one empty name where there is none. */
    private static List<String> rawNames(String path) {
        List<String> names =
                Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
        return names.isEmpty() ? List.of("") : names;
    }

    private static boolean isArtifacts(SourceUri source) {
        if (source.scheme().equals("mlflow-artifacts")) {
            return true;
        }
        List<String> names = source.names();
        return Set.of("http", "https").contains(source.scheme()) && Collections.indexOfSubList(names, ENDPOINT) >= 0;
    }

    /** Where a URI of ours lies in the tree of artifacts; absent for all others. */
    private static @Nullable ArtifactPath artifacts(SourceUri source) {
        if (!source.scheme().equals("mlflow-artifacts") || !source.authority().isEmpty()) {
            return null;
        }
        return ArtifactPath.parse(String.join(
                "/", rawNames(source.path()).stream().map(SourceUri::decoded).toList()));
    }

    private static ModelUri modelUri(SourceUri source) {
        if (!source.authority().isEmpty()) {
            throw invalid(
                    source.text(),
                    "Invalid model version source: '" + source.text()
                            + "'. Registered model sources must use the active model registry.");
        }
        return ModelUri.parse(source).orElseThrow(() -> notOf(source, "model_id"));
    }

    private static boolean differs(@Nullable String asked, @Nullable String found) {
        return asked != null && !asked.equals(Objects.requireNonNullElse(found, ""));
    }

    private static @Nullable String emptyIsNone(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static ProblemException notOf(SourceUri source, String parameter) {
        return invalid(
                source.text(),
                "Invalid model version source: '" + source.text() + "'. The " + parameter
                        + " request parameter must identify the resource that contains the source.");
    }

    private static ProblemException invalid(String source, String message) {
        return RegistryRules.invalid("source", source, message);
    }
}
