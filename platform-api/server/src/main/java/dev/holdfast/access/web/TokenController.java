package dev.holdfast.access.web;

import dev.holdfast.access.IssuedToken;
import dev.holdfast.access.Token;
import dev.holdfast.access.Tokens;
import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
class TokenController {
    private final Tokens tokens;

    TokenController(Tokens tokens) {
        this.tokens = tokens;
    }

    record NewToken(
            @NotNull String name,
            @NotNull Role role,
            @Nullable Instant expiresAt) {}

    /** The secret is in this answer and nowhere else. */
    record TokenWithSecret(
            UUID id,
            String name,
            Role role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            String token) {
        static TokenWithSecret of(IssuedToken issued) {
            Token token = issued.token();
            return new TokenWithSecret(
                    token.id(), token.name(), token.role(), token.createdAt(), token.expiresAt(), issued.secret());
        }
    }

    @PostMapping("/tokens")
    @Idempotent(secret = true)
    @Requires(Role.ADMIN)
    ResponseEntity<TokenWithSecret> createToken(@Valid @RequestBody NewToken request, Actor actor) {
        IssuedToken issued = tokens.issue(request.name(), request.role(), request.expiresAt(), actor);
        return ResponseEntity.created(
                        URI.create("/api/v1/tokens/" + issued.token().id()))
                .body(TokenWithSecret.of(issued));
    }

    @GetMapping("/tokens")
    @Requires(Role.ADMIN)
    Page<Token> listTokens(PageRequest page) {
        return tokens.tokens(page);
    }

    @DeleteMapping("/tokens/{id}")
    @Requires(Role.ADMIN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revokeToken(@PathVariable String id, Actor actor) {
        tokens.revoke(Ids.parse("id", id), actor);
    }

    record Me(String name, Role role) {}

    @GetMapping("/me")
    @Requires(Role.VIEWER)
    Me whoAmI(Actor actor) {
        return new Me(actor.name(), actor.role());
    }
}
