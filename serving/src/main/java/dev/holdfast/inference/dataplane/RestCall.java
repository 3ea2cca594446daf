package dev.holdfast.inference.dataplane;

import dev.holdfast.runtime.Deadline;
import dev.holdfast.web.Callers;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * A request over HTTP when all of it is there.
 *
 * @param uri as it was sent
 * @param body as it was sent, not decompressed
 * @param deadline passes when the caller hangs up
 */
record RestCall(
        String method, String uri, HttpHeaders headers, BodyBytes body, Callers.Evidence evidence, Deadline deadline) {}
