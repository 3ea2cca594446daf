package dev.holdfast.release.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.release.PromotionReport;
import dev.holdfast.release.PromotionRule;
import dev.holdfast.release.Promotions;
import dev.holdfast.release.ReleaseChange;
import dev.holdfast.release.ShadowReport;
import dev.holdfast.release.Stickiness;
import dev.holdfast.release.Traffic;
import dev.holdfast.release.TrafficControl;
import dev.holdfast.release.TrafficRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who answers a deployment's requests: canaries, A/B tests, shadows. */
@RestController
@RequestMapping("/api/v1/deployments/{name}")
class TrafficController {
    /** An arm: a release, or a version whose newest release is taken or made. */
    record ArmBody(
            @Nullable String name,
            @Nullable Integer release,
            @Nullable String model,
            @Nullable Integer version,
            @Nullable Double weight) {
        TrafficRequest.Arm toArm() {
            return new TrafficRequest.Arm(
                    name == null ? "" : name,
                    new TrafficRequest.Target(release, model, version),
                    weight == null ? 0 : weight);
        }
    }

    /** A shadow; without a sample it gets all of the champion's requests. */
    record ShadowBody(
            @Nullable Integer release,
            @Nullable String model,
            @Nullable Integer version,
            @Nullable Double sample) {
        TrafficRequest.Shadow toShadow() {
            return new TrafficRequest.Shadow(
                    new TrafficRequest.Target(release, model, version), sample == null ? 1 : sample);
        }
    }

    /** What is sent to share the requests anew. */
    record TrafficBody(
            @Nullable List<ArmBody> arms,
            @Nullable Stickiness stickyBy,
            @Nullable ShadowBody shadow,
            @Nullable PromotionRule rule,
            @Nullable String reason) {}

    /** What is sent to let the release of an arm, or of the {@code shadow}, answer all. */
    record PromoteBody(@Nullable String arm, @Nullable String reason) {}

    private final TrafficControl traffic;
    private final Promotions promotions;

    TrafficController(TrafficControl traffic, Promotions promotions) {
        this.traffic = traffic;
        this.promotions = promotions;
    }

    @GetMapping("/traffic")
    @Requires(Role.VIEWER)
    ResponseEntity<Traffic> getTraffic(@PathVariable String name) {
        return tagged(traffic.traffic(name));
    }

    @PutMapping("/traffic")
    @Requires(Role.APPROVER)
    ResponseEntity<Traffic> putTraffic(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody TrafficBody body,
            Actor actor) {
        List<ArmBody> arms = body.arms();
        ShadowBody shadow = body.shadow();
        TrafficRequest request = new TrafficRequest(
                arms == null ? List.of() : arms.stream().map(ArmBody::toArm).toList(),
                body.stickyBy(),
                shadow == null ? null : shadow.toShadow(),
                body.rule(),
                body.reason());
        return tagged(traffic.put(name, request, EntityTag.revision(ifMatch), actor));
    }

    @DeleteMapping("/traffic")
    @Requires(Role.APPROVER)
    ResponseEntity<Traffic> deleteTraffic(
            @PathVariable String name, @RequestParam(required = false) @Nullable String reason, Actor actor) {
        return tagged(traffic.clear(name, reason, actor));
    }

    @GetMapping("/promotion")
    @Requires(Role.VIEWER)
    PromotionReport getPromotion(@PathVariable String name, @RequestParam(defaultValue = "false") boolean settled) {
        return promotions.report(name, settled);
    }

    @GetMapping("/shadow")
    @Requires(Role.VIEWER)
    ShadowReport getShadow(@PathVariable String name, @RequestParam(defaultValue = "false") boolean settled) {
        return traffic.shadow(name, settled);
    }

    @PostMapping("/promote")
    @Idempotent
    @Requires(Role.APPROVER)
    ReleaseChange promoteArm(
            @PathVariable String name, @RequestBody PromoteBody body, @Nullable RequestKey key, Actor actor) {
        String arm = body.arm();
        if (arm == null) {
            throw ProblemException.invalid("arm", null, "is missing: name the arm whose release is to serve.");
        }
        return traffic.promote(name, arm, body.reason(), key, actor);
    }

    private static ResponseEntity<Traffic> tagged(Traffic traffic) {
        return ResponseEntity.ok().eTag(EntityTag.of(traffic.revision())).body(traffic);
    }
}
