package dev.holdfast.access;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Refuses to start where others could reach a server that asks nobody who they are. */
@Component
class OpenModeGuard {
    OpenModeGuard(
            Tokens tokens,
            Users users,
            Credentials credentials,
            @Value("${holdfast.admin-token:}") String adminToken,
            @Value("${holdfast.admin-user:${MLFLOW_AUTH_ADMIN_USERNAME:admin}}") String adminUser,
            @Value("${holdfast.admin-password:${MLFLOW_AUTH_ADMIN_PASSWORD:}}") String adminPassword,
            @Value("${server.address:}") @Nullable InetAddress address) {
        if (!adminToken.isEmpty()) {
            tokens.adoptFirstAdmin(adminToken);
            credentials.refresh();
        }
        if (!adminPassword.isEmpty()) {
            users.adoptFirstAdmin(adminUser, adminPassword);
            credentials.refresh();
        }
        boolean loopback = address != null && address.isLoopbackAddress();
        if (!loopback && credentials.isEmpty()) {
            throw new OpenToOthersException(address == null ? "every address" : address.getHostAddress());
        }
    }
}
