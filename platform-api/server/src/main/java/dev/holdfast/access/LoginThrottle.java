package dev.holdfast.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Slows down who guesses passwords. Failures fill a bucket that drains with time, one for each name and address and a larger
 * one for each address; while either is full, no password is looked at. What it remembers is bounded: the buckets that
 * nobody filled for the longest time are forgotten first.
 */
@Component
class LoginThrottle {
    private static final int REMEMBERED = 20_000;
    private static final int LONGEST_NAME = 200;
    private static final Bucket OF_NAME = new Bucket(10, Duration.ofSeconds(6));
    private static final Bucket OF_ADDRESS = new Bucket(100, Duration.ofMillis(600));

    private final Clock clock;
    /** When each bucket will have drained. */
    private final Map<String, Instant> drainedAt = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How long to wait before the next try; empty where it may be now. */
    synchronized Optional<Duration> waitFor(String name, String address) {
        Duration longest =
                max(OF_NAME.overflow(level(nameKey(name, address))), OF_ADDRESS.overflow(level(addressKey(address))));
        return longest.isPositive() ? Optional.of(longest) : Optional.empty();
    }

    synchronized void failed(String name, String address) {
        fill(nameKey(name, address), OF_NAME);
        fill(addressKey(address), OF_ADDRESS);
    }

    synchronized void succeeded(String name, String address) {
        drainedAt.remove(nameKey(name, address));
    }

    private void fill(String key, Bucket bucket) {
        drainedAt.put(key, clock.instant().plus(level(key)).plus(bucket.drop()));
    }

    private Duration level(String key) {
        Instant at = drainedAt.get(key);
        Instant now = clock.instant();
        return at == null || at.isBefore(now) ? Duration.ZERO : Duration.between(now, at);
    }

    /** Nobody has a longer name, so that all of them may share one bucket. */
    private static String nameKey(String name, String address) {
        return network(address) + " " + (name.length() > LONGEST_NAME ? "" : name);
    }

    private static String addressKey(String address) {
        return network(address);
    }

    /** Whoever has one IPv6 address has the 2^64 beside it. */
    private static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length < 8 ? address : String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * @param drops how many fit in
     * @param drop how long one takes to drain
     */
    private record Bucket(int drops, Duration drop) {
        /** How long until one more fits in; not positive where it does. */
        Duration overflow(Duration level) {
            return level.plus(drop).minus(drop.multipliedBy(drops));
        }
    }
}
