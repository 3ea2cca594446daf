package dev.holdfast.server.web;

import dev.holdfast.kernel.Public;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HealthController {
    private final ApplicationAvailability availability;

    HealthController(ApplicationAvailability availability) {
        this.availability = availability;
    }

    /** Tells whether the server is ready: migrated, loaded, and not about to stop. */
    @GetMapping(path = "/health", produces = MediaType.TEXT_PLAIN_VALUE)
    @Public
    ResponseEntity<String> health() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                ? ResponseEntity.ok("OK")
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("not ready");
    }
}
