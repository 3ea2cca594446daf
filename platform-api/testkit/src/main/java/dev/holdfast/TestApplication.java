package dev.holdfast;

import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.modulith.Modulithic;

/** Joins the modules that are on the class path of a test. Start it with {@link HoldfastTest}. */
@SpringBootApplication
@ComponentScan(
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class),
            // The server's own application, in the server's tests.
            @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = SpringBootApplication.class)
        })
@Modulithic(systemName = "Holdfast")
public class TestApplication {}
