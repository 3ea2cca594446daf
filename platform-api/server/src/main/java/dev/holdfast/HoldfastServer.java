package dev.holdfast;

import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.modulith.Modulithic;

/** Joins all modules: they are the packages below this one. The main class is {@code dev.holdfast.server.HoldfastApplication}. */
@SpringBootApplication
@ComponentScan(
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class),
            // The application that tests start.
            @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = SpringBootApplication.class)
        })
@Modulithic(systemName = "Holdfast")
public class HoldfastServer {}
