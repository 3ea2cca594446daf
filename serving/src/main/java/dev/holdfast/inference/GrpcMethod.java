package dev.holdfast.inference;

import dev.holdfast.kernel.Role;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The methods that are answered over gRPC, each with the least role that may call it. Every one takes one message and gives one. */
public enum GrpcMethod {
    SERVER_LIVE("ServerLive", null),
    SERVER_READY("ServerReady", null),
    SERVER_METADATA("ServerMetadata", null),
    MODEL_READY("ModelReady", Role.VIEWER),
    MODEL_METADATA("ModelMetadata", Role.VIEWER),
    MODEL_INFER("ModelInfer", Role.VIEWER),
    MODEL_CONFIG("ModelConfig", Role.VIEWER),
    MODEL_STATISTICS("ModelStatistics", Role.VIEWER),
    REPOSITORY_INDEX("RepositoryIndex", Role.ADMIN),
    REPOSITORY_MODEL_LOAD("RepositoryModelLoad", Role.ADMIN),
    REPOSITORY_MODEL_UNLOAD("RepositoryModelUnload", Role.ADMIN);

    /** The service that they are methods of. */
    static final String SERVICE_NAME = "inference.GRPCInferenceService";

    private static final String SERVICE = "/" + SERVICE_NAME + "/";

    private static final Map<String, GrpcMethod> BY_PATH = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(method -> SERVICE + method.name, Function.identity()));

    private final String name;
    private final @Nullable Role role;

    GrpcMethod(String name, @Nullable Role role) {
        this.name = name;
        this.role = role;
    }

    /** The method of that path; null where there is none. */
    public static @Nullable GrpcMethod of(String path) {
        return BY_PATH.get(path);
    }

    /** The least role that may call it; null where anyone may. */
    public @Nullable Role role() {
        return role;
    }
}
