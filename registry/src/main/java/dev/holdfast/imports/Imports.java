package dev.holdfast.imports;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports from other MLflow servers. Each goes on by itself until it has ended, on whichever server has hands free, also after a crash. */
@Service
public class Imports {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final int MAX_NAMES = 10_000;

    private final ImportRows rows;
    private final AuditLog audit;
    private final RequestKeys keys;
    private final TransactionTemplate transaction;

    Imports(ImportRows rows, AuditLog audit, RequestKeys keys, TransactionTemplate transaction) {
        this.rows = rows;
        this.audit = audit;
        this.keys = keys;
        this.transaction = transaction;
    }

    /**
     * Has an import begin soon.
     *
     * @param key if present, the same request with it within 24 hours is answered with the import that it began
     * @throws ProblemException if the address is not one of a server, or the credentials are not complete
     */
    public ImportJob start(ImportRequest request, @Nullable RequestKey key, Actor actor) {
        check(request);
        return rows.get(keys.once(key, UUID::fromString, () -> begin(request, key, actor)));
    }

    private UUID begin(ImportRequest request, @Nullable RequestKey key, Actor actor) {
        UUID id = Ids.next();
        transaction.executeWithoutResult(status -> {
            rows.insert(id, request, actor);
            keys.remember(key, id.toString());
            audit.record(
                    actor,
                    "import.started",
                    "import/" + id,
                    null,
                    Map.of("tracking_uri", request.trackingUri().toString()));
        });
        return id;
    }

    /** The import with this id; a problem (404) where there is none. */
    public ImportJob get(UUID id) {
        return rows.get(id);
    }

    /** As {@link #get}, but waits until the import has ended, or for some time. */
    public ImportJob await(UUID id, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        ImportJob job = rows.get(id);
        try {
            while (!job.state().isEnd() && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_AGAIN);
                job = rows.get(id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return job;
    }

    /** All imports, the newest first. */
    public Page<ImportJob> list(PageRequest page) {
        return rows.list(page);
    }

    /** What an import did not copy, and why. */
    public Page<LeftOut> leftOut(UUID id, PageRequest page) {
        rows.get(id);
        return rows.leftOut(id, page);
    }

    /** Stops an import that goes on; what it has copied stays. */
    @Transactional
    public ImportJob cancel(UUID id, Actor actor) {
        ImportJob job = rows.get(id);
        if (!rows.cancel(id)) {
            throw ProblemException.conflict(
                    "The import has ended: it is " + job.state().name().toLowerCase(Locale.ROOT) + ".");
        }
        audit.record(actor, "import.cancelled", "import/" + id, null, Map.of());
        return rows.get(id);
    }

    private static void check(ImportRequest request) {
        URI uri = request.trackingUri();
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
            throw ProblemException.invalid(
                    "tracking_uri",
                    null,
                    "must be the address of an MLflow server, https://mlflow.example.com for example.");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw ProblemException.invalid(
                    "tracking_uri",
                    null,
                    "must hold no password, query or fragment; send username and password as fields.");
        }
        ImportRequest.Credentials credentials = request.credentials();
        if ((credentials.username() == null) != (credentials.password() == null)
                || (credentials.username() != null && credentials.token() != null)) {
            throw ProblemException.invalid(
                    "username", null, "goes with a password and without a token; send both, or a token, or neither.");
        }
        if (size(request.experiments()) > MAX_NAMES || size(request.models()) > MAX_NAMES) {
            throw ProblemException.invalid(
                    "experiments",
                    null,
                    "may be " + MAX_NAMES + " names at most, as may models; leave it out for all.");
        }
    }

    private static int size(@Nullable List<String> names) {
        return names == null ? 0 : names.size();
    }
}
