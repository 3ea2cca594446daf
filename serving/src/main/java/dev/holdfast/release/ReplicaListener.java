package dev.holdfast.release;

import jakarta.annotation.PreDestroy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Loads what serves before the server is ready, then follows the changes of other replicas: by notices, and by asking now and then
 * where a notice was lost. While the database is away, predictions go on from memory.
 */
@Component
class ReplicaListener implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(ReplicaListener.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final ReplicaSync sync;
    private final DataSource dataSource;
    private final Duration pollInterval;
    private volatile boolean stopped;
    private volatile @Nullable ReplicaNotices notices;
    private @Nullable Thread thread;

    ReplicaListener(ReplicaSync sync, DataSource dataSource, ReleaseProperties properties) {
        this.sync = sync;
        this.dataSource = dataSource;
        this.pollInterval = properties.pollInterval();
    }

    @Override
    public void run(ApplicationArguments arguments) {
        sync.reconcile();
        thread = Thread.ofPlatform().daemon().name("release-sync").start(this::follow);
    }

    private void follow() {
        boolean lost = false;
        while (!stopped) {
            try (ReplicaNotices listening = ReplicaNotices.listen(dataSource)) {
                notices = listening;
                // What changed before the LISTEN.
                sync.reconcile();
                if (lost) {
                    log.info("The database is back; changes of other replicas are followed again");
                    lost = false;
                }
                sync.warmEarlier();
                while (!stopped) {
                    if (!listening.await(pollInterval)) {
                        listening.check();
                    }
                    sync.reconcile();
                }
            } catch (SQLException | RuntimeException e) {
                if (stopped) {
                    return;
                }
                if (!lost) {
                    log.warn("Changes of other replicas can't be followed for now: {}", e.toString());
                    lost = true;
                }
                LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped = true;
        ReplicaNotices listening = notices;
        if (listening != null) {
            try {
                listening.abort();
            } catch (SQLException e) {
                log.debug("The connection for notices was gone already", e);
            }
        }
        Thread follower = thread;
        if (follower != null) {
            LockSupport.unpark(follower);
            follower.join(TimeUnit.SECONDS.toMillis(5));
        }
    }
}
