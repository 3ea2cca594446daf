package dev.holdfast.monitoring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bins of a text column: one for each frequent category of the reference, then slots for all others and for missing values. */
final class CategoryIndex implements Bins {
    private final List<String> categories;
    private final Map<String, Integer> slots = new HashMap<>();
    /** Categories that are numbers, ascending, for models that take codes as numbers. */
    private final double[] numbers;

    private final int[] slotsOfNumbers;

    CategoryIndex(List<String> categories) {
        this.categories = List.copyOf(categories);
        Map<Double, Integer> byNumber = new HashMap<>();
        for (int slot = 0; slot < this.categories.size(); slot++) {
            slots.put(this.categories.get(slot), slot);
            double number = number(this.categories.get(slot));
            if (!Double.isNaN(number)) {
                byNumber.putIfAbsent(number, slot);
            }
        }
        numbers = byNumber.keySet().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        slotsOfNumbers = Arrays.stream(numbers)
                .mapToInt(number -> slotOf(byNumber, number))
                .toArray();
    }

    private static int slotOf(Map<Double, Integer> byNumber, double number) {
        Integer slot = byNumber.get(number);
        return slot == null ? 0 : slot;
    }

    private static double number(String category) {
        if (category.equals("true")) {
            return 1;
        }
        if (category.equals("false")) {
            return 0;
        }
        try {
            return Double.parseDouble(category);
        } catch (NumberFormatException e) {
            return Double.NaN; // a word: no number stands for it
        }
    }

    /** The slot that counts {@code value}; the empty text is how a missing value reaches a model. */
    int slot(String value) {
        if (value.isEmpty()) {
            return missingSlot();
        }
        Integer slot = slots.get(value);
        return slot == null ? otherSlot() : slot;
    }

    /** The slot of a category that is sent as a number; booleans are 0 and 1. */
    int slot(double value) {
        if (Double.isNaN(value)) {
            return missingSlot();
        }
        int index = Arrays.binarySearch(numbers, value);
        return index < 0 ? otherSlot() : slotsOfNumbers[index];
    }

    List<String> categories() {
        return categories;
    }

    /** Values that the reference has not seen, or so rarely that they are not among its categories. */
    int otherSlot() {
        return categories.size();
    }

    @Override
    public int missingSlot() {
        return categories.size() + 1;
    }

    @Override
    public int slots() {
        return categories.size() + 2;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CategoryIndex index && categories.equals(index.categories);
    }

    @Override
    public int hashCode() {
        return categories.hashCode();
    }
}
