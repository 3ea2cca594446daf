package dev.holdfast.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the demo was asked to run on.
 *
 * @param data the user's own CSV file; absent: generated payments
 * @param label the column to predict; given together with {@code data}
 * @param time the column that orders the rows; absent: the order of the file
 */
record Options(
        @Nullable Path data,
        @Nullable String label,
        @Nullable String time) {
    static Options parse(String[] args) {
        Path data = null;
        String label = null;
        String time = null;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new DemoFailure(args[i] + " needs a value.");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--data" -> data = Path.of(value);
                case "--label" -> label = value;
                case "--time" -> time = value;
                default ->
                    throw new DemoFailure("The demo does not know " + args[i]
                            + "; it takes --data FILE.csv --label COLUMN [--time COLUMN].");
            }
        }
        if (data != null && !Files.isReadable(data)) {
            throw new DemoFailure("--data " + data + ": there is no such file, or it can't be read.");
        }
        if ((data == null) != (label == null)) {
            throw new DemoFailure("--data and --label go together: --data FILE.csv --label COLUMN [--time COLUMN].");
        }
        return new Options(data, label, time);
    }
}
