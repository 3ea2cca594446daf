package dev.holdfast.testkit;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Role;
import dev.holdfast.web.Callers;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;

/** The beans that tests have and the server has not. No stereotype: only {@code @HoldfastTest} brings them in. */
public class TestkitConfiguration {
    @Bean
    @Primary
    SettableClock settableClock() {
        return new SettableClock();
    }

    /** The same for transports that are no servlets: a bearer's secret is the name of a role, and without one he is an admin. */
    @Bean
    @ConditionalOnMissingClass("dev.holdfast.access.Tokens")
    Callers testCallers() {
        return evidence -> {
            String secret = evidence.authorization();
            return secret == null
                    ? Optional.of(new Actor("test", Role.ADMIN))
                    : secret.equals("Bearer none")
                            ? Optional.empty()
                            : Optional.of(new Actor(
                                    "test",
                                    Role.valueOf(
                                            secret.substring("Bearer ".length()).toUpperCase(Locale.ROOT))));
        };
    }

    /** Where the server's own authentication is on the class path, that decides who calls. */
    @Bean
    @ConditionalOnMissingClass("dev.holdfast.access.Tokens")
    FilterRegistrationBean<TestCaller> testCaller() {
        FilterRegistrationBean<TestCaller> registration = new FilterRegistrationBean<>(new TestCaller());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
