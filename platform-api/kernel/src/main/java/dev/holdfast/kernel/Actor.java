package dev.holdfast.kernel;

/**
 * Who does something, as the audit log names them.
 *
 * @param name the name of a token or of a part of the server ({@code system}, {@code pipeline:fraud})
 */
public record Actor(String name, Role role) {
    /** The server itself, where no person asked. */
    public static final Actor SYSTEM = new Actor("system", Role.ADMIN);
}
