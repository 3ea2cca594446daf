package dev.holdfast.batch;

import dev.holdfast.kernel.Digest;
import dev.holdfast.storage.BlobReferences;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The finished chunks of jobs whose output is no dataset version yet. */
@Component
class BatchChunks implements BlobReferences {
    private static final int FETCH = 1_000;
    private final JdbcClient database;

    BatchChunks(JdbcClient database) {
        this.database = database;
    }

    /** The files of a job's chunks, in the order of the rows. */
    List<Digest> files(UUID job) {
        return database.sql("SELECT digest FROM batch.chunk WHERE job_id = :job AND digest IS NOT NULL ORDER BY number")
                .param("job", job)
                .query((row, number) -> Digest.parse(row.getString("digest")))
                .list();
    }

    /** Forgets the chunks of jobs that ended without an output longer ago than this; a retry begins anew. */
    @Transactional
    void forget(Duration kept) {
        List<UUID> jobs = database.sql("""
                        UPDATE batch.job SET rows_done = 0, rows_failed = 0, row_errors = '[]'
                        WHERE state IN ('failed', 'cancelled') AND ended_at < now() - make_interval(secs => :kept) AND rows_done > 0
                        RETURNING id""")
                .param("kept", kept.toSeconds())
                .query((row, number) -> row.getObject("id", UUID.class))
                .list();
        if (!jobs.isEmpty()) {
            database.sql("DELETE FROM batch.chunk WHERE job_id = ANY(:jobs)")
                    .param("jobs", jobs.toArray(UUID[]::new))
                    .update();
        }
    }

    @Override
    @Transactional(readOnly = true)
    public void forEachReferenced(Consumer<Digest> consumer) {
        try (var digests = database
                .sql("SELECT digest FROM batch.chunk WHERE digest IS NOT NULL")
                .withFetchSize(FETCH)
                .query(String.class)
                .stream()) {
            digests.map(Digest::parse).forEach(consumer);
        }
    }
}
