package dev.holdfast.web;

import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The time that everything goes by. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {
    /** In milliseconds, so that what the server remembers, stores and sends is the same. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    }
}
