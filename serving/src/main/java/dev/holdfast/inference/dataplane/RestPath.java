package dev.holdfast.inference.dataplane;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * What a method and a path ask for.
 *
 * @param model empty where the action is about none
 * @param version the model version that is asked for; absent: whichever serves
 */
record RestPath(Action action, String model, @Nullable String version) {
    /** What can be asked for, with the least role that may. */
    enum Action {
        SERVER(null),
        LIVE(null),
        READY(null),
        MODEL(Role.VIEWER),
        MODEL_READY(Role.VIEWER),
        CONFIG(Role.VIEWER),
        STATISTICS(Role.VIEWER),
        ALL_STATISTICS(Role.VIEWER),
        INFER(Role.VIEWER);

        private final @Nullable Role role;

        Action(@Nullable Role role) {
            this.role = role;
        }

        @Nullable
        Role role() {
            return role;
        }
    }

    private static final String MODELS = "/v2/models/";
    private static final String VERSIONS = "/versions/";

    /**
     * Reads a request's first line.
     *
     * @throws ProblemException 405 for another method, 501 for another path
     */
    static RestPath of(String method, String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        RestPath found = find(path);
        if (found == null) {
            throw new ProblemException(
                    ProblemType.NOT_SUPPORTED,
                    method + " " + path + " is not supported on this port; GET /v2 lists the extensions that are, and"
                            + " everything else is on the main port.");
        }
        String wanted = found.action == Action.INFER ? "POST" : "GET";
        if (!method.equals(wanted)) {
            throw new ProblemException(
                    ProblemType.METHOD_NOT_ALLOWED, path + " takes " + wanted + ", not " + method + ".");
        }
        return found;
    }

    private static @Nullable RestPath find(String path) {
        return switch (path) {
            case "/v2", "/v2/" -> new RestPath(Action.SERVER, "", null);
            case "/v2/health/live" -> new RestPath(Action.LIVE, "", null);
            case "/v2/health/ready" -> new RestPath(Action.READY, "", null);
            case "/v2/models/stats" -> new RestPath(Action.ALL_STATISTICS, "", null);
            default -> path.startsWith(MODELS) ? ofModel(path.substring(MODELS.length())) : null;
        };
    }

    private static @Nullable RestPath ofModel(String rest) {
        int slash = rest.indexOf('/');
        String model = decoded(slash < 0 ? rest : rest.substring(0, slash));
        String tail = slash < 0 ? "" : rest.substring(slash);
        String version = null;
        if (tail.startsWith(VERSIONS)) {
            int end = tail.indexOf('/', VERSIONS.length());
            version = decoded(end < 0 ? tail.substring(VERSIONS.length()) : tail.substring(VERSIONS.length(), end));
            tail = end < 0 ? "" : tail.substring(end);
        }
        Action action = switch (tail) {
            case "" -> Action.MODEL;
            case "/ready" -> Action.MODEL_READY;
            case "/config" -> Action.CONFIG;
            case "/stats" -> Action.STATISTICS;
            case "/infer" -> Action.INFER;
            default -> null;
        };
        return action == null || model.isEmpty() ? null : new RestPath(action, model, version);
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The path can't be read; percent-encode it.");
        }
    }
}
