package dev.holdfast.access;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes and revokes bearer tokens.
 *
 * <p>The first token ends the open mode, so it must be an admin's; the last admin's token can only go when it is the last
 * of all: nobody locks themselves out.
 */
@Service
public class Tokens {
    private static final String PREFIX = "hf_";
    private static final int SECRET_BYTES = 32;
    private static final int LEAST_CONFIGURED_SECRET = 20;

    private final TokenRows rows;
    private final LastAdmin lastAdmin;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(TokenRows rows, LastAdmin lastAdmin, AuditLog audit, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.lastAdmin = lastAdmin;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Makes a token. {@code expiresAt} lies in the future or is absent. */
    @Transactional
    public IssuedToken issue(String name, Role role, @Nullable Instant expiresAt, Actor actor) {
        Names.check("name", name);
        Instant now = now();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw ProblemException.invalid("expires_at", expiresAt, "has passed; choose a time in the future.");
        }
        lastAdmin.lock();
        if (rows.all().stream().anyMatch(token -> token.name().equals(name))) {
            throw ProblemException.conflict(
                    "There is a token named \"" + name + "\" already; revoke it first or choose another name.");
        }
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Token token = new Token(Ids.next(), name, role, now, actor.name(), expiresAt);
        insert(token, secret, actor);
        lastAdmin.mustRemain(
                () -> ProblemException.invalid(
                        "role",
                        role.wireName(),
                        "must be admin, without expires_at, for the first token: it ends the open mode, and only an admin can make more."));
        return new IssuedToken(token, secret);
    }

    /**
     * Makes the first admin's token of a secret that the configuration gave, for servers that nobody can reach on
     * loopback, as in a container. Does nothing where a token exists.
     */
    @Transactional
    void adoptFirstAdmin(String secret) {
        if (secret.length() < LEAST_CONFIGURED_SECRET) {
            throw new IllegalStateException("HOLDFAST_ADMIN_TOKEN has " + secret.length() + " characters; give it "
                    + LEAST_CONFIGURED_SECRET + " at least, from a random source.");
        }
        lastAdmin.lock();
        if (rows.all().isEmpty()) {
            insert(new Token(Ids.next(), "admin", Role.ADMIN, now(), Actor.SYSTEM.name(), null), secret, Actor.SYSTEM);
        }
    }

    @Transactional
    public void revoke(UUID id, Actor actor) {
        lastAdmin.lock();
        Token token = rows.find(id).orElseThrow(() -> ProblemException.notFound("token " + id));
        rows.revoke(id, clock.instant());
        lastAdmin.mustRemain(() -> ProblemException.conflict(
                "\"" + token.name() + "\" is the last admin's token; make another admin before you revoke it."));
        audit.record(actor, "token.revoked", "token/" + token.name(), null, Map.of("id", id));
        events.publishEvent(new CredentialsChanged());
    }

    @Transactional(readOnly = true)
    public Page<Token> tokens(PageRequest page) {
        return Page.of(rows.page(page), page, token -> List.of(token.id().toString()));
    }

    private void insert(Token token, String secret, Actor actor) {
        rows.insert(token, Digest.of(secret));
        audit.record(
                actor,
                "token.issued",
                "token/" + token.name(),
                null,
                Map.of("id", token.id(), "role", token.role().wireName()));
        events.publishEvent(new CredentialsChanged());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
