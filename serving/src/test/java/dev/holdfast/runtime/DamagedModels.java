package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Opens damaged models one after the other, as the server does, in a process of its own: {@link DamagedModelsTest} sees whether it lives. */
final class DamagedModels {
    private static final int SEED = 20_26;

    private DamagedModels() {}

    /**
     * Opens so many and ends.
     *
     * @param arguments a folder, the number of the first, and how many
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        ModelEngines engines = new ModelEngines(RunThreads.usual(), ModelRoom.unlimited(), folder);
        List<byte[]> originals = originals();
        int opened = 0;
        for (int number = first; number < first + count; number++) {
            byte[] damaged = damaged(originals.get(number % originals.size()), number);
            Path file = Files.write(folder.resolve("damaged"), damaged);
            Files.writeString(folder.resolve("number"), Integer.toString(number));
            try (LoadedModel model = engines.open(file, ModelFormat.ONNX, Set.of(), null, Device.CPU)) {
                model.warmUp();
                opened++;
            } catch (ProblemException e) {
                // Refused, as it should be.
            }
        }
        Files.writeString(folder.resolve("opened"), Integer.toString(opened));
        // The clock for deadlines is a daemon, the library's own threads may not be.
        Runtime.getRuntime().halt(0);
    }

    private static List<byte[]> originals() {
        return List.of(
                TinyOnnx.classifier(List.of("a", "b"), List.of("no", "yes"), 0.25),
                TinyOnnx.regression(List.of("a", "b"), 2, 1),
                TinyOnnx.lookup(1, 2, 3, 4),
                TinyOnnx.zipMap(List.of("a", "b")),
                TinyOnnx.overRows(),
                TinyOnnx.squares());
    }

    /** Cut off, with flipped bits, with other bytes, with a piece moved or repeated: the same each time. */
    private static byte[] damaged(byte[] original, int number) {
        Random random = new Random(SEED + number);
        byte[] bytes = original.clone();
        switch (number % 5) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                for (int i = 0; i < 4; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            case 3 -> {
                int from = random.nextInt(bytes.length);
                int length = random.nextInt(Math.min(16, bytes.length - from) + 1);
                int to = random.nextInt(bytes.length - length + 1);
                System.arraycopy(original, from, bytes, to, length);
            }
            default -> {
                List<Byte> longer = new ArrayList<>();
                int at = random.nextInt(bytes.length);
                for (int i = 0; i < bytes.length; i++) {
                    longer.add(bytes[i]);
                    if (i == at) {
                        for (int j = random.nextInt(12); j >= 0; j--) {
                            longer.add((byte) 0xff);
                        }
                    }
                }
                bytes = new byte[longer.size()];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = longer.get(i);
                }
            }
        }
        return bytes;
    }

    /** Runs {@link #main} in a process of its own; its exit status. */
    static int runApart(Path folder, int first, int count) {
        try {
            // ONNX Runtime does not bear a long command line.
            Path options = Files.writeString(
                    folder.resolve("options"),
                    "-cp \"" + System.getProperty("java.class.path") + "\"\n-Xmx256m\n-XX:-CreateCoredumpOnCrash\n"
                            + "-XX:ErrorFile=" + folder.resolve("crash.log")
                            + "\n--enable-native-access=ALL-UNNAMED\n");
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "@" + options,
                            DamagedModels.class.getName(),
                            folder.toString(),
                            Integer.toString(first),
                            Integer.toString(count))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
