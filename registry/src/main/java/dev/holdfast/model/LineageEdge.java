package dev.holdfast.model;

/**
 * An arrow from what was there first to what came of it.
 *
 * @param relation {@code training}, {@code evaluation}, {@code ran}, {@code produced}, {@code released_as}, {@code predicted}
 */
public record LineageEdge(String from, String to, String relation) {}
