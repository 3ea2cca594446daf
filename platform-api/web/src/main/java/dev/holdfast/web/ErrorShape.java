package dev.holdfast.web;

import dev.holdfast.kernel.ProblemException;
import org.springframework.http.ResponseEntity;

/** How a foreign protocol shows failures on its own paths: whatever failed, and wherever, before a handler was found too. */
public interface ErrorShape {
    /** Whether requests of this path, as it was sent, speak the protocol. */
    boolean covers(String path);

    ResponseEntity<?> show(ProblemException problem);
}
