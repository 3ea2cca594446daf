package dev.holdfast.inference.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks whether a caller has hung up. A servlet is not told, and Tomcat can't look without taking what the caller may have sent ahead, so the operating
 * system's table of connections is asked, for all that wait at once. Linux has one; elsewhere nobody is found to have hung up.
 */
@Component
class CallerWatch {
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final String ESTABLISHED = "01";
    /** The other side has ended the connection, this side has not. */
    private static final String CLOSE_WAIT = "08";
    /** Tomcat's word for the address that a proxy's header told, where it goes by that. */
    private static final String TOLD_BY_A_PROXY = "org.apache.tomcat.remoteAddr";

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int WORD = 4;

    /** How long a look counts. */
    static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private record Connection(InetAddress remote, int remotePort, int localPort) {}

    /** By connection whether both sides are there. */
    private Map<Connection, Boolean> table = Map.of();

    private long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();
    /** Whether the table ever had a connection that was looked for: one that never has tells nothing. */
    private boolean tells;

    /** Someone who waits. */
    final class Caller {
        private final @Nullable Connection connection;
        private int missed;

        private Caller(@Nullable Connection connection) {
            this.connection = connection;
        }

        /**
         * Whether the caller is known to have ended the connection; to be asked each {@link #LOOK_EVERY}. A connection that was reset is not in the
         * table any more; one that is there may be missed by a look while others come and go, so two have to miss it.
         */
        boolean hasHungUp() {
            if (connection == null) {
                return false;
            }
            Boolean there = look(connection);
            if (there == null) {
                return ++missed > 1 && tells();
            }
            missed = 0;
            return !there;
        }
    }

    /** Whoever sent the request; nobody who could hang up where a proxy's headers say who he is, which is not whose the connection is. */
    Caller of(HttpServletRequest request) {
        ServletRequest own = request;
        while (own instanceof ServletRequestWrapper wrapper) {
            own = wrapper.getRequest();
        }
        if (own.getAttribute(TOLD_BY_A_PROXY) != null) {
            return new Caller(null);
        }
        try {
            return new Caller(new Connection(
                    InetAddress.ofLiteral(own.getRemoteAddr()), own.getRemotePort(), own.getLocalPort()));
        } catch (IllegalArgumentException e) {
            return new Caller(null);
        }
    }

    private synchronized boolean tells() {
        return tells;
    }

    private synchronized @Nullable Boolean look(Connection connection) {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_EVERY.toNanos() / 2) {
            table = look();
            lookedAt = now;
        }
        Boolean there = table.get(connection);
        tells |= there != null;
        return there;
    }

    private static Map<Connection, Boolean> look() {
        Map<Connection, Boolean> found = new HashMap<>();
        for (Path table : TABLES) {
            try {
                for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
                    String[] columns = line.strip().split(" +", STATE + 2);
                    if (columns.length > STATE
                            && (columns[STATE].equals(ESTABLISHED) || columns[STATE].equals(CLOSE_WAIT))) {
                        found.put(connection(columns[LOCAL], columns[REMOTE]), columns[STATE].equals(ESTABLISHED));
                    }
                }
            } catch (IOException e) {
                // Not here: nothing is known.
            }
        }
        return found;
    }

    private static Connection connection(String local, String remote) throws UnknownHostException {
        int end = remote.indexOf(':');
        byte[] words = HexFormat.of().parseHex(remote, 0, end);
        byte[] address = new byte[words.length];
        // Four bytes at a time, the last first.
        for (int i = 0; i < words.length; i++) {
            address[i] = words[i - i % WORD + WORD - 1 - i % WORD];
        }
        return new Connection(InetAddress.getByAddress(address), port(remote), port(local));
    }

    private static int port(String end) {
        return Integer.parseInt(end, end.indexOf(':') + 1, end.length(), 16);
    }
}
