package dev.holdfast.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.TransactionException;

/** What is done again and again. While the database is away each of it fails once a round: a line each, not a page. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SchedulingConfiguration {
    private static final Logger log = LoggerFactory.getLogger(SchedulingConfiguration.class);

    @Bean
    SimpleAsyncTaskSchedulerCustomizer reportFailures() {
        return scheduler -> scheduler.setErrorHandler(SchedulingConfiguration::report);
    }

    static void report(Throwable failure) {
        switch (failure) {
            case DataAccessException e -> log.warn("Work on a schedule goes on at its next turn: {}", e.toString());
            case TransactionException e -> log.warn("Work on a schedule goes on at its next turn: {}", e.toString());
            default -> log.error("Work on a schedule failed; it is tried again at its next turn", failure);
        }
    }
}
