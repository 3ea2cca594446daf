package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private final AnswerCache cache = new AnswerCache(10_000);

    @Test
    void theSameInputsAreTheSameWhateverTheirOrderAndAllElseDiffers() {
        Tensor a = Tensor.column("a", 1f, 2f);
        Tensor b = Tensor.column("b", "x", "yz");
        Map<String, Tensor> one = new LinkedHashMap<>();
        one.put("a", a);
        one.put("b", b);
        Map<String, Tensor> other = new LinkedHashMap<>();
        other.put("b", b);
        other.put("a", Tensor.column("a", 1f, 2f));
        AnswerCache.Key key = AnswerCache.Key.of(1, one);
        assertThat(AnswerCache.Key.of(1, other)).isEqualTo(key);
        assertThat(AnswerCache.Key.of(2, one)).isNotEqualTo(key);
        assertThat(AnswerCache.Key.of(1, Map.of("a", a))).isNotEqualTo(key);
        assertThat(AnswerCache.Key.of(1, Map.of("a", a, "b", Tensor.column("b", "xy", "z"))))
                .isNotEqualTo(key);
        assertThat(AnswerCache.Key.of(1, Map.of("a", a)))
                .isNotEqualTo(AnswerCache.Key.of(1, Map.of("a", Tensor.of("a", new long[] {1, 2}, 1f, 2f))))
                .isNotEqualTo(AnswerCache.Key.of(
                        1, Map.of("a", Tensor.of("a", TensorType.INT32, new long[] {2, 1}, a.bytes()))));
    }

    @Test
    void itIsBoundedInBytesAndWhatIsAskedForStays() {
        for (int i = 0; i < 1_000; i++) {
            cache.keep(key(i), answer(10));
            assertThat(cache.find(key(0))).isNotNull();
            assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
        }
        assertThat(cache.find(key(500))).isNull();
        long before = cache.bytes();
        cache.keep(key(0), answer(10));
        assertThat(cache.bytes()).isEqualTo(before);
    }

    @Test
    void whatWouldTakeTooMuchOfItIsNotKept() {
        cache.keep(key(1), answer(1_000));
        assertThat(cache.find(key(1))).isNull();
        cache.keep(key(2), answer(1));
        cache.clear();
        assertThat(cache.find(key(2))).isNull();
        assertThat(cache.bytes()).isZero();
    }

    private static AnswerCache.Key key(int value) {
        return AnswerCache.Key.of(1, Map.of("x", Tensor.column("x", (float) value)));
    }

    private static Map<String, Tensor> answer(int values) {
        return Map.of("y", Tensor.column("y", new float[values]));
    }
}
