package dev.holdfast.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

class NarrowingHandlerMappingTest {
    private final MockMvc server = MockMvcBuilders.standaloneSetup(new Paths())
            .setCustomHandlerMapping(NarrowingHandlerMapping::new)
            .build();

    @RestController
    static class Paths {
        @GetMapping("/models")
        String list() {
            return "list";
        }

        @GetMapping("/models/{name}")
        String one(@PathVariable String name) {
            return "one " + name;
        }

        @GetMapping("/models/{name}/versions/{version:\\d{1,9}}")
        String version(@PathVariable String name, @PathVariable String version) {
            return "version " + name + " " + version;
        }

        @PostMapping({"/models/{name}/infer", "/models/{name}/versions/{version}/infer"})
        String infer(@PathVariable String name) {
            return "infer " + name;
        }

        @GetMapping("/files/{*path}")
        String file(@PathVariable String path) {
            return "file:" + path;
        }

        @GetMapping("/models/**")
        String unknown() {
            return "unknown";
        }

        @GetMapping("/pages/**")
        String page() {
            return "page";
        }

        @GetMapping("/models/{name}/versions/latest")
        String newest(@PathVariable String name) {
            return "newest " + name;
        }

        @GetMapping("/export-{name}.json")
        String json(@PathVariable String name) {
            return "json " + name;
        }

        @GetMapping("/export-{name}.csv")
        String export(@PathVariable String name) {
            return "export " + name;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/models, list",
        "/models/fraud, one fraud",
        "/models/infer, one infer",
        "/mod%65ls/fraud, one fraud",
        "/models;v=1/fraud, one fraud",
        "/models/a%2Fb, one a/b",
        "/models/fraud/versions/3, version fraud 3",
        "/models/fraud/elsewhere, unknown",
        "/models/fraud/versions/x, unknown",
        "/models/fraud/v%65rsions/3, version fraud 3",
        "/files, file:",
        "/files/, file:/",
        "/files/a/b, file:/a/b",
        "/pages, page",
        "/pages/a/b, page",
        "/export-rows.csv, export rows",
        "/export-rows.json, json rows",
        "/models/fraud/versions/latest, newest fraud",
    })
    void pathsReachWhatTheyReachedBefore(String path, String handled) throws Exception {
        server.perform(get(URI.create(path)))
                .andExpect(status().isOk())
                .andExpect(content().string(handled.strip()));
    }

    @Test
    void aPathOfSeveralPatternsReachesItsHandlerByEach() throws Exception {
        server.perform(post("/models/fraud/infer")).andExpect(content().string("infer fraud"));
        server.perform(post("/models/fraud/versions/2/infer"))
                .andExpect(content().string("infer fraud"));
    }

    @Test
    void whatIsNotThereIsRefusedAsBefore() throws Exception {
        server.perform(post("/models/fraud")).andExpect(status().isMethodNotAllowed());
        server.perform(get("/export-rows")).andExpect(status().isNotFound());
        server.perform(get("/elsewhere")).andExpect(status().isNotFound());
    }
}
