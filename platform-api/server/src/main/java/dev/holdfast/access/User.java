package dev.holdfast.access;

import dev.holdfast.kernel.Role;
import java.time.Instant;

/**
 * Someone who calls with a name and a password.
 *
 * @param id counts from 1; never used again
 * @param name how the user signs in, and how the audit log names them
 */
public record User(long id, String name, Role role, Instant createdAt, String createdBy) {}
