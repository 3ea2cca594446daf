package dev.holdfast.inference.dataplane;

/** Tells a connection that the server stops: what runs is answered, nothing new is taken. */
enum Drain {
    NOW
}
