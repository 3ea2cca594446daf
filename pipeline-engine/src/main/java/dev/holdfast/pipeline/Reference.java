package dev.holdfast.pipeline;

/**
 * Names something that a step takes: an input of the pipeline or an output of another step.
 *
 * @param source the input's or the step's name
 * @param output the output's name; the input's own name for an input
 */
record Reference(String source, String output, boolean isInput) {
    /** As it stands in the YAML, and unique within a pipeline. */
    String text() {
        return isInput ? source : source + "." + output;
    }
}
