package dev.holdfast.kernel;

/**
 * Who does something, as the audit log names them.
 *
 * @param name the name of a token or of a part of the server ({@code system}, {@code pipeline:fraud})
 */
public record Actor(String name, Role role) {
    /** The server itself, where no person asked. */
    public static final Actor SYSTEM = new Actor("system", Role.ADMIN);

    /** Whoever uses the machine, as long as there are neither users nor tokens. */
    public static final Actor LOCAL = new Actor("local", Role.ADMIN);

    /** Whether this is a user or the holder of a token, and no part of the server or whoever uses the machine. */
    public boolean isAccount() {
        return name.indexOf(':') < 0 && !name.equals(SYSTEM.name) && !name.equals(LOCAL.name);
    }
}
