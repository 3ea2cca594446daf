package dev.holdfast.server;

import java.io.IOException;
import java.nio.file.Path;

/** A process that owns a home and its database until it is killed or its input ends. */
final class PostgresChild {
    private PostgresChild() {}

    public static void main(String[] arguments) throws IOException {
        try (HoldfastHome home = HoldfastHome.take(Path.of(arguments[0]));
                EmbeddedPostgres postgres = EmbeddedPostgres.start(home.directory(), arguments[1])) {
            postgres.awaitReady();
            System.out.println(postgres.jdbcUrl());
            System.in.transferTo(System.out);
        }
    }
}
