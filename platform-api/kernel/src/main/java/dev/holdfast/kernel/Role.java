package dev.holdfast.kernel;

import java.util.Locale;

/** What someone may do. Each role may do all that the roles before it may. */
public enum Role {
    /** Reads everything and asks for predictions. */
    VIEWER,
    /** Registers datasets and models, runs pipelines, sends labels. */
    CONTRIBUTOR,
    /** Decides what serves: releases, rollbacks, aliases. */
    APPROVER,
    /** Manages tokens, users, webhooks and the server itself. */
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
