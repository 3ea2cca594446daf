package dev.holdfast.release;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shadows of a deployment have shown.
 *
 * @param shadow the one that gets copies now; absent: none
 * @param comparisons by release and champion, the newest first, 20 at most
 * @param differing the newest rows in which both did not say the same, 20 at most
 */
public record ShadowReport(
        String deployment,
        @Nullable ShadowPolicy shadow,
        List<ShadowComparison> comparisons,
        List<ShadowAnswer> differing) {
    public ShadowReport {
        comparisons = List.copyOf(comparisons);
        differing = List.copyOf(differing);
    }
}
