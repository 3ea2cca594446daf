package dev.holdfast.testkit;

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

    /** Where the server's own authentication is on the class path, that decides who calls. */
    @Bean
    @ConditionalOnMissingClass("dev.holdfast.access.Tokens")
    FilterRegistrationBean<TestCaller> testCaller() {
        FilterRegistrationBean<TestCaller> registration = new FilterRegistrationBean<>(new TestCaller());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
