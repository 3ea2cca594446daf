package dev.holdfast.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.kernel.ProblemException;
import java.util.Arrays;

/** The element types of the Open Inference Protocol, in upper case as that protocol writes them. */
public enum TensorType {
    BOOL,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    INT8,
    INT16,
    INT32,
    INT64,
    FP16,
    FP32,
    FP64,
    BYTES;

    /** Reads a type's name; a problem that lists the names where there is none such. */
    @JsonCreator
    public static TensorType parse(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        "datatype", name, "is not a tensor type; use one of " + Arrays.toString(values()) + "."));
    }

    @JsonValue
    public String wireName() {
        return name();
    }
}
