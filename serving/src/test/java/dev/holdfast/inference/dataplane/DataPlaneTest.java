package dev.holdfast.inference.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

@HoldfastTest(properties = "holdfast.grpc.port=0")
class DataPlaneTest {
    @Autowired
    private Routes routes;

    @Test
    void aPortThatIsTakenIsToldWhereItWasAskedForAndDoneWithoutWhereNot() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DataPlane asked = plane(other, true);
            asked.start();
            assertThatThrownBy(asked::port)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The port " + other.getLocalPort() + " for gRPC can't be used");
            asked.stop();
            assertThat(asked.isRunning()).isFalse();

            DataPlane optional = plane(other, false);
            optional.start();
            assertThat(optional.port()).isEqualTo(-1);
            optional.stop();
        }
    }

    private DataPlane plane(ServerSocket other, boolean required) {
        DataPlaneProperties properties =
                new DataPlaneProperties(other.getLocalPort(), required, 1, DataSize.ofBytes(0));
        return new DataPlane(properties, routes, InetAddress.getLoopbackAddress());
    }
}
