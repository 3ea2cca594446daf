package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a model runs: {@code cpu}, or {@code cuda:0} for NVIDIA's first GPU.
 *
 * @param gpu the GPU's number; -1: the processor
 */
public record Device(int gpu) {
    public static final Device CPU = new Device(-1);

    private static final Pattern CUDA = Pattern.compile("cuda:(\\d{1,3})");

    /** Reads a device's name; a problem (422) about {@code device} where it is none. */
    public static Device parse(String name) {
        Matcher cuda = CUDA.matcher(name);
        if (cuda.matches()) {
            return new Device(Integer.parseInt(cuda.group(1)));
        }
        if (name.equals("cpu")) {
            return CPU;
        }
        throw ProblemException.invalid("device", name, "is not a device; use cpu, or cuda:0 for the first GPU.");
    }

    public boolean isGpu() {
        return gpu >= 0;
    }

    /** Why it can't be used here: another is never taken in its place. */
    ProblemException absent(String why) {
        return ProblemException.invalid("device", toString(), "is not there: " + why);
    }

    @Override
    public String toString() {
        return isGpu() ? "cuda:" + gpu : "cpu";
    }
}
