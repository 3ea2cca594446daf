package dev.holdfast.inference.web;

import dev.holdfast.inference.ServedRepository;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The Open Inference Protocol's model repository. Clients send their bodies without a Content-Type, or none at all. */
@RestController
@RequestMapping(path = "/v2/repository", produces = MediaType.APPLICATION_JSON_VALUE)
class ServedRepositoryController {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    /** What load and unload answer: nothing. */
    record Done() {}

    private final ServedRepository repository;
    private final JsonMapper json;

    ServedRepositoryController(ServedRepository repository, JsonMapper json) {
        this.repository = repository;
        this.json = json;
    }

    @PostMapping("/index")
    @Requires(Role.ADMIN)
    List<ServedRepository.ModelIndex> listServedModels(HttpServletRequest request) {
        return repository.index(Boolean.TRUE.equals(fields(request).get("ready")));
    }

    @PostMapping("/models/{model}/load")
    @Requires(Role.ADMIN)
    Done loadServedModel(@PathVariable String model, HttpServletRequest request) {
        ServedRepository.refuseParameters(hasParameters(fields(request)));
        repository.load(model);
        return new Done();
    }

    @PostMapping("/models/{model}/unload")
    @Requires(Role.ADMIN)
    Done unloadServedModel(@PathVariable String model, HttpServletRequest request) {
        fields(request);
        repository.unload(model);
        return new Done();
    }

    private static boolean hasParameters(Map<String, Object> fields) {
        return fields.get("parameters") instanceof Map<?, ?> parameters && !parameters.isEmpty();
    }

    private Map<String, Object> fields(HttpServletRequest request) {
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(LONGEST_BODY);
            return body.length == 0 ? Map.of() : json.readValue(body, FIELDS);
        } catch (JacksonException e) {
            throw ProblemException.malformed("body", null, "is not a JSON object.");
        } catch (IOException e) {
            throw new UncheckedIOException("The request's body broke off", e);
        }
    }
}
