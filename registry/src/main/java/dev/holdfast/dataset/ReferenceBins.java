package dev.holdfast.dataset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Fixed bins made from a column, so that other data can be counted into the same bins and compared. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumericBins.class, name = "numeric"),
    @JsonSubTypes.Type(value = CategoricalBins.class, name = "categorical")
})
public sealed interface ReferenceBins permits NumericBins, CategoricalBins {}
