package dev.holdfast.access.mlflow;

import dev.holdfast.access.User;
import dev.holdfast.access.Users;
import dev.holdfast.access.mlflow.MlflowUsers.PermissionView;
import dev.holdfast.access.mlflow.MlflowUsers.RoleView;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The four roles, as MLflow's clients ask for roles. They can be given to users; they can't be changed, and there are no others. */
@RestController
class MlflowRoleController {
    private static final String V3 = MlflowPaths.V3 + "/roles";
    private static final String AJAX_V3 = MlflowPaths.AJAX_V3 + "/roles";
    private static final String USERS_V3 = MlflowPaths.V3 + "/users";
    private static final String USERS_AJAX_V3 = MlflowPaths.AJAX_V3 + "/users";

    private final Users users;

    MlflowRoleController(Users users) {
        this.users = users;
    }

    record OneRole(RoleView role) {}

    record AllRoles(List<RoleView> roles) {}

    record RolePermissions(List<PermissionView> rolePermissions) {}

    record AssignmentView(long id, long userId, int roleId) {
        static AssignmentView of(User user) {
            return new AssignmentView(user.id(), user.id(), MlflowUsers.numberOf(user.role()));
        }
    }

    record Assigned(AssignmentView assignment) {}

    record Assignments(List<AssignmentView> assignments) {}

    @GetMapping({V3 + "/list", AJAX_V3 + "/list"})
    @Requires(Role.VIEWER)
    AllRoles listMlflowRoles(MlflowRequest request) {
        String workspace = request.text("workspace");
        boolean ours = workspace == null || workspace.equals(MlflowUsers.WORKSPACE);
        return new AllRoles(
                ours ? Arrays.stream(Role.values()).map(RoleView::of).toList() : List.of());
    }

    @GetMapping({V3 + "/get", AJAX_V3 + "/get"})
    @Requires(Role.VIEWER)
    OneRole getMlflowRole(MlflowRequest request) {
        return new OneRole(RoleView.of(role(request)));
    }

    @GetMapping({V3 + "/permissions/list", AJAX_V3 + "/permissions/list"})
    @Requires(Role.VIEWER)
    RolePermissions listMlflowRolePermissions(MlflowRequest request) {
        return new RolePermissions(PermissionView.of(role(request)));
    }

    /** A user has one role: the new one takes the place of the one they had. */
    @PostMapping({V3 + "/assign", AJAX_V3 + "/assign"})
    @Requires(Role.ADMIN)
    Assigned assignMlflowRole(MlflowRequest request, Actor actor) {
        return new Assigned(AssignmentView.of(users.setRole(request.required("username"), role(request), actor)));
    }

    @GetMapping({V3 + "/users/list", AJAX_V3 + "/users/list"})
    @Requires(Role.ADMIN)
    Assignments listMlflowRoleUsers(MlflowRequest request) {
        Role role = role(request);
        return new Assignments(users.all().stream()
                .filter(user -> user.role() == role)
                .map(AssignmentView::of)
                .toList());
    }

    @GetMapping({USERS_V3 + "/roles/list", USERS_AJAX_V3 + "/roles/list"})
    @Requires(Role.VIEWER)
    AllRoles listMlflowUserRoles(MlflowRequest request, Actor actor) {
        String name = request.required("username");
        if (actor.role() != Role.ADMIN && !actor.name().equals(name)) {
            throw new MlflowException(MlflowErrorCode.PERMISSION_DENIED, "Permission denied");
        }
        return new AllRoles(List.of(RoleView.of(users.user(name).role())));
    }

    @RequestMapping({
        V3 + "/create", AJAX_V3 + "/create",
        V3 + "/update", AJAX_V3 + "/update",
        V3 + "/delete", AJAX_V3 + "/delete",
        V3 + "/permissions/add", AJAX_V3 + "/permissions/add",
        V3 + "/permissions/update", AJAX_V3 + "/permissions/update",
        V3 + "/permissions/remove", AJAX_V3 + "/permissions/remove",
        V3 + "/unassign", AJAX_V3 + "/unassign"
    })
    @Requires(Role.ADMIN)
    void refuseToChangeMlflowRoles() {
        throw new MlflowException(
                MlflowErrorCode.NOT_IMPLEMENTED,
                "The roles viewer, contributor, approver and admin are what there is, and each user has exactly one of them:"
                        + " assign another one instead.");
    }

    private static Role role(MlflowRequest request) {
        long id = request.requiredNumber("role_id");
        return Arrays.stream(Role.values())
                .filter(role -> MlflowUsers.numberOf(role) == id)
                .findFirst()
                .orElseThrow(() -> MlflowException.notFound("Role with id=" + id + " not found"));
    }
}
