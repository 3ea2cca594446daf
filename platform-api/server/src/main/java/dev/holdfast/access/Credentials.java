package dev.holdfast.access;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The tokens that work, in memory: calls are authenticated without the database, so that predictions go on while it is
 * away. Replicas learn of each other's changes within seconds.
 */
@Component
class Credentials {
    private static final Logger log = LoggerFactory.getLogger(Credentials.class);
    private static final String REFRESH_MS = "5000";

    private final TokenRows rows;
    private final Clock clock;
    private volatile Map<Digest, Token> bySecret;

    Credentials(TokenRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
        this.bySecret = read();
    }

    /** True while no token exists. */
    boolean isEmpty() {
        return bySecret.isEmpty();
    }

    /** Who bears this secret; empty where nobody does, or the token has expired. */
    Optional<Actor> find(String secret) {
        return Optional.ofNullable(bySecret.get(Digest.of(secret)))
                .filter(token -> token.expiresAt() == null || token.expiresAt().isAfter(clock.instant()))
                .map(token -> new Actor(token.name(), token.role()));
    }

    @TransactionalEventListener
    void changed(TokensChanged event) {
        bySecret = read();
    }

    @Scheduled(fixedDelayString = REFRESH_MS)
    void refresh() {
        try {
            bySecret = read();
        } catch (DataAccessException | TransactionException e) {
            log.debug("Tokens stay as they were last read: {}", e.toString());
        }
    }

    private Map<Digest, Token> read() {
        return rows.credentials().stream()
                .collect(Collectors.toUnmodifiableMap(TokenRows.Credential::secret, TokenRows.Credential::token));
    }
}
