package dev.holdfast.monitoring;

import dev.holdfast.release.Deployments;
import dev.holdfast.release.PredictionLogSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Ends the days of the log whose time has passed, each deployment's by its own settings: in the database, with the labels, and in the store. A day
 * that is to be archived stays in the database until all of it is.
 */
@Component
class LogRetention {
    private static final Logger log = LoggerFactory.getLogger(LogRetention.class);

    private final LogDays days;
    private final PredictionLog predictions;
    private final FailureLog failures;
    private final LogArchive archive;
    private final Deployments deployments;
    private final MonitoringProperties properties;
    private final Clock clock;

    LogRetention(
            LogDays days,
            PredictionLog predictions,
            FailureLog failures,
            LogArchive archive,
            Deployments deployments,
            MonitoringProperties properties,
            Clock clock) {
        this.days = days;
        this.predictions = predictions;
        this.failures = failures;
        this.archive = archive;
        this.deployments = deployments;
        this.properties = properties;
        this.clock = clock;
    }

    /** Ends what is over and makes room for the day that comes. Returns how many days of deployments have left the database. */
    int end() {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        predictions.prepare(today);
        List<LogDay> ending = new ArrayList<>();
        List<LogDay> staying = new ArrayList<>();
        for (LogDay day : days.before(today)) {
            PredictionLogSettings settings =
                    deployments.monitoringOf(day.deployment()).log();
            LogDay left = leaveStore(day, settings, today);
            if (left.inDatabase()) {
                (isOver(left, settings, now) ? ending : staying).add(left);
            }
        }
        drop(ending, staying, today, now);
        for (LogDay day : ending) {
            switch (day.kind()) {
                case PREDICTIONS -> predictions.delete(day.deployment(), day.day());
                case FAILURES -> failures.delete(day.deployment(), day.day());
            }
            days.leftDatabase(day);
        }
        if (!ending.isEmpty()) {
            log.info("Ended {} days of the logs of deployments", ending.size());
        }
        return ending.size();
    }

    private LogDay leaveStore(LogDay day, PredictionLogSettings settings, LocalDate today) {
        if (day.digest() == null || !day.day().isBefore(today.minusDays(settings.archiveDays()))) {
            return day;
        }
        days.leftStore(day);
        return new LogDay(day.deployment(), day.day(), day.kind(), day.inDatabase(), null, null, null, null);
    }

    private boolean isOver(LogDay day, PredictionLogSettings settings, Instant now) {
        Duration kept = settings.days() == null ? properties.retention() : Duration.ofDays(settings.days());
        if (!day.day().isBefore(LocalDate.ofInstant(now.minus(kept), ZoneOffset.UTC))) {
            return false;
        }
        return !LogArchive.isWanted(day, settings, now) || archive.isComplete(day);
    }

    /** Days that end for all deployments end at once. */
    private void drop(List<LogDay> ending, List<LogDay> staying, LocalDate today, Instant now) {
        Set<LocalDate> stay = staying.stream()
                .filter(day -> day.kind() == LogKind.PREDICTIONS)
                .map(LogDay::day)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<LocalDate> end = ending.stream()
                .filter(day -> day.kind() == LogKind.PREDICTIONS)
                .map(LogDay::day)
                .collect(Collectors.toCollection(TreeSet::new));
        LocalDate oldest = LocalDate.ofInstant(now.minus(properties.retention()), ZoneOffset.UTC);
        for (LocalDate day : predictions.partitions()) {
            boolean empty = day.isBefore(oldest) && day.isBefore(today);
            if (!stay.contains(day) && (end.contains(day) || empty)) {
                predictions.drop(day);
            }
        }
    }
}
