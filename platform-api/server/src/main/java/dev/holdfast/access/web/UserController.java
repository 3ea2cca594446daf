package dev.holdfast.access.web;

import dev.holdfast.access.User;
import dev.holdfast.access.Users;
import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/users")
class UserController {
    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    record NewUser(
            @NotNull String name,
            @NotNull String password,
            @Nullable Role role) {}

    record UserChange(@NotNull Role role) {}

    /** Whoever changes their own password sends the one they have. */
    record PasswordChange(
            @NotNull String password, @Nullable String currentPassword) {}

    @GetMapping
    @Requires(Role.ADMIN)
    Page<User> listUsers(PageRequest page) {
        return users.users(page);
    }

    @PostMapping
    @Idempotent(secret = true)
    @Requires(Role.ADMIN)
    ResponseEntity<User> createUser(@Valid @RequestBody NewUser request, @Nullable RequestKey key, Actor actor) {
        User user = users.create(request.name(), request.password(), request.role(), key, actor);
        return ResponseEntity.created(
                        URI.create("/api/v1/users/" + URLEncoder.encode(user.name(), StandardCharsets.UTF_8)))
                .body(user);
    }

    @GetMapping("/{name}")
    @Requires(Role.ADMIN)
    User getUser(@PathVariable String name) {
        return users.user(name);
    }

    @PatchMapping("/{name}")
    @Requires(Role.ADMIN)
    User updateUser(@PathVariable String name, @Valid @RequestBody UserChange change, Actor actor) {
        return users.setRole(name, change.role(), actor);
    }

    @PutMapping("/{name}/password")
    @Requires(Role.VIEWER)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setPassword(
            @PathVariable String name,
            @Valid @RequestBody PasswordChange change,
            Actor actor,
            HttpServletRequest request) {
        if (actor.name().equals(name)) {
            users.changeOwnPassword(change.currentPassword(), change.password(), request.getRemoteAddr(), actor);
        } else if (actor.role() == Role.ADMIN) {
            users.setPassword(name, change.password(), actor);
        } else {
            throw new ProblemException(ProblemType.FORBIDDEN, "Only admins set the passwords of others.");
        }
    }

    @DeleteMapping("/{name}")
    @Requires(Role.ADMIN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteUser(@PathVariable String name, Actor actor) {
        users.delete(name, actor);
    }
}
