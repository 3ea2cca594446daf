package dev.holdfast.access;

import dev.holdfast.access.UserRows.Account;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks names and passwords. A password that was right counts as right for a few minutes without being hashed again, as
 * long as it was not changed; what is remembered is a keyed digest, and the key dies with the process.
 */
@Component
class Logins {
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;
    private static final String DIGEST = "HmacSHA256";

    private final Credentials credentials;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Clock clock;
    private final SecretKeySpec key;
    private final Map<String, Proof> proofs = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Proof> eldest) {
            return size() > REMEMBERED;
        }
    });

    Logins(Credentials credentials, Passwords passwords, LoginThrottle throttle, Clock clock) {
        this.credentials = credentials;
        this.passwords = passwords;
        this.throttle = throttle;
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, DIGEST);
    }

    /** That a password was right: against which hash, and until when that is taken for granted. */
    private record Proof(String passwordHash, Instant until) {}

    /**
     * Who this is; empty where the name or the password is wrong, without saying which.
     *
     * @param address where the call came from
     * @throws ProblemException after too many wrong passwords
     */
    Optional<Actor> find(String name, String password, String address) {
        Account account = credentials.account(name).orElse(null);
        String digest = digest(name, password);
        if (!isProven(account, digest) && !isRight(name, password, address, account, digest)) {
            return Optional.empty();
        }
        return Optional.ofNullable(account)
                .map(known -> new Actor(known.user().name(), known.user().role()));
    }

    private boolean isRight(String name, String password, String address, @Nullable Account account, String digest) {
        return passwords.inTurn(() -> {
            if (isProven(account, digest)) {
                return true;
            }
            throttle.waitFor(name, address).ifPresent(wait -> {
                throw ProblemException.tooMany("Too many wrong passwords.", wait.plusSeconds(1));
            });
            if (!passwords.matches(password, account == null ? null : account.passwordHash()) || account == null) {
                throttle.failed(name, address);
                return false;
            }
            throttle.succeeded(name, address);
            proofs.put(digest, new Proof(account.passwordHash(), clock.instant().plus(REMEMBERED_FOR)));
            return true;
        });
    }

    private boolean isProven(@Nullable Account account, String digest) {
        Proof proof = proofs.get(digest);
        return account != null
                && proof != null
                && proof.passwordHash().equals(account.passwordHash())
                && proof.until().isAfter(clock.instant());
    }

    private String digest(String name, String password) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
