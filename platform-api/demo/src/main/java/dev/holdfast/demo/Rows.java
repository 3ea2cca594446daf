package dev.holdfast.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** A CSV file in memory, in time order. */
record Rows(List<String> header, List<String[]> rows) {
    static Rows read(Path file, @Nullable String time) {
        List<String[]> lines = new ArrayList<>();
        try (CSVParser parser = CSVFormat.RFC4180.parse(Files.newBufferedReader(file))) {
            parser.forEach(line -> lines.add(line.values()));
        } catch (IOException | UncheckedIOException e) {
            throw new DemoFailure(file + " can't be read: " + e.getMessage());
        }
        if (lines.isEmpty()) {
            throw new DemoFailure(file + " is empty; it needs a header line and rows.");
        }
        List<String> header = List.of(lines.removeFirst());
        if (new HashSet<>(header).size() < header.size()) {
            throw new DemoFailure(file + " names a column twice: " + header);
        }
        Rows rows = new Rows(header, lines);
        return time == null ? rows : rows.sortedBy(rows.column("--time", time));
    }

    int size() {
        return rows.size();
    }

    /** The index of a column that the option {@code option} names. */
    int column(String option, String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new DemoFailure(option + " " + name + ": there is no such column; there are " + header + ".");
        }
        return index;
    }

    String value(int row, int column) {
        return rows.get(row)[column];
    }

    Path write(int from, int to, Path file) {
        try (CSVPrinter out = new CSVPrinter(Files.newBufferedWriter(file), CSVFormat.RFC4180)) {
            out.printRecord(header);
            for (String[] row : rows.subList(from, to)) {
                out.printRecord((Object[]) row);
            }
        } catch (IOException e) {
            throw new DemoFailure(file + " can't be written: " + e.getMessage());
        }
        return file;
    }

    private Rows sortedBy(int column) {
        List<OptionalDouble> numbers =
                rows.stream().map(row -> number(row[column])).toList();
        boolean numeric = numbers.stream().allMatch(OptionalDouble::isPresent);
        Comparator<Integer> order = numeric
                ? Comparator.comparingDouble(row -> numbers.get(row).orElseThrow())
                : Comparator.comparing(row -> rows.get(row)[column]);
        return new Rows(
                header,
                IntStream.range(0, rows.size())
                        .boxed()
                        .sorted(order)
                        .map(rows::get)
                        .toList());
    }

    static OptionalDouble number(String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
