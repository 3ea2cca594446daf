package dev.holdfast.inference.web;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whatever else the protocol's extensions know: a client is told in the protocol's own words that it is not here. */
@RestController
class UnknownInferencePath {
    @RequestMapping("/v2/**")
    @Requires(Role.VIEWER)
    void refuseUnknownInferencePath(HttpServletRequest request) {
        throw new ProblemException(
                ProblemType.NOT_SUPPORTED,
                request.getMethod() + " " + request.getRequestURI()
                        + " is not supported; GET /v2 lists the extensions that are.");
    }
}
