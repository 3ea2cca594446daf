package dev.holdfast.release;

/** From what serves to what is to serve: again, or as the promoted one. */
record RollbackPlan(Release from, Release to) {}
