package dev.holdfast.mlflow.web;

import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the client asks about the server itself, and the answer to all that it asks for and we do not have. */
@RestController
class ServerInfoController {
    /** The newest protocol that the endpoints were written for. */
    private static final String SPOKEN = "3.17.2";

    @GetMapping(path = "/version", produces = MediaType.TEXT_PLAIN_VALUE)
    @Public
    String mlflowVersion() {
        return SPOKEN;
    }

    @GetMapping({MlflowPaths.V3 + "/server-info", MlflowPaths.AJAX_V3 + "/server-info"})
    @Public
    ServerInfo serverInfo() {
        return new ServerInfo("SqlStore", false);
    }

    /** The client falls back to an older call, or says that it can't, when it is told in exactly this way. */
    @RequestMapping({"/api/2.0/**", "/api/3.0/**", "/ajax-api/**"})
    @Requires(Role.VIEWER)
    void refuseUnknownMlflowPath(HttpServletRequest request) {
        throw new MlflowException(
                MlflowErrorCode.ENDPOINT_NOT_FOUND,
                request.getMethod() + " " + request.getRequestURI() + " is not an endpoint of this server.");
    }

    record ServerInfo(String storeType, boolean workspacesEnabled) {}
}
