package dev.holdfast.monitoring;

import dev.holdfast.release.ReleaseActivated;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Begins anew when another release serves. */
@Component
class ReleaseListener {
    private final TrafficCounter counter;
    private final DriftAlerts alerts;

    ReleaseListener(TrafficCounter counter, DriftAlerts alerts) {
        this.counter = counter;
        this.alerts = alerts;
    }

    @ApplicationModuleListener
    void on(ReleaseActivated event) {
        alerts.activated(event.deployment(), event.release().number(), event.at());
        counter.activated(event.deployment(), event.release().number());
    }
}
