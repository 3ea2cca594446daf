package dev.holdfast.search;

import java.util.Map;

/**
 * A boolean expression in SQL.
 *
 * @param parameters by the names under which the expression has them, {@code :filter_0} and so on
 */
public record SqlFragment(String sql, Map<String, Object> parameters) {
    public SqlFragment {
        parameters = Map.copyOf(parameters);
    }
}
