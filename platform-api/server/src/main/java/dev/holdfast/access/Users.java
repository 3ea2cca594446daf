package dev.holdfast.access;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * People who call with a name and a password. Each has one role, everywhere.
 *
 * <p>The first user of a server without tokens ends the open mode, so it must be an admin; the last admin can't go or become
 * less while others are there: nobody locks themselves out.
 */
@Service
public class Users {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,119}");
    /** Whom the audit log means by these names is not a user. */
    private static final Set<String> TAKEN = Set.of("local", "system");

    private final UserRows rows;
    private final LastAdmin lastAdmin;
    private final Passwords passwords;
    private final Logins logins;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final RequestKeys keys;
    private final TransactionTemplate transaction;
    private final Role defaultRole;

    Users(
            UserRows rows,
            LastAdmin lastAdmin,
            Passwords passwords,
            Logins logins,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock,
            RequestKeys keys,
            TransactionTemplate transaction,
            @Value("${holdfast.default-role:contributor}") Role defaultRole) {
        this.rows = rows;
        this.lastAdmin = lastAdmin;
        this.passwords = passwords;
        this.logins = logins;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
        this.keys = keys;
        this.transaction = transaction;
        this.defaultRole = defaultRole;
    }

    /** What a user may who is made without saying so. */
    public Role defaultRole() {
        return defaultRole;
    }

    /** Makes a user, by a request that is told from no other. */
    public User create(String name, String password, @Nullable Role role, Actor actor) {
        return create(name, password, role, null, actor);
    }

    /**
     * Makes a user.
     *
     * @param password 12 characters to 72 bytes
     * @param role the default role where absent
     * @param key if present, the same request with it within 24 hours is answered with the user that it made
     */
    public User create(String name, String password, @Nullable Role role, @Nullable RequestKey key, Actor actor) {
        checkName(name);
        return keys.once(key, this::user, () -> {
            // It takes long: no connection is held meanwhile.
            String hash = passwords.hash(password);
            return Objects.requireNonNull(transaction.execute(status -> {
                keys.remember(key, name);
                return insert(name, hash, role, actor);
            }));
        });
    }

    private User insert(String name, String hash, @Nullable Role role, Actor actor) {
        lastAdmin.lock();
        if (rows.find(name).isPresent()) {
            throw new ProblemException(ProblemType.ALREADY_EXISTS, "User (username=" + name + ") already exists.");
        }
        Role given = role == null ? defaultRole : role;
        User user = rows.insert(name, given, hash, clock.instant().truncatedTo(ChronoUnit.MILLIS), actor.name());
        lastAdmin.mustRemain(() -> ProblemException.invalid(
                "role",
                given.wireName(),
                "must be admin for the first user: it ends the open mode, and only an admin can make more. Make one with"
                        + " POST /api/v1/users {\"name\", \"password\", \"role\": \"admin\"}."));
        changed(actor, "user.created", user, Map.of("role", given.wireName()));
        return user;
    }

    /** Makes the first user, an admin, of what the configuration says. Does nothing where a user exists. */
    @Transactional
    void adoptFirstAdmin(String name, String password) {
        lastAdmin.lock();
        if (rows.all().isEmpty()) {
            try {
                create(name, password, Role.ADMIN, Actor.SYSTEM);
            } catch (ProblemException e) {
                throw new IllegalStateException(
                        "The first user can't be made of HOLDFAST_ADMIN_USER and HOLDFAST_ADMIN_PASSWORD. "
                                + e.detail(),
                        e);
            }
        }
    }

    @Transactional
    public User setRole(String name, Role role, Actor actor) {
        lastAdmin.lock();
        User user = user(name);
        if (user.role() == role) {
            return user;
        }
        rows.setRole(name, role);
        lastAdmin.mustRemain(() -> isLastAdmin(name));
        changed(actor, "user.role_changed", user, Map.of("from", user.role().wireName(), "to", role.wireName()));
        return user(name);
    }

    /** Gives a user another password. It works at once, and the old one no more. */
    public void setPassword(String name, String password, Actor actor) {
        String hash = passwords.hash(password);
        transaction.executeWithoutResult(status -> {
            lastAdmin.lock();
            User user = user(name);
            rows.setPasswordHash(name, hash);
            changed(actor, "user.password_changed", user, Map.of());
        });
    }

    /**
     * Changes the caller's own password: whoever finds an open session must not be able to.
     *
     * @param address where the call came from: too many wrong guesses are refused here too
     */
    public void changeOwnPassword(@Nullable String current, String password, String address, Actor actor) {
        if (current == null || current.isEmpty()) {
            throw ProblemException.invalid(
                    "current_password", null, "Current password is required when changing your own password.");
        }
        if (logins.find(actor.name(), current, address).isEmpty()) {
            throw ProblemException.invalid("current_password", null, "Current password does not match.");
        }
        if (password.equals(current)) {
            throw ProblemException.invalid("password", null, "New password must differ from the current password.");
        }
        setPassword(actor.name(), password, actor);
    }

    @Transactional
    public void delete(String name, Actor actor) {
        lastAdmin.lock();
        User user = user(name);
        rows.delete(name);
        lastAdmin.mustRemain(() -> isLastAdmin(name));
        changed(actor, "user.deleted", user, Map.of());
    }

    @Transactional(readOnly = true)
    public User user(String name) {
        return rows.find(name)
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "User with username=" + name + " not found"));
    }

    @Transactional(readOnly = true)
    public Page<User> users(PageRequest page) {
        return Page.of(rows.page(page), page, user -> List.of(Long.toString(user.id())));
    }

    /** Every user, by id. */
    @Transactional(readOnly = true)
    public List<User> all() {
        return rows.all();
    }

    private void changed(Actor actor, String action, User user, Map<String, ?> details) {
        audit.record(actor, action, "user/" + user.name(), null, details);
        events.publishEvent(new CredentialsChanged());
    }

    private static ProblemException isLastAdmin(String name) {
        return ProblemException.conflict(
                "\"" + name + "\" is the last admin; make another one before you take this one away.");
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..") || TAKEN.contains(name)) {
            throw ProblemException.invalid(
                    "name",
                    name,
                    "must be 1 to 120 letters, digits, '.', '_', '@', '+' or '-', begin with a letter or digit, not contain"
                            + " '..' and not be one of " + TAKEN + ".");
        }
    }
}
