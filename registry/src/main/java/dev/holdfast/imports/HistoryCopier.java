package dev.holdfast.imports;

import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.tracking.Metric;
import dev.holdfast.tracking.MetricPoint;
import dev.holdfast.tracking.RunBatch;
import dev.holdfast.tracking.Runs;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Copies the whole history of a metric, whatever its length. Both sides tell it by time: the points here are read along, and those that
 * are here already are left out.
 */
@Component
class HistoryCopier {
    private static final String PATH = "/api/2.0/mlflow/metrics/get-history";
    private static final int PAGE = 20_000;
    private static final int AT_ONCE = 1_000;

    private final Runs runs;
    private final JsonMapper json;
    private final ObjectReader points;

    HistoryCopier(Runs runs, JsonMapper json) {
        this.runs = runs;
        this.json = json;
        // What follows a point is the next one.
        this.points = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Returns how many points the other server has. */
    long copy(ImportContext context, String runId, String key) {
        Here here = new Here(runId, key);
        long count = 0;
        @Nullable String token = null;
        do {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("run_id", runId);
            query.put("metric_key", key);
            query.put("max_results", Integer.toString(PAGE));
            if (token != null) {
                query.put("page_token", token);
            }
            Copied page = context.source().read(PATH, query, body -> copyPage(body, here));
            count += page.points();
            token = page.nextPageToken();
        } while (token != null && !token.isEmpty());
        return count;
    }

    /** What a page of a history had. */
    private record Copied(long points, @Nullable String nextPageToken) {}

    /** Reads piece by piece: older servers send the whole history at once. What came before a page breaks off is here the next time. */
    private Copied copyPage(InputStream body, Here here) {
        List<MetricPoint> batch = new ArrayList<>();
        long count = 0;
        @Nullable String token = null;
        try (JsonParser parser = json.createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("metrics") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        count++;
                        MetricPoint point = point(here.key, points.readTree(parser));
                        if (!here.has(point)) {
                            batch.add(point);
                            if (batch.size() == AT_ONCE) {
                                write(here.runId, batch);
                            }
                        }
                    }
                } else if (field.equals("next_page_token")) {
                    token = parser.getString();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            write(here.runId, batch);
            here.restart();
            throw e;
        }
        write(here.runId, batch);
        return new Copied(count, token);
    }

    private void write(String runId, List<MetricPoint> batch) {
        if (!batch.isEmpty()) {
            runs.log(runId, new RunBatch(batch, List.of(), List.of()));
            batch.clear();
        }
    }

    private static MetricPoint point(String key, JsonNode metric) {
        return new MetricPoint(
                key,
                Json.decimal(metric, "value"),
                Math.max(0, Json.number(metric, "timestamp")),
                Json.number(metric, "step"),
                null);
    }

    /** The points that are here, of one moment at a time. */
    private final class Here {
        private final String runId;
        private final String key;
        private final Set<MetricPoint> now = new HashSet<>();
        private @Nullable String token;
        private Iterator<Metric> page;
        private @Nullable MetricPoint next;
        private long moment = Long.MIN_VALUE;

        Here(String runId, String key) {
            this.runId = runId;
            this.key = key;
            this.page = read(null);
            this.next = advance();
        }

        /** To be asked from any time on again. */
        void restart() {
            page = read(null);
            moment = Long.MIN_VALUE;
            now.clear();
            next = advance();
        }

        /** Points must be asked for by time. */
        boolean has(MetricPoint point) {
            if (point.timestampMs() > moment) {
                moment = point.timestampMs();
                now.clear();
                while (next != null && next.timestampMs() <= moment) {
                    if (next.timestampMs() == moment) {
                        now.add(next);
                    }
                    next = advance();
                }
            }
            return now.contains(point);
        }

        private @Nullable MetricPoint advance() {
            while (!page.hasNext()) {
                if (token == null) {
                    return null;
                }
                page = read(token);
            }
            Metric metric = page.next();
            return new MetricPoint(key, metric.value(), metric.timestamp().toEpochMilli(), metric.step(), null);
        }

        private Iterator<Metric> read(@Nullable String from) {
            Page<Metric> read = runs.history(runId, key, new PageRequest(PageRequest.LIMIT, from));
            token = read.nextPageToken();
            return read.items().iterator();
        }
    }
}
