package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Says what was in production at a time, from the append-only history. */
@Service
public class ProductionReader {
    private final DeploymentRecords records;
    private final History history;
    private final ReleaseLoader loader;
    private final Clock clock;

    ProductionReader(DeploymentRecords records, History history, ReleaseLoader loader, Clock clock) {
        this.records = records;
        this.history = history;
        this.loader = loader;
        this.clock = clock;
    }

    /**
     * What answered at a time, and what is known of it.
     *
     * @param time absent: now
     * @throws ProblemException 404 where nothing had been released by then
     */
    public Production at(String deployment, @Nullable Instant time) {
        records.deployment(deployment);
        Instant wanted = time == null ? clock.instant() : time;
        HistoryEntry entry = history.at(deployment, wanted)
                .orElseThrow(() -> ProblemException.notFound(
                        "release of deployment \"" + deployment + "\" that answered at " + wanted));
        HistoryEntry served = history.broughtIn(deployment, entry);
        List<Production.InService> releases = new ArrayList<>();
        TrafficPolicy traffic = entry.traffic();
        List<TrafficArm> shares = traffic == null
                ? List.of(new TrafficArm(TrafficPolicy.CHAMPION, entry.release(), 1))
                : traffic.shares(entry.release());
        for (TrafficArm arm : shares) {
            HistoryEntry by = arm.release() == entry.release() ? served : history.policyOf(deployment, entry);
            releases.add(inService(deployment, arm.name(), arm.weight(), arm.release(), by));
        }
        if (shares.stream().noneMatch(arm -> arm.release() == entry.release())) {
            releases.addFirst(inService(deployment, TrafficPolicy.CHAMPION, 0, entry.release(), served));
        }
        if (traffic != null && traffic.shadow() != null) {
            releases.add(inService(
                    deployment,
                    TrafficRules.SHADOW,
                    0,
                    traffic.shadow().release(),
                    history.policyOf(deployment, entry)));
        }
        return new Production(
                deployment,
                wanted,
                entry.at(),
                history.after(deployment, entry).map(HistoryEntry::at).orElse(null),
                traffic,
                releases);
    }

    private Production.InService inService(String deployment, String role, double share, int number, HistoryEntry by) {
        Release release = records.release(deployment, number);
        ModelVersion version = loader.find("version", release.model(), release.modelVersion());
        return new Production.InService(
                role,
                share,
                release,
                new Production.Origin(
                        release.modelDigest(),
                        version.runId(),
                        version.pipelineRunId(),
                        version.datasets(),
                        version.metrics(),
                        version.gate(),
                        version.createdBy(),
                        version.createdAt()),
                new Production.Approval(by.action(), by.actor(), by.at(), by.reason()));
    }
}
