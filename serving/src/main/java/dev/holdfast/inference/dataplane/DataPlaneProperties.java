package dev.holdfast.inference.dataplane;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the port for predictions.
 *
 * @param port where it listens; 0: any free port; -1: nowhere
 * @param required whether the server must not start without it
 * @param threads threads that read and write, and run models that are quick; 0: one for each processor
 */
@ConfigurationProperties("holdfast.grpc")
record DataPlaneProperties(
        @DefaultValue("-1") int port,
        @DefaultValue("true") boolean required,
        @DefaultValue("0") int threads) {}
