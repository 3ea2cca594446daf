package dev.holdfast.runtime;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PyTorch's native library, by DJL. It comes with builds that asked for it, and is brought in when the first model is loaded: unpacked
 * once into a folder, never downloaded.
 */
final class PyTorch {
    private static final Logger log = LoggerFactory.getLogger(PyTorch.class);
    private static final String LIBRARY = "/native/lib/pytorch.properties";

    private static @Nullable Engine engine;

    private PyTorch() {}

    /**
     * The engine.
     *
     * @param folder where the library is unpacked; the first caller's counts
     * @throws ProblemException 422 where the library is not there
     */
    static synchronized Engine engine(Path folder) {
        Engine there = engine;
        if (there == null) {
            requireLibrary();
            configure(folder);
            try {
                there = Engine.getEngine("PyTorch");
            } catch (EngineException e) {
                log.error("PyTorch's library can't be loaded", e);
                throw UnfitModel.refused("PyTorch's native library can't be loaded on this machine: "
                        + EngineMessage.of(String.valueOf(
                                e.getCause() == null
                                        ? e.getMessage()
                                        : e.getCause().getMessage())));
            }
            engine = there;
            log.info("PyTorch {} is loaded", there.getVersion());
        }
        return there;
    }

    /** Throws a problem where this build has no library for this machine. */
    private static void requireLibrary() {
        String platform = platform();
        Properties properties = new Properties();
        try (InputStream in = PyTorch.class.getResourceAsStream(LIBRARY)) {
            if (in == null) {
                throw UnfitModel.refused(
                        "TorchScript needs PyTorch's native library, which this server was built without;"
                                + " build it with -Ptorchscript (HOLDFAST_PROFILES=torchscript ./holdfast start), or convert the model"
                                + " to ONNX with torch.onnx.");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!platform.equals(properties.getProperty("classifier"))) {
            throw UnfitModel.refused(
                    "this server was built with PyTorch's library for " + properties.getProperty("classifier")
                            + ", and runs on " + platform + "; build it on this machine.");
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch");
        return (system.startsWith("mac") ? "osx" : system.startsWith("win") ? "win" : "linux")
                + "-"
                + (processor.equals("amd64") ? "x86_64" : processor);
    }

    /** DJL reads system properties: nothing is downloaded, nobody is told, one thread each run as with other engines. */
    private static void configure(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("PyTorch's library can't be unpacked into " + folder, e);
        }
        String cache = folder.toAbsolutePath().toString();
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("DJL_CACHE_DIR", cache);
        System.setProperty("ENGINE_CACHE_DIR", cache);
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        // It would compile the graph anew for shapes that it has not seen, on the request that brings them.
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
    }
}
