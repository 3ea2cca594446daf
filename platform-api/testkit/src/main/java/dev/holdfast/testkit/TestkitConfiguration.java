package dev.holdfast.testkit;

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

    @Bean
    FilterRegistrationBean<TestCaller> testCaller() {
        FilterRegistrationBean<TestCaller> registration = new FilterRegistrationBean<>(new TestCaller());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
