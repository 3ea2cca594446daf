package dev.holdfast.server.web;

import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Public;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page that the {@code type} of every problem points to. */
@Hidden
@RestController
class ProblemPageController {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Problems · Holdfast</title>
            <style>
              body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
              h2 { font-size: 1.05rem; margin: 1.6rem 0 .2rem }
              code { opacity: .7 }
              :target { outline: 2px solid; outline-offset: .3rem }
            </style>
            <h1>Problems</h1>
            <p>Every failure of <code>/api/v1</code> is answered with <code>application/problem+json</code> (RFC 9457). Its
            <code>type</code> leads here; its <code>detail</code> and <code>errors</code> say what happened this time.</p>
            <!-- problems -->
            </html>
            """;

    @GetMapping(path = "/docs/problems", produces = MediaType.TEXT_HTML_VALUE)
    @Public
    String problems() {
        String entries = Arrays.stream(ProblemType.values())
                .map(ProblemPageController::entry)
                .collect(Collectors.joining());
        return PAGE.replace("<!-- problems -->", entries);
    }

    private static String entry(ProblemType type) {
        return "<section id=\"%s\"><h2>%s <code>%d</code></h2><p>%s</p></section>%n"
                .formatted(
                        type.slug(),
                        HtmlUtils.htmlEscape(type.title()),
                        type.status(),
                        HtmlUtils.htmlEscape(type.advice()));
    }
}
