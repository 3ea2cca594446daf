package dev.holdfast.monitoring;

import dev.holdfast.release.PredictionLogSettings;
import java.util.Set;

/** Which of a model's inputs are personal: of those nothing is counted or learnt, and the log has a hash or nothing. */
final class PersonalData {
    static final PersonalData NONE = new PersonalData(PredictionLogSettings.DEFAULTS);

    private final PredictionLogSettings settings;
    private final Set<String> dropped;
    private final Set<String> hashed;

    PersonalData(PredictionLogSettings settings) {
        this.settings = settings;
        this.dropped = Set.copyOf(settings.drop());
        this.hashed = Set.copyOf(settings.hash());
    }

    /** Whether these are the settings that this was made of. */
    boolean isOf(PredictionLogSettings other) {
        return settings.equals(other);
    }

    boolean isEmpty() {
        return dropped.isEmpty() && hashed.isEmpty();
    }

    boolean isDropped(InputColumn column) {
        return dropped.contains(column.name()) || dropped.contains(column.tensor());
    }

    boolean isHashed(InputColumn column) {
        return hashed.contains(column.name()) || hashed.contains(column.tensor());
    }

    boolean includes(InputColumn column) {
        return !isEmpty() && (isDropped(column) || isHashed(column));
    }

    /** The same for a column of a reference: the name of an input, or of one of its elements, {@code input[3]}. */
    boolean includes(String column) {
        if (isEmpty()) {
            return false;
        }
        int bracket = column.endsWith("]") ? column.lastIndexOf('[') : -1;
        String tensor = bracket < 0 ? column : column.substring(0, bracket);
        return dropped.contains(column)
                || hashed.contains(column)
                || dropped.contains(tensor)
                || hashed.contains(tensor);
    }
}
