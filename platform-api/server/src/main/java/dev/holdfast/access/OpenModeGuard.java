package dev.holdfast.access;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Refuses to start where others could reach a server that asks nobody for a token. */
@Component
class OpenModeGuard {
    OpenModeGuard(
            Tokens tokens,
            Credentials credentials,
            @Value("${holdfast.admin-token:}") String adminToken,
            @Value("${server.address:}") @Nullable InetAddress address) {
        if (!adminToken.isEmpty()) {
            tokens.adoptFirstAdmin(adminToken);
            credentials.refresh();
        }
        boolean loopback = address != null && address.isLoopbackAddress();
        if (!loopback && credentials.isEmpty()) {
            throw new OpenToOthersException(address == null ? "every address" : address.getHostAddress());
        }
    }
}
