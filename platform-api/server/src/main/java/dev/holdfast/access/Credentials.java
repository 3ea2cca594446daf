package dev.holdfast.access;

import dev.holdfast.access.UserRows.Account;
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
 * The tokens and users that there are, in memory: calls are authenticated without the database, so that predictions go on while it is
 * away. Replicas learn of each other's changes within seconds.
 */
@Component
class Credentials {
    private static final Logger log = LoggerFactory.getLogger(Credentials.class);
    private static final String REFRESH_MS = "5000";

    private final TokenRows tokens;
    private final UserRows users;
    private final Clock clock;
    private volatile Known known;

    Credentials(TokenRows tokens, UserRows users, Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.clock = clock;
        this.known = read();
    }

    private record Known(Map<Digest, Token> bySecret, Map<String, Account> byName) {}

    /** True while neither a token nor a user exists. */
    boolean isEmpty() {
        Known all = known;
        return all.bySecret().isEmpty() && all.byName().isEmpty();
    }

    /** Who bears this secret; empty where nobody does, or the token has expired. */
    Optional<Actor> find(String secret) {
        return Optional.ofNullable(known.bySecret().get(Digest.of(secret)))
                .filter(token -> token.expiresAt() == null || token.expiresAt().isAfter(clock.instant()))
                .map(token -> new Actor(token.name(), token.role()));
    }

    Optional<Account> account(String name) {
        return Optional.ofNullable(known.byName().get(name));
    }

    @TransactionalEventListener
    void changed(CredentialsChanged event) {
        known = read();
    }

    @Scheduled(fixedDelayString = REFRESH_MS)
    void refresh() {
        try {
            known = read();
        } catch (DataAccessException | TransactionException e) {
            log.debug("Tokens and users stay as they were last read: {}", e.toString());
        }
    }

    private Known read() {
        return new Known(
                tokens.credentials().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                TokenRows.Credential::secret, TokenRows.Credential::token)),
                users.accounts().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                account -> account.user().name(), account -> account)));
    }
}
