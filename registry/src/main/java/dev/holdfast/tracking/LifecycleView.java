package dev.holdfast.tracking;

/** Which runs or experiments a search shows. */
public enum LifecycleView {
    ACTIVE_ONLY,
    DELETED_ONLY,
    ALL;

    /** A boolean expression over a column that holds a {@link Lifecycle}. */
    String condition(String column) {
        return switch (this) {
            case ACTIVE_ONLY -> column + " = 'active'";
            case DELETED_ONLY -> column + " = 'deleted'";
            case ALL -> "TRUE";
        };
    }
}
