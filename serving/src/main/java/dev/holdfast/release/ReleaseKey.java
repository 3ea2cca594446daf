package dev.holdfast.release;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Which release. */
@Embeddable
record ReleaseKey(
        @Column(name = "deployment") String deployment,
        @Column(name = "number") int number) {}
