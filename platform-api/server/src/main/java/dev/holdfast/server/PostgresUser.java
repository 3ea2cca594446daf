package dev.holdfast.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom PostgreSQL's programs run as. They refuse to run as root, so where the server does, they get a user namespace in
 * which they are nobody; where that is not allowed (in most containers) they run as an unprivileged user who owns the data.
 */
final class PostgresUser {
    private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody");

    private final List<String> prefix;
    private final @Nullable String owner;

    private PostgresUser(List<String> prefix, @Nullable String owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /** The first way that works here. {@code directory} will hold everything that PostgreSQL reads and writes. */
    static PostgresUser find(Path directory) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresUser(List.of(), null);
        }
        if (works(List.of("unshare", "-U"), List.of("true"))) {
            return new PostgresUser(List.of("unshare", "-U"), "root");
        }
        for (String user : UNPRIVILEGED) {
            if (exists(directory, user)) {
                List<String> setpriv = List.of("setpriv", "--reuid=" + user, "--clear-groups");
                if (works(setpriv, List.of("test", "-x", directory.toString()))) {
                    return new PostgresUser(setpriv, user);
                }
                List<String> runuser = List.of("runuser", "-u", user, "--");
                if (works(runuser, List.of("test", "-x", directory.toString()))) {
                    return new PostgresUser(runuser, user);
                }
            }
        }
        throw new StartupFailure("PostgreSQL does not run as root, and neither unshare nor an unprivileged user with"
                + " access to " + directory + " works here. Start Holdfast as another user, move HOLDFAST_HOME to where"
                + " others may go, or set HOLDFAST_DATABASE_URL.");
    }

    /** The command line that runs {@code command} as this user. */
    List<String> command(List<String> command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        return line;
    }

    /** Gives this user what is below {@code directory}, unless it is theirs. */
    void own(Path directory) throws IOException {
        if (owner == null) {
            return;
        }
        UserPrincipal principal =
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        if (Files.getOwner(directory).equals(principal)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(file, "posix:owner", principal, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }

            // The directory itself comes last: if it has the right owner, all below it has.
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.setOwner(visited, principal);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean exists(Path directory, String user) {
        try {
            directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
            return true;
        } catch (UserPrincipalNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new StartupFailure("The users of this machine can't be looked up: " + e, e);
        }
    }

    private static boolean works(List<String> prefix, List<String> command) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(command);
        try {
            return new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("Interrupted while PostgreSQL was being started", e);
        }
    }
}
