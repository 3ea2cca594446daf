package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.ProblemType;
import dev.holdfast.runtime.Device;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

/** On machines without a GPU, as those that build are. */
class DeviceTest extends ReleaseTestCase {
    @Autowired
    private RestTestClient client;

    @BeforeEach
    void serve() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        release(1, null);
    }

    @Test
    void aReleaseOnADeviceThatIsNotThereIsRefusedAndNothingIsRecorded() {
        release("cuda:0")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("device")
                .jsonPath("$.errors[0].value")
                .isEqualTo("cuda:0")
                .jsonPath("$.errors[0].message")
                .value(
                        String.class,
                        message -> assertThat(message)
                                .contains("device cpu")
                                // With -Pgpu the library for GPUs is there, and the machine is what lacks something.
                                .containsAnyOf("HOLDFAST_PROFILES=gpu", "NVIDIA's driver (libcuda.so.1)"));
        assertThat(historyEntries()).hasSize(1);
        assertThat(answer()).isEqualTo(1);
        assertProblem(
                ProblemType.INVALID,
                "device: is not there",
                () -> deployments.release(name, new ReleaseRequest(name, 2, null, false, new Device(7)), ANNA));
    }

    @Test
    void aNameThatIsNoDeviceIsRefused() {
        release("gpu")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].message")
                .value(String.class, message -> assertThat(message).contains("cuda:0"));
    }

    @Test
    void aReleaseTellsItsDevice() {
        release("cpu")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.to.device")
                .isEqualTo("cpu");
        assertThat(deployments.release(name, 2).device()).isEqualTo("cpu");
        assertThat(answer()).isEqualTo(2);
    }

    private RestTestClient.ResponseSpec release(String device) {
        return client.post()
                .uri("/api/v1/deployments/" + name + "/releases")
                .body(Map.of("model", name, "version", 2, "device", device))
                .exchange();
    }
}
