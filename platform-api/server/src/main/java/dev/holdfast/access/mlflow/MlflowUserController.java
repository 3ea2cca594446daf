package dev.holdfast.access.mlflow;

import dev.holdfast.access.User;
import dev.holdfast.access.Users;
import dev.holdfast.access.mlflow.MlflowUsers.GrantView;
import dev.holdfast.access.mlflow.MlflowUsers.UserView;
import dev.holdfast.access.mlflow.MlflowUsers.UserWithRoles;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Users, as {@code AuthServiceClient} asks for them. */
@RestController
class MlflowUserController {
    private static final String V2 = MlflowPaths.V2 + "/users";
    private static final String AJAX_V2 = MlflowPaths.AJAX_V2 + "/users";
    private static final String V3 = MlflowPaths.V3 + "/users";
    private static final String AJAX_V3 = MlflowPaths.AJAX_V3 + "/users";

    private final Users users;

    MlflowUserController(Users users) {
        this.users = users;
    }

    record OneUser(UserView user) {}

    record CurrentUser(UserView user, boolean isBasicAuth) {}

    record AllUsers(List<UserWithRoles> users) {}

    record Grants(boolean isAdmin, List<GrantView> permissions) {}

    @PostMapping({V2 + "/create", AJAX_V2 + "/create"})
    @Requires(Role.ADMIN)
    OneUser createMlflowUser(MlflowRequest request, Actor actor) {
        if (!request.has("username") || !request.has("password")) {
            throw request.missing(request.has("username") ? "password" : "username");
        }
        String name = request.text("username", "");
        String password = request.text("password", "");
        if (name.isEmpty() || password.isEmpty()) {
            throw MlflowException.invalid("Username and password cannot be empty.");
        }
        return new OneUser(UserView.of(users.create(name, password, null, actor)));
    }

    @GetMapping({V2 + "/get", AJAX_V2 + "/get"})
    @Requires(Role.VIEWER)
    OneUser getMlflowUser(MlflowRequest request, Actor actor) {
        return new OneUser(UserView.of(visible(request.required("username"), actor)));
    }

    @GetMapping({V2 + "/list", AJAX_V2 + "/list"})
    @Requires(Role.ADMIN)
    AllUsers listMlflowUsers() {
        return new AllUsers(users.all().stream().map(UserWithRoles::of).toList());
    }

    /** The bearer of a token is shown as a user with the number 0: there is none of that name. */
    @GetMapping({V2 + "/current", AJAX_V2 + "/current"})
    @Requires(Role.VIEWER)
    CurrentUser getCurrentMlflowUser(Actor actor) {
        UserView user = users.all().stream()
                .filter(each -> each.name().equals(actor.name()))
                .findFirst()
                .map(UserView::of)
                .orElseGet(() -> new UserView(0, actor.name(), actor.role() == Role.ADMIN));
        return new CurrentUser(user, true);
    }

    @PatchMapping({V2 + "/update-password", AJAX_V2 + "/update-password"})
    @Requires(Role.VIEWER)
    Map<String, String> updateMlflowPassword(MlflowRequest request, Actor actor, HttpServletRequest http) {
        String name = request.required("username");
        String password = request.required("password");
        if (actor.name().equals(name)) {
            users.changeOwnPassword(request.text("current_password"), password, http.getRemoteAddr(), actor);
        } else {
            mustBeAdmin(actor);
            users.setPassword(name, password, actor);
        }
        return Map.of();
    }

    /** Who is no admin any more gets the role that new users have. */
    @PatchMapping({V2 + "/update-admin", AJAX_V2 + "/update-admin"})
    @Requires(Role.ADMIN)
    Map<String, String> updateMlflowAdmin(MlflowRequest request, Actor actor) {
        String name = request.required("username");
        if (!request.has("is_admin")) {
            throw request.missing("is_admin");
        }
        boolean admin = request.flag("is_admin", false);
        User user = users.user(name);
        if (admin != (user.role() == Role.ADMIN)) {
            Role less = users.defaultRole() == Role.ADMIN ? Role.APPROVER : users.defaultRole();
            users.setRole(name, admin ? Role.ADMIN : less, actor);
        }
        return Map.of();
    }

    @DeleteMapping({V2 + "/delete", AJAX_V2 + "/delete"})
    @Requires(Role.ADMIN)
    Map<String, String> deleteMlflowUser(MlflowRequest request, Actor actor) {
        String name = request.required("username");
        if (actor.name().equals(name)) {
            throw new MlflowException(
                    MlflowErrorCode.BAD_REQUEST,
                    "Users cannot delete their own account. Ask another admin to delete this user instead.");
        }
        users.delete(name, actor);
        return Map.of();
    }

    @GetMapping({V3 + "/current/permissions", AJAX_V3 + "/current/permissions"})
    @Requires(Role.VIEWER)
    Grants listCurrentMlflowPermissions(Actor actor) {
        return grants(actor.role());
    }

    @GetMapping({V3 + "/permissions/list", AJAX_V3 + "/permissions/list"})
    @Requires(Role.VIEWER)
    Grants listMlflowPermissions(MlflowRequest request, Actor actor) {
        return grants(visible(request.required("username"), actor).role());
    }

    private static Grants grants(Role role) {
        return new Grants(role == Role.ADMIN, GrantView.of(role));
    }

    private User visible(String name, Actor actor) {
        if (!actor.name().equals(name)) {
            mustBeAdmin(actor);
        }
        return users.user(name);
    }

    private static void mustBeAdmin(Actor actor) {
        if (actor.role() != Role.ADMIN) {
            throw new MlflowException(MlflowErrorCode.PERMISSION_DENIED, "Permission denied");
        }
    }
}
