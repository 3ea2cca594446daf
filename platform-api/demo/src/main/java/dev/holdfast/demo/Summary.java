package dev.holdfast.demo;

import java.util.ArrayList;
import java.util.List;

/** What happened, in the order in which it did. */
final class Summary {
    private final List<String[]> lines = new ArrayList<>();

    void add(String what, String figures) {
        lines.add(new String[] {what, figures});
    }

    List<String[]> lines() {
        return lines;
    }
}
