package dev.holdfast.access.mlflow;

import dev.holdfast.access.User;
import dev.holdfast.kernel.Role;
import java.util.List;

/** What MLflow's clients see of users and roles: ours are its roles, each with one permission on everything. */
final class MlflowUsers {
    /** What the protocol calls the only place there is. */
    static final String WORKSPACE = "default";

    private static final List<String> RESOURCES = List.of("experiment", "registered_model");

    private MlflowUsers() {}

    record UserView(long id, String username, boolean isAdmin) {
        static UserView of(User user) {
            return new UserView(user.id(), user.name(), user.role() == Role.ADMIN);
        }
    }

    record UserWithRoles(long id, String username, boolean isAdmin, List<RoleView> roles) {
        static UserWithRoles of(User user) {
            return new UserWithRoles(
                    user.id(), user.name(), user.role() == Role.ADMIN, List.of(RoleView.of(user.role())));
        }
    }

    record RoleView(int id, String name, String workspace, String description, List<PermissionView> permissions) {
        static RoleView of(Role role) {
            return new RoleView(numberOf(role), role.wireName(), WORKSPACE, describe(role), PermissionView.of(role));
        }
    }

    record PermissionView(int id, int roleId, String resourceType, String resourcePattern, String permission) {
        static List<PermissionView> of(Role role) {
            return RESOURCES.stream()
                    .map(resource -> new PermissionView(
                            numberOf(role) * 10 + RESOURCES.indexOf(resource),
                            numberOf(role),
                            resource,
                            "*",
                            permissionOf(role)))
                    .toList();
        }
    }

    /** A permission that a user has by their role. */
    record GrantView(
            int roleId,
            String roleName,
            String workspace,
            String resourceType,
            String resourcePattern,
            String permission) {
        static List<GrantView> of(Role role) {
            return PermissionView.of(role).stream()
                    .map(each -> new GrantView(
                            each.roleId(),
                            role.wireName(),
                            WORKSPACE,
                            each.resourceType(),
                            each.resourcePattern(),
                            each.permission()))
                    .toList();
        }
    }

    static int numberOf(Role role) {
        return switch (role) {
            case VIEWER -> 1;
            case CONTRIBUTOR -> 2;
            case APPROVER -> 3;
            case ADMIN -> 4;
        };
    }

    /** The highest of the protocol's permissions that promises no more than the role allows. */
    static String permissionOf(Role role) {
        return switch (role) {
            case VIEWER -> "READ";
            case CONTRIBUTOR, APPROVER -> "EDIT";
            case ADMIN -> "MANAGE";
        };
    }

    /** Whether the protocol counts the permission as the regular access. */
    static boolean mayUse(Role role) {
        return role != Role.VIEWER;
    }

    private static String describe(Role role) {
        return switch (role) {
            case VIEWER -> "reads everything, asks for predictions";
            case CONTRIBUTOR -> "logs runs, registers models, runs pipelines";
            case APPROVER -> "releases, rolls back, moves aliases and stages";
            case ADMIN -> "users, tokens, webhooks, hard deletion";
        };
    }
}
