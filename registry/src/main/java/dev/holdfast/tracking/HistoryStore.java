package dev.holdfast.tracking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads metrics' histories where they lie: in a tail and in chunks. */
@Component
class HistoryStore {
    private static final String ARRAYS =
            "array_send(timestamps) AS timestamps, array_send(steps) AS steps, array_send(\"values\") AS \"values\"";

    private final JdbcTemplate jdbc;

    HistoryStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Tail> tail(UUID run, String key) {
        return jdbc
                .query("SELECT m.id, " + ARRAYS + """
                         FROM tracking.run r JOIN tracking.metric m ON m.run = r.id WHERE r.run_id = ? AND m.key = ?
                        """, (rs, row) -> new Tail(rs.getLong("id"), points(rs)), run, key)
                .stream()
                .findFirst();
    }

    /**
     * Chunks that may have points at or after a time, in the order of their first times.
     *
     * @param after the last chunk that was read
     */
    List<Chunk> chunks(long metric, long fromMs, Place after, int limit) {
        return jdbc.query(
                "SELECT id, first_ms, last_ms, " + ARRAYS + """
                 FROM tracking.metric_chunk
                 WHERE metric = ? AND (first_ms, last_ms, id) > (?, ?, ?) AND last_ms >= ?
                 ORDER BY first_ms, last_ms, id LIMIT ?
                """,
                (rs, row) -> new Chunk(
                        new Place(rs.getLong("first_ms"), rs.getLong("last_ms"), rs.getLong("id")), points(rs)),
                metric,
                after.firstMs(),
                after.lastMs(),
                after.id(),
                fromMs,
                limit);
    }

    /** Where the points between two steps lie: chunks by their first step. Read from the index. */
    List<Extent> extents(long metric, long firstStep, long lastStep) {
        return jdbc.query("""
                        SELECT id, points, first_ms, last_ms, first_step, last_step FROM tracking.metric_chunk
                        WHERE metric = ? AND last_step >= ? AND first_step <= ? ORDER BY first_step, first_ms
                        """, (rs, row) -> extent(rs), metric, firstStep, lastStep);
    }

    /** Some chunks, by id. */
    void points(long metric, List<Extent> extents, PointsById each) {
        jdbc.query(
                "SELECT c.id, " + ARRAYS + """
                 FROM unnest(?, ?, ?) AS wanted(first_ms, last_ms, id)
                 JOIN tracking.metric_chunk c USING (first_ms, last_ms, id) WHERE c.metric = ?
                """,
                rs -> {
                    each.accept(rs.getLong("id"), points(rs));
                },
                extents.stream().mapToLong(Extent::firstMs).toArray(),
                extents.stream().mapToLong(Extent::lastMs).toArray(),
                extents.stream().mapToLong(Extent::id).toArray(),
                metric);
    }

    private static Extent extent(ResultSet rs) throws SQLException {
        return new Extent(
                rs.getLong("id"),
                rs.getInt("points"),
                rs.getLong("first_ms"),
                rs.getLong("last_ms"),
                rs.getLong("first_step"),
                rs.getLong("last_step"));
    }

    private static Points points(ResultSet rs) throws SQLException {
        return Points.of(rs.getBytes("timestamps"), rs.getBytes("steps"), rs.getBytes("values"));
    }

    /**
     * A metric of a run.
     *
     * @param points in the order they came in
     */
    record Tail(long metric, Points points) {}

    /** A chunk's place in the order of chunks. */
    record Place(long firstMs, long lastMs, long id) {
        static final Place START = new Place(Long.MIN_VALUE, Long.MIN_VALUE, 0);
    }

    record Chunk(Place place, Points points) {}

    /** What a chunk covers; other chunks may overlap. */
    record Extent(long id, int points, long firstMs, long lastMs, long firstStep, long lastStep) {}

    @FunctionalInterface
    interface PointsById {
        void accept(long id, Points points);
    }
}
