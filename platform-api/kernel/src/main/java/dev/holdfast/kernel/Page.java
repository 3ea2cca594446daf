package dev.holdfast.kernel;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list in a stable order.
 *
 * @param nextPageToken asks for the part after this one; absent at the end
 */
public record Page<T>(List<T> items, @Nullable String nextPageToken) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page from rows that were read with a limit of one more than the page holds.
     *
     * @param keys the values of the order-by columns of the last row on the page
     */
    public static <T> Page<T> of(List<T> rowsAndOneMore, PageRequest request, Function<T, List<String>> keys) {
        if (rowsAndOneMore.size() <= request.maxResults()) {
            return new Page<>(rowsAndOneMore, null);
        }
        List<T> items = rowsAndOneMore.subList(0, request.maxResults());
        return new Page<>(items, PageRequest.encodeToken(keys.apply(items.getLast())));
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
        return new Page<>(items.stream().<R>map(mapper).toList(), nextPageToken);
    }
}
