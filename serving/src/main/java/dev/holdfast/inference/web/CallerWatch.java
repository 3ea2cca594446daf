package dev.holdfast.inference.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Looks whether a caller has hung up. A servlet is not told, and Tomcat can't look without taking what the caller may have sent ahead, so the operating
 * system's table of connections is asked, for all that wait at once. Linux has one; elsewhere nobody is found to have hung up.
 */
@Component
class CallerWatch {
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    /** The other side has ended the connection, this side has not. */
    private static final String CLOSE_WAIT = "08";

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int WORD = 4;

    /** How long a look counts. */
    static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private record Connection(InetAddress remote, int remotePort, int localPort) {}

    private Set<Connection> ended = Set.of();
    private long lookedAt = System.nanoTime() - LOOK_EVERY.toNanos();

    /** Whether the connection is known to have been ended by the caller; false too where a proxy's headers say who he is, which may be no address. */
    boolean hasHungUp(HttpServletRequest request) {
        try {
            return ended().contains(new Connection(
                    InetAddress.ofLiteral(request.getRemoteAddr()), request.getRemotePort(), request.getLocalPort()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private synchronized Set<Connection> ended() {
        long now = System.nanoTime();
        if (now - lookedAt >= LOOK_EVERY.toNanos() / 2) {
            ended = look();
            lookedAt = now;
        }
        return ended;
    }

    private static Set<Connection> look() {
        Set<Connection> found = new HashSet<>();
        for (Path table : TABLES) {
            try {
                for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
                    String[] columns = line.strip().split(" +", STATE + 2);
                    if (columns.length > STATE && columns[STATE].equals(CLOSE_WAIT)) {
                        found.add(connection(columns[LOCAL], columns[REMOTE]));
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
