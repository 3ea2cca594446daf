package dev.holdfast.artifact.mlflow;

import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.mlflow.MlflowException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Paths of artifacts as callers write them. The protocol has the same two words for all that is wrong with one. */
final class RequestedPath {
    private RequestedPath() {}

    static ArtifactPath parse(@Nullable String path) {
        try {
            return ArtifactPath.parse(path == null ? "" : withoutDots(path));
        } catch (ProblemException e) {
            throw invalid();
        }
    }

    static ArtifactPath resolve(ArtifactPath root, String relative) {
        try {
            return root.resolve(withoutDots(relative));
        } catch (ProblemException e) {
            throw invalid();
        }
    }

    /**
     * What follows the endpoint in the URL. Read from the URL as it was sent: elsewhere a semicolon and what follows it are left out, and
     * names of files may have one.
     *
     * @param names how many names the endpoint's own path has
     */
    static ArtifactPath after(HttpServletRequest request, int names) {
        String uri = request.getRequestURI().substring(request.getContextPath().length());
        int start = 0;
        for (int i = 0; i <= names && start >= 0; i++) {
            start = uri.indexOf('/', start) + 1;
            if (start == 0) {
                return ArtifactPath.ROOT;
            }
        }
        return parse(decode(uri.substring(start)));
    }

    /** A parameter of the query, without looking for it in the body: the body is a file, whatever type it says it has. */
    static @Nullable String inQuery(HttpServletRequest request, String name) {
        String query = request.getQueryString();
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    throw invalid();
                }
            }
        }
        return null;
    }

    /** A single dot is where one is already: clients ask for {@code .} when they mean everything. */
    private static String withoutDots(String path) {
        if (!path.contains(".")) {
            return path;
        }
        String rest = Arrays.stream(path.split("/", -1))
                .filter(name -> !name.equals("."))
                .collect(Collectors.joining("/"));
        // What was absolute stays so, and is refused.
        return path.startsWith("/") && !rest.startsWith("/") ? path : rest;
    }

    private static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            boolean whole = i + 2 < text.length();
            int high = whole ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = whole ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw invalid();
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid();
        }
    }

    private static MlflowException invalid() {
        return MlflowException.invalid("Invalid path");
    }
}
