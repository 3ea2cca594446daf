package dev.holdfast.model;

import java.util.List;

/** A module that uses model versions and can say for what. */
public interface LineageSource {
    /** What was made of this version, for example its releases. */
    List<LineageNode> downstreamOf(String model, int version);

    /** What was made of any version of this model. */
    List<LineageNode> downstreamOf(String model);
}
