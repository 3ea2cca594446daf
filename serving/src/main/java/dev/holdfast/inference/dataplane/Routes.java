package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.GrpcInference;
import dev.holdfast.inference.Inference;
import dev.holdfast.inference.InferenceProperties;
import dev.holdfast.inference.RefusedPredictions;
import dev.holdfast.inference.ServedModels;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import dev.holdfast.web.Callers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What the connections lead to, and who may go there. */
@Component
class Routes {
    private final Callers callers;
    private final GrpcInference grpc;
    private final RestCalls rest;
    private final long maxBody;
    private final BodyRoom room;
    private final RefusedPredictions refused;

    Routes(
            Callers callers,
            GrpcInference grpc,
            Inference inference,
            ServedModels models,
            JsonMapper json,
            RefusedPredictions refused,
            InferenceProperties properties,
            DataPlaneProperties dataPlane) {
        this.refused = refused;
        this.callers = callers;
        this.grpc = grpc;
        this.rest = new RestCalls(inference, models, json, properties.maxBody().toBytes());
        this.maxBody = properties.maxBody().toBytes();
        this.room = new BodyRoom(dataPlane.maxHeld().toBytes(), maxBody);
    }

    GrpcInference grpc() {
        return grpc;
    }

    RestCalls rest() {
        return rest;
    }

    /** Memory for bodies of all connections. */
    BodyRoom room() {
        return room;
    }

    /** A prediction was refused before it was known whom it asks. */
    void refused(RuntimeException why) {
        refused.refused(RefusedPredictions.Port.PREDICTIONS, why);
    }

    /** A caller hung up before all of his request was there. */
    void hungUp() {
        refused.hungUp(RefusedPredictions.Port.PREDICTIONS);
    }

    /** The largest message or body, in bytes after decompression. */
    long maxBody() {
        return maxBody;
    }

    /**
     * Lets a caller through who has the role.
     *
     * @param role absent: anyone may call
     * @throws ProblemException 401 or 403
     */
    void check(Callers.Evidence evidence, @Nullable Role role) {
        if (role == null) {
            return;
        }
        Optional<Actor> actor = callers.find(evidence);
        if (actor.isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNAUTHENTICATED,
                    "Send a token (authorization: Bearer <token>) or a name and a password (Basic).");
        }
        if (!actor.get().role().includes(role)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "This needs the role " + role.wireName() + "; \""
                            + actor.get().name() + "\" is " + actor.get().role().wireName() + ".");
        }
    }
}
