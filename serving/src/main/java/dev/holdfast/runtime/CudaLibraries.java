package dev.holdfast.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What ONNX Runtime's part for NVIDIA's GPUs needs of the machine, and does not name where it is missing. */
final class CudaLibraries {
    private static final Map<String, List<String>> NEEDED = new TreeMap<>(Map.of(
            "NVIDIA's driver", List.of("libcuda.so.1"),
            "CUDA 12", List.of("libcudart.so.12", "libcublas.so.12", "libcublasLt.so.12", "libcurand.so.10"),
            "cuDNN 9", List.of("libcudnn.so.9")));

    private CudaLibraries() {}

    /** Says what is not there, by what it belongs to; empty where all of it is. */
    static String missing() {
        List<String> missing = new ArrayList<>();
        NEEDED.forEach((owner, libraries) -> {
            List<String> absent =
                    libraries.stream().filter(library -> !isThere(library)).toList();
            if (!absent.isEmpty()) {
                missing.add(owner + " (" + String.join(", ", absent) + ")");
            }
        });
        return missing.isEmpty() ? "" : "Missing on this machine: " + String.join("; ", missing) + ". ";
    }

    @SuppressWarnings("restricted") // Only looks whether the system finds it.
    private static boolean isThere(String library) {
        try (Arena arena = Arena.ofConfined()) {
            return SymbolLookup.libraryLookup(library, arena) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
