package dev.holdfast.inference.dataplane;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the port for predictions.
 *
 * @param port where it listens; 0: any free port; -1: nowhere
 * @param required whether the server must not start without it
 * @param threads threads that read and write, and run models that are quick; 0: one for each processor
 * @param maxHeld bytes of bodies that are not answered yet, of all connections together; 0: a quarter of the heap, two of the largest bodies at least
 */
@ConfigurationProperties("holdfast.grpc")
record DataPlaneProperties(
        @DefaultValue("-1") int port,
        @DefaultValue("true") boolean required,
        @DefaultValue("0") int threads,
        @DefaultValue("0B") DataSize maxHeld) {}
