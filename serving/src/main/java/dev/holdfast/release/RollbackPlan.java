package dev.holdfast.release;

/** From what serves to what is to serve again. */
record RollbackPlan(Release from, Release to) {}
