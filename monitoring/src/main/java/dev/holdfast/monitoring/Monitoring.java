package dev.holdfast.monitoring;

import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.Release;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is known about live models: drift, windows, labels, performance. */
@Service
public class Monitoring {
    private static final int EVENTS_SHOWN = 10;

    private final ReferenceStore references;
    private final WindowStore windows;
    private final DriftAlerts alerts;
    private final LabelIntake labels;
    private final PerformanceStore performance;
    private final TrafficExport export;
    private final MonitoringLoop loop;
    private final Deployments deployments;

    Monitoring(
            ReferenceStore references,
            WindowStore windows,
            DriftAlerts alerts,
            LabelIntake labels,
            PerformanceStore performance,
            TrafficExport export,
            MonitoringLoop loop,
            Deployments deployments) {
        this.references = references;
        this.windows = windows;
        this.alerts = alerts;
        this.labels = labels;
        this.performance = performance;
        this.export = export;
        this.loop = loop;
        this.deployments = deployments;
    }

    /**
     * Stores what a model version's live traffic is to be compared with. A version keeps the first reference that was stored for it.
     *
     * @param features the profile of the data it was trained on; columns that are no inputs of the model are ignored
     * @param predictions what the model predicts on held-out data: categories of the predicted label, or numbers (the value of a
     *     regression, the probability of the last class of a classification)
     */
    @Transactional
    public void storeReference(
            String model, int version, DatasetProfile features, @Nullable ReferenceBins predictions) {
        references.store(model, version, features, predictions);
    }

    /**
     * Records the truth about predicted rows; all or, where any of them is invalid, none.
     *
     * @param labels 1 to 10,000
     */
    public LabelReceipt labels(String deployment, List<Label> labels, Actor actor) {
        deployments.deployment(deployment);
        return this.labels.take(deployment, labels, loop::settle, actor);
    }

    /** The newest window of the release that serves, or the window named, against the reference. */
    public DriftReport drift(String deployment, @Nullable UUID window) {
        Optional<Release> current = deployments.current(deployment);
        Optional<WindowStore.Found> found = window != null
                ? Optional.of(windows.window(deployment, window)
                        .orElseThrow(() -> ProblemException.notFound(
                                "closed window " + window + " of deployment \"" + deployment + "\"")))
                : current.flatMap(release -> windows.newest(deployment, release.number()));
        Optional<WindowSummary> summary = found.map(WindowStore.Found::summary);
        return new DriftReport(
                deployment,
                summary.map(WindowSummary::release)
                        .or(() -> current.map(Release::number))
                        .orElse(null),
                summary.map(WindowSummary::model)
                        .or(() -> current.map(Release::model))
                        .orElse(null),
                summary.map(WindowSummary::modelVersion)
                        .or(() -> current.map(Release::modelVersion))
                        .orElse(null),
                found.map(WindowStore.Found::reference).orElse(ReferenceSource.NONE),
                summary.orElse(null),
                windows.openRows(deployment),
                found.map(WindowStore.Found::features).orElse(List.of()),
                found.map(WindowStore.Found::predictions).orElse(List.of()),
                alerts.events(deployment, new PageRequest(EVENTS_SHOWN, null)).items(),
                rules(deployment));
    }

    private DriftReport.Rules rules(String deployment) {
        DriftRules rules = DriftRules.DEFAULT;
        return new DriftReport.Rules(
                rules.falseAlarms(),
                rules.leastRows(),
                rules.driftedWindows(),
                rules.ofWindows(),
                deployments.monitoringOf(deployment).realertRows());
    }

    /** Closed windows with each column's score, newest first. */
    public Page<WindowSummary> windows(String deployment, PageRequest page) {
        deployments.deployment(deployment);
        return windows.windows(deployment, page);
    }

    /** How right the deployment's releases have been. */
    public Performance performance(String deployment) {
        deployments.deployment(deployment);
        return performance.of(deployment, number -> {
            Release release = deployments.release(deployment, number);
            return new PerformanceStore.Served(release.model(), release.modelVersion());
        });
    }

    /** Events of a deployment, newest first. */
    public Page<DriftDetected> driftEvents(String deployment, PageRequest page) {
        deployments.deployment(deployment);
        return alerts.events(deployment, page);
    }

    /** Rows of the deployment, over all releases, whose label is known and that {@link #exportLabelledTraffic} could write. */
    public long labelledRows(String deployment) {
        return export.labelledRows(deployment);
    }

    /**
     * Writes the last labelled rows in the order in which they were predicted to {@code target}, as Parquet. The same rows give the same bytes.
     *
     * @param target a file that does not exist yet
     * @return empty where no row has a label
     */
    public Optional<LabelledTraffic> exportLabelledTraffic(String deployment, int lastRows, Path target) {
        return export.write(deployment, lastRows, target);
    }

    /** Returns when every prediction that this server has accepted so far is counted, logged and, where its window is full, judged. */
    public void settle() {
        loop.settle();
    }
}
