package dev.holdfast.web;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who calls, whatever the transport. */
public interface Callers {
    /**
     * What a transport knows of a caller.
     *
     * @param authorization the header of that name
     * @param address the literal of the address that the call came from
     * @param host the name that the caller called the server by, without a port; empty where he did not say
     * @param port the port that he called
     * @param origin the header of that name, which browsers send
     */
    record Evidence(
            @Nullable String authorization,
            String address,
            String host,
            int port,
            @Nullable String origin) {
        private static final String BASIC = "basic ";

        /** Whether finding out may take long: passwords are slow to check on purpose. */
        public boolean isSlow() {
            return authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
        }
    }

    /**
     * Who calls; empty where he did not say.
     *
     * @throws ProblemException 401 or 403 where what he said is not so
     */
    Optional<Actor> find(Evidence evidence);
}
