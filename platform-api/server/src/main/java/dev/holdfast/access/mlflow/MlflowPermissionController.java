package dev.holdfast.access.mlflow;

import dev.holdfast.access.User;
import dev.holdfast.access.Users;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a user may do with a resource: what their role allows, the same for every resource. Permissions of single resources are
 * not kept, and whoever wants to set one is told so: a permission that nobody enforces is worse than none.
 */
@RestController
class MlflowPermissionController {
    private static final String EXPERIMENTS = "/experiments/permissions";
    private static final String MODELS = "/registered-models/permissions";
    private static final String USERS_V3 = MlflowPaths.V3 + "/users/permissions";
    private static final String USERS_AJAX_V3 = MlflowPaths.AJAX_V3 + "/users/permissions";
    private static final List<String> RESOURCE_TYPES =
            List.of("experiment", "logged_model", "registered_model", "registered_model_version", "run");

    private final Users users;

    MlflowPermissionController(Users users) {
        this.users = users;
    }

    record Effective(boolean allowed, String permission) {}

    record ExperimentPermission(String experimentId, long userId, String permission) {}

    record OneExperimentPermission(ExperimentPermission experimentPermission) {}

    record ModelPermission(String workspace, String name, long userId, String permission) {}

    record OneModelPermission(ModelPermission registeredModelPermission) {}

    @GetMapping({USERS_V3 + "/get", USERS_AJAX_V3 + "/get"})
    @Requires(Role.VIEWER)
    Effective getMlflowUserPermission(MlflowRequest request, Actor actor) {
        String type = request.required("resource_type");
        if (!RESOURCE_TYPES.contains(type)) {
            throw MlflowException.invalid(
                    "Invalid resource type '" + type + "'. Valid resource types are: " + RESOURCE_TYPES);
        }
        request.required("resource_id");
        Role role = visible(request, actor).role();
        return new Effective(MlflowUsers.mayUse(role), MlflowUsers.permissionOf(role));
    }

    @GetMapping({MlflowPaths.V2 + EXPERIMENTS + "/get", MlflowPaths.AJAX_V2 + EXPERIMENTS + "/get"})
    @Requires(Role.VIEWER)
    OneExperimentPermission getMlflowExperimentPermission(MlflowRequest request, Actor actor) {
        User user = visible(request, actor);
        return new OneExperimentPermission(new ExperimentPermission(
                request.required("experiment_id"), user.id(), MlflowUsers.permissionOf(user.role())));
    }

    @GetMapping({MlflowPaths.V2 + MODELS + "/get", MlflowPaths.AJAX_V2 + MODELS + "/get"})
    @Requires(Role.VIEWER)
    OneModelPermission getMlflowModelPermission(MlflowRequest request, Actor actor) {
        User user = visible(request, actor);
        return new OneModelPermission(new ModelPermission(
                MlflowUsers.WORKSPACE, request.required("name"), user.id(), MlflowUsers.permissionOf(user.role())));
    }

    @RequestMapping({
        USERS_V3 + "/grant", USERS_AJAX_V3 + "/grant",
        USERS_V3 + "/revoke", USERS_AJAX_V3 + "/revoke",
        MlflowPaths.V2 + EXPERIMENTS + "/create", MlflowPaths.AJAX_V2 + EXPERIMENTS + "/create",
        MlflowPaths.V2 + EXPERIMENTS + "/update", MlflowPaths.AJAX_V2 + EXPERIMENTS + "/update",
        MlflowPaths.V2 + EXPERIMENTS + "/delete", MlflowPaths.AJAX_V2 + EXPERIMENTS + "/delete",
        MlflowPaths.V2 + MODELS + "/create", MlflowPaths.AJAX_V2 + MODELS + "/create",
        MlflowPaths.V2 + MODELS + "/update", MlflowPaths.AJAX_V2 + MODELS + "/update",
        MlflowPaths.V2 + MODELS + "/delete", MlflowPaths.AJAX_V2 + MODELS + "/delete"
    })
    @Requires(Role.ADMIN)
    void refuseMlflowPermission() {
        throw new MlflowException(
                MlflowErrorCode.NOT_IMPLEMENTED,
                "Permissions of single resources are not kept: a user's role (viewer, contributor, approver, admin) holds for"
                        + " every experiment and model. Assign a role instead.");
    }

    private User visible(MlflowRequest request, Actor actor) {
        String name = request.required("username");
        if (actor.role() != Role.ADMIN && !actor.name().equals(name)) {
            throw new MlflowException(MlflowErrorCode.PERMISSION_DENIED, "Permission denied");
        }
        return users.user(name);
    }
}
