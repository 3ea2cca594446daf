package dev.holdfast.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library, brought in when the first model is loaded: a server without models pays nothing for it. */
final class OnnxRuntime {
    /** With a longer command line the library's version 1.29 takes the whole process down, without a trace. */
    private static final int MAX_COMMAND_LINE_BYTES = 4_000;

    private static final Logger log = LoggerFactory.getLogger(OnnxRuntime.class);

    private OnnxRuntime() {}

    private static final class Holder {
        private static final OrtEnvironment ENVIRONMENT = start();

        private static OrtEnvironment start() {
            checkCommandLine();
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "holdfast");
            try {
                environment.setTelemetry(false);
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime does not take its settings", e);
            }
            log.info("ONNX Runtime {} is loaded", environment.getVersion());
            return environment;
        }
    }

    static OrtEnvironment environment() {
        return Holder.ENVIRONMENT;
    }

    /** One thread each run: requests run beside each other, and threads that spin would steal from them. */
    static OrtSession.SessionOptions options(Device device) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        if (device.isGpu()) {
            addCuda(options, device);
        }
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    /** A problem where it is not there: a session without it would quietly run on the processor. */
    private static void addCuda(OrtSession.SessionOptions options, Device device) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            options.close();
            throw device.absent(
                    "this server was built with ONNX Runtime for the processor alone. Build it with"
                            + " HOLDFAST_PROFILES=gpu on a machine with NVIDIA's driver and CUDA 12, or release with device cpu.");
        }
        try {
            options.addCUDA(device.gpu());
        } catch (OrtException e) {
            options.close();
            throw device.absent("ONNX Runtime can't use it (" + EngineMessage.of(e) + ") " + CudaLibraries.missing()
                    + "Check the driver with nvidia-smi, or release with device cpu.");
        }
    }

    private static void checkCommandLine() {
        Path commandLine = Path.of("/proc/self/cmdline");
        try {
            if (Files.isReadable(commandLine)) {
                int length = Files.readAllBytes(commandLine).length;
                if (length > MAX_COMMAND_LINE_BYTES) {
                    throw new IllegalStateException("This process's command line has " + length + " bytes; ONNX Runtime"
                            + " crashes above 4096. Start with java -jar or an @argfile instead of a long -cp.");
                }
            }
        } catch (IOException e) {
            log.debug("The length of the command line is not known", e);
        }
    }
}
