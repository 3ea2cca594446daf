package dev.holdfast.tracking;

import dev.holdfast.artifact.ArtifactOwner;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where runs have their artifacts. */
@Component
class RunArtifacts implements ArtifactOwner {
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");

    private final JdbcClient jdbc;

    RunArtifacts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Kind kind() {
        return Kind.RUN;
    }

    @Override
    public String location(String id) {
        if (!RUN_ID.matcher(id).matches()) {
            throw notFound(id);
        }
        return jdbc.sql("SELECT artifact_uri FROM tracking.run WHERE run_id = :id")
                .param("id", new UUID(Long.parseUnsignedLong(id, 0, 16, 16), Long.parseUnsignedLong(id, 16, 32, 16)))
                .query(String.class)
                .optional()
                .orElseThrow(() -> notFound(id));
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(ProblemType.NOT_FOUND, "Run with id=" + id + " not found");
    }
}
