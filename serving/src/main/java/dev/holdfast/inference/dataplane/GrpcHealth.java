package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.AnswerBody;

/** The method {@code Check} of gRPC's own health service: whether this server answers. */
final class GrpcHealth {
    private static final String CHECK = "/grpc.health.v1.Health/Check";

    private GrpcHealth() {}

    static boolean isAsked(String path) {
        return path.equals(CHECK);
    }

    static AnswerBody answer(Routes routes, byte[] message) {
        return routes.grpc().health(message);
    }
}
