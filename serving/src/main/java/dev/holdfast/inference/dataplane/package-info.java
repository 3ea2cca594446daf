/** The port for predictions: gRPC, and the Open Inference Protocol over HTTP, on Netty. */
@NullMarked
package dev.holdfast.inference.dataplane;

import org.jspecify.annotations.NullMarked;
