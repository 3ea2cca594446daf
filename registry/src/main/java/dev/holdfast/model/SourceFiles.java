package dev.holdfast.model;

import dev.holdfast.artifact.Artifacts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sees to it that the files of a version that is being registered stay where they are until it is: whoever deletes them has to wait, and
 * the garbage collection, which looks at artifacts first and at versions then, finds them at one place or the other.
 */
@Component
class SourceFiles {
    private final Artifacts artifacts;
    private final JdbcClient jdbc;

    SourceFiles(Artifacts artifacts, JdbcClient jdbc) {
        this.artifacts = artifacts;
        this.jdbc = jdbc;
    }

    /** A problem (404, 409) where they are gone, or are others by now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(NewVersion version) {
        ModelSource from = version.from();
        if (from == null) {
            return;
        }
        if (from.copyOf() != null) {
            holdVersion(from.copyOf());
        } else if (from.files() != null) {
            artifacts.hold(from.files(), version.manifest());
        }
    }

    private void holdVersion(ModelVersion version) {
        boolean gone = jdbc.sql("""
                        SELECT v.version FROM model.version v JOIN model.registered_model m ON m.id = v.model
                        WHERE m.name = :model AND v.version = :version FOR KEY SHARE OF v
                        """)
                .param("model", version.model())
                .param("version", version.version())
                .query(Integer.class)
                .optional()
                .isEmpty();
        if (gone) {
            throw RegistryRules.noSuchVersion(version.model(), version.version());
        }
    }
}
