package dev.holdfast.model.web;

import dev.holdfast.HoldfastTest;
import dev.holdfast.testkit.TinyOnnx;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Calls of the endpoints for models. */
@HoldfastTest(properties = "holdfast.models.max-size=64KB")
abstract class ModelEndpointsTestCase {
    static final byte[] MODEL = TinyOnnx.classifier(List.of("amount"), List.of("no", "yes"), 1);

    @Autowired
    RestTestClient http;

    final RestTestClient.ResponseSpec register(
            String model, byte @Nullable [] file, @Nullable String facts, @Nullable String idempotencyKey) {
        return http.post()
                .uri(java.net.URI.create("/api/v1/models/" + model + "/versions"))
                .headers(headers -> {
                    if (idempotencyKey != null) {
                        headers.set("Idempotency-Key", idempotencyKey);
                    }
                })
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(parts(file, facts))
                .exchange();
    }

    static MultiValueMap<String, Object> parts(byte @Nullable [] file, @Nullable String facts) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        if (file != null) {
            parts.add("file", new ByteArrayResource(file) {
                @Override
                public String getFilename() {
                    return "any.onnx";
                }
            });
        }
        if (facts != null) {
            // As curl sends a plain form field: without a type of its own.
            parts.add("facts", new HttpEntity<>(facts, new HttpHeaders()));
        }
        return parts;
    }

    final RestTestClient.ResponseSpec get(String path, String... header) {
        return http.get()
                .uri("/api/v1" + path)
                .headers(headers -> {
                    if (header.length == 2) {
                        headers.set(header[0], header[1]);
                    }
                })
                .exchange();
    }

    final RestTestClient.ResponseSpec post(String path, String body) {
        return http.post()
                .uri("/api/v1" + path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    final RestTestClient.ResponseSpec put(String path, String body, String role) {
        return http.put()
                .uri("/api/v1" + path)
                .header("X-Test-Role", role)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }
}
