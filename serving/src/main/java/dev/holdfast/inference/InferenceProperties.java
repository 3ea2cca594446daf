package dev.holdfast.inference;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of predictions.
 *
 * @param maxBody the largest request body that is read
 */
@ConfigurationProperties("holdfast.inference")
public record InferenceProperties(@DefaultValue("64MB") DataSize maxBody) {}
