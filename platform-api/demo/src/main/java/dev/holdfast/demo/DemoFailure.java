package dev.holdfast.demo;

/** The demo can't go on; the message says why and what to do. */
final class DemoFailure extends RuntimeException {
    DemoFailure(String message) {
        super(message);
    }
}
