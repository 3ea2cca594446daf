package dev.holdfast.dataset.web;

import dev.holdfast.dataset.ColumnProfile;
import java.util.List;

/** The statistics of a version. */
record VersionProfile(String name, int version, long rows, List<ColumnProfile> columns) {}
