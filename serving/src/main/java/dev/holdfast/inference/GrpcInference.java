package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.RequestHeaders;
import dev.holdfast.runtime.Deadline;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Service;

/** The Open Inference Protocol's methods for gRPC: a message's bytes in, a message's bytes out, whatever carries them. */
@Service
public class GrpcInference {
    private static final byte[] EMPTY = {};
    private static final int SERVING = 1;
    private static final int NOT_SERVING = 2;

    private final Inference inference;
    private final ServedModels models;
    private final ServedRepository repository;
    private final RefusedPredictions refused;

    GrpcInference(Inference inference, ServedModels models, ServedRepository repository, RefusedPredictions refused) {
        this.refused = refused;
        this.inference = inference;
        this.models = models;
        this.repository = repository;
    }

    /**
     * Answers a call. Who calls was checked before.
     *
     * @param message not copied; nobody may change it from now on
     * @return fails with a problem that says what to do
     */
    public CompletableFuture<AnswerBody> answer(
            GrpcMethod method, byte[] message, TraceContext trace, Deadline deadline, RequestHeaders metadata) {
        try {
            if (method == GrpcMethod.MODEL_INFER) {
                ModelInferReader.Target target = ModelInferReader.target(message);
                return inference
                        .answer(
                                new Call(target.model(), target.version(), trace, deadline, metadata),
                                Codec.protobuf(),
                                message)
                        .thenApply(EncodedAnswer::body);
            }
            return CompletableFuture.completedFuture(AnswerBody.protobuf(answer(method, message)));
        } catch (RuntimeException e) {
            if (method == GrpcMethod.MODEL_INFER) {
                refused.refused(RefusedPredictions.Port.PREDICTIONS, e);
            }
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Answers gRPC's own question about health: of the server, or of the service by its name.
     *
     * @throws ProblemException 404 for another service
     */
    public AnswerBody health(byte[] message) {
        ProtobufInput in = new ProtobufInput(message);
        String service = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 1) {
                service = in.text();
            } else {
                in.skip();
            }
        }
        if (!service.isEmpty() && !service.equals(GrpcMethod.SERVICE_NAME)) {
            throw ProblemException.notFound("service \"" + service + "\"");
        }
        return AnswerBody.protobuf(new ProtobufOutput()
                .number(1, models.isReady() ? SERVING : NOT_SERVING)
                .toByteArray());
    }

    private byte[] answer(GrpcMethod method, byte[] message) {
        return switch (method) {
            case SERVER_LIVE -> GrpcMessages.truth(true);
            case SERVER_READY -> GrpcMessages.truth(models.isReady());
            case SERVER_METADATA -> GrpcMessages.server(models.server());
            case MODEL_READY -> GrpcMessages.truth(isReady(target(message)));
            case MODEL_METADATA -> {
                ModelInferReader.Target target = target(message);
                yield GrpcMessages.model(models.model(target.model(), target.version()));
            }
            case MODEL_CONFIG -> {
                ModelInferReader.Target target = target(message);
                yield GrpcMessages.config(models.config(target.model(), target.version()));
            }
            case MODEL_STATISTICS -> {
                ModelInferReader.Target target = target(message);
                yield GrpcMessages.statistics(
                        target.model().isEmpty()
                                ? models.statistics()
                                : models.statistics(target.model(), target.version()));
            }
            case REPOSITORY_INDEX -> GrpcMessages.index(repository.index(readyOnly(message)));
            case REPOSITORY_MODEL_LOAD -> {
                ServedRepository.refuseParameters(hasParameters(message));
                repository.load(repositoryModel(message));
                yield EMPTY;
            }
            case REPOSITORY_MODEL_UNLOAD -> {
                repository.unload(repositoryModel(message));
                yield EMPTY;
            }
            case MODEL_INFER -> throw new IllegalStateException("A prediction is not answered here");
        };
    }

    private static ModelInferReader.Target target(byte[] message) {
        return ModelInferReader.target(message);
    }

    private boolean isReady(ModelInferReader.Target target) {
        try {
            models.model(target.model(), target.version());
            return true;
        } catch (ProblemException e) {
            if (e.type() == ProblemType.UNAVAILABLE) {
                return false;
            }
            throw e;
        }
    }

    private static boolean readyOnly(byte[] message) {
        ProtobufInput in = new ProtobufInput(message);
        boolean ready = false;
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 2) {
                ready = in.number() != 0;
            } else {
                in.skip();
            }
        }
        return ready;
    }

    private static String repositoryModel(byte[] message) {
        ProtobufInput in = new ProtobufInput(message);
        String name = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 2) {
                name = in.text();
            } else {
                in.skip();
            }
        }
        return name;
    }

    private static boolean hasParameters(byte[] message) {
        ProtobufInput in = new ProtobufInput(message);
        boolean has = false;
        for (int field = in.next(); field != 0; field = in.next()) {
            has |= field == 3;
            in.skip();
        }
        return has;
    }
}
