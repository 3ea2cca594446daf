package dev.holdfast.web;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

/** How requests are read before they reach a controller. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {
    /** Tomcat would answer {@code ..%2Fname} with a page of its own; the check of names says what is wrong with it, as a problem. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInNames() {
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }

    /** Goes inside the valve that Spring Boot adds, so that it answers first: hence the last of the customizers. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusalsOfTomcat(
            ObjectProvider<ErrorShape> shapes, ObjectProvider<JsonMapper> json) {
        return factory -> factory.addContextCustomizers(context -> context.getParent()
                .getPipeline()
                .addValve(new RefusedRequestValve(shapes.orderedStream().toList(), json.getObject())));
    }
}
