package dev.holdfast.model.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the registry.
 *
 * @param maxSize of a model's file that is uploaded
 */
@ConfigurationProperties("holdfast.models")
record ModelSettings(@DefaultValue("4GB") DataSize maxSize) {}
