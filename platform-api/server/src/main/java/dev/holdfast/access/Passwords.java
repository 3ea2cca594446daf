package dev.holdfast.access;

import dev.holdfast.kernel.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords and checks them. Each takes some 60 ms of a core, so that only a few are at it at any time. */
@Component
class Passwords {
    private static final int STRENGTH = 10;
    private static final int LEAST_CHARACTERS = 12;
    /** What bcrypt looks at; it would ignore the rest. */
    private static final int MOST_BYTES = 72;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    /** A hash that no password has: checking one for a user who does not exist takes as long as for one who does. */
    private static final String NOBODYS = "$2a$" + STRENGTH + "$" + ".".repeat(53);

    private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(STRENGTH);
    private final Semaphore turns =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    /** The hash of a new password, after its length was checked. */
    String hash(String password) {
        if (password.length() < LEAST_CHARACTERS) {
            throw ProblemException.invalid(
                    "password", null, "Password must be at least " + LEAST_CHARACTERS + " characters.");
        }
        if (isTooLong(password)) {
            throw ProblemException.invalid(
                    "password", null, "Password must be at most " + MOST_BYTES + " bytes of UTF-8.");
        }
        String hash = encoder.encode(password);
        if (hash == null) {
            throw new IllegalStateException("No hash of a password");
        }
        return hash;
    }

    /** Takes as long where there is no such user. */
    boolean matches(String password, @Nullable String hash) {
        boolean comparable = hash != null && !isTooLong(password);
        return encoder.matches(comparable ? password : "", comparable ? hash : NOBODYS) && comparable;
    }

    /** Runs the check when it is its turn; too many at once are refused. */
    boolean inTurn(BooleanSupplier check) {
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ProblemException.tooMany("Too many sign-ins at once.", Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The server is stopping.", Duration.ofSeconds(2));
        }
        try {
            return check.getAsBoolean();
        } finally {
            turns.release();
        }
    }

    private static boolean isTooLong(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }
}
