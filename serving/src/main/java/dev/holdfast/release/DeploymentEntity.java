package dev.holdfast.release;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code release.deployment}. */
@Entity
@Table(schema = "release", name = "deployment")
class DeploymentEntity {
    @Id
    private String name;

    @Column(name = "description")
    private @Nullable String description;

    @Column(name = "monitoring_enabled")
    private boolean monitoringEnabled;

    @Column(name = "window_rows")
    private int windowRows;

    @Column(name = "min_window_age_ms")
    private long minWindowAgeMs;

    @Column(name = "max_window_age_ms")
    private long maxWindowAgeMs;

    @Column(name = "realert_rows")
    private int realertRows;

    @Column(name = "log_sample")
    private double logSample;

    @Column(name = "log_max_rows_per_second")
    private int logMaxRowsPerSecond;

    @Column(name = "ignore_features", columnDefinition = "text[]")
    @JdbcTypeCode(SqlTypes.ARRAY)
    private List<String> ignoreFeatures;

    @Column(name = "prediction_log")
    @Convert(converter = PredictionLogSettingsConverter.class)
    private @Nullable PredictionLogSettings predictionLog;

    @Column(name = "serving")
    @Convert(converter = ServingSettingsConverter.class)
    private @Nullable ServingSettings serving;

    @Column(name = "current_release")
    private @Nullable Integer currentRelease;

    @Column(name = "traffic")
    @Convert(converter = TrafficPolicyConverter.class)
    private @Nullable TrafficPolicy traffic;

    @Column(name = "pin_reason")
    private @Nullable String pinReason;

    @Column(name = "pinned_by")
    private @Nullable String pinnedBy;

    @Column(name = "pinned_at")
    private @Nullable Instant pinnedAt;

    @Column(name = "revision")
    private long revision;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "updated_at")
    private Instant updatedAt;

    protected DeploymentEntity() {}

    DeploymentEntity(String name, DeploymentSpec spec, String createdBy, Instant now) {
        this.name = name;
        this.createdAt = now;
        this.createdBy = createdBy;
        this.updatedAt = now;
        configure(spec, now);
    }

    final void configure(DeploymentSpec spec, Instant now) {
        MonitoringSettings monitoring = spec.monitoring();
        description = spec.description();
        monitoringEnabled = monitoring.enabled();
        windowRows = monitoring.windowRows();
        minWindowAgeMs = monitoring.minWindowAgeMs();
        maxWindowAgeMs = monitoring.maxWindowAgeMs();
        realertRows = monitoring.realertRows();
        logSample = monitoring.logSample();
        logMaxRowsPerSecond = monitoring.logMaxRowsPerSecond();
        ignoreFeatures = monitoring.ignoreFeatures();
        predictionLog = monitoring.log();
        serving = spec.serving();
        changed(now);
    }

    void route(@Nullable TrafficPolicy policy, Instant now) {
        traffic = policy;
        changed(now);
    }

    void pin(@Nullable Pin pin, Instant now) {
        pinReason = pin == null ? null : pin.reason();
        pinnedBy = pin == null ? null : pin.actor();
        pinnedAt = pin == null ? null : pin.at();
        changed(now);
    }

    @Nullable
    Pin pin() {
        return pinReason == null || pinnedBy == null || pinnedAt == null
                ? null
                : new Pin(pinReason, pinnedBy, pinnedAt);
    }

    private void changed(Instant now) {
        revision++;
        updatedAt = now;
    }

    String name() {
        return name;
    }

    @Nullable
    Integer currentRelease() {
        return currentRelease;
    }

    @Nullable
    TrafficPolicy traffic() {
        return traffic;
    }

    long revision() {
        return revision;
    }

    DeploymentSpec spec() {
        return new DeploymentSpec(description, monitoring(), serving());
    }

    MonitoringSettings monitoring() {
        return new MonitoringSettings(
                monitoringEnabled,
                windowRows,
                minWindowAgeMs,
                maxWindowAgeMs,
                realertRows,
                logSample,
                logMaxRowsPerSecond,
                ignoreFeatures,
                predictionLog == null ? PredictionLogSettings.DEFAULTS : predictionLog);
    }

    ServingSettings serving() {
        return serving == null ? ServingSettings.DEFAULTS : serving;
    }

    Deployment toDeployment(@Nullable Release current) {
        return new Deployment(
                name,
                description,
                monitoring(),
                serving(),
                current,
                traffic,
                pin(),
                revision,
                createdAt,
                createdBy,
                updatedAt);
    }
}
