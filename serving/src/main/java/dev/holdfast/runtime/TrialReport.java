package dev.holdfast.runtime;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the process of a {@link ModelTrial} came, in a file that it writes as it goes: whatever takes it down, what it did last is known.
 *
 * @param opened whether the model was opened
 * @param refused why it can't be served, where the process found that
 */
record TrialReport(boolean opened, @Nullable ProblemException refused) {
    private static final int OPENED = 1;
    private static final int REFUSED = 2;

    /** The model is open, and is run now. */
    static void sayOpened(Path report) throws IOException {
        append(report, new byte[] {OPENED});
    }

    /** The model can't be served. */
    static void sayRefused(Path report, ProblemException why) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(REFUSED);
            TrialOrder.text(out, why.type().name());
            TrialOrder.text(out, why.detail());
            out.writeInt(why.errors().size());
            for (FieldError error : why.errors()) {
                TrialOrder.text(out, error.field());
                out.writeBoolean(error.value() != null);
                if (error.value() != null) {
                    TrialOrder.text(out, error.value().toString());
                }
                TrialOrder.text(out, error.message());
            }
        }
        append(report, bytes.toByteArray());
    }

    static TrialReport read(Path report) throws IOException {
        boolean opened = false;
        ProblemException refused = null;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(report)))) {
            for (int said = in.read(); said >= 0; said = in.read()) {
                switch (said) {
                    case OPENED -> opened = true;
                    case REFUSED -> refused = problem(in);
                    default -> throw new IOException("The report of a model's trial is damaged");
                }
            }
        }
        return new TrialReport(opened, refused);
    }

    private static ProblemException problem(DataInputStream in) throws IOException {
        ProblemType type = ProblemType.valueOf(TrialOrder.text(in));
        String detail = TrialOrder.text(in);
        List<FieldError> errors = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String field = TrialOrder.text(in);
            String value = in.readBoolean() ? TrialOrder.text(in) : null;
            errors.add(new FieldError(field, value, TrialOrder.text(in)));
        }
        return new ProblemException(type, detail, errors);
    }

    private static void append(Path report, byte[] bytes) throws IOException {
        Files.write(report, bytes, StandardOpenOption.APPEND);
    }
}
