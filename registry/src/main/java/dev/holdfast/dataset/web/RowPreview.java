package dev.holdfast.dataset.web;

import java.util.List;
import java.util.Map;

/** The first rows of a version. */
record RowPreview(List<Map<String, Object>> items) {}
