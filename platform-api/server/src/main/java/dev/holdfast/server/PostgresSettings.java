package dev.holdfast.server;

/** The settings that the embedded PostgreSQL starts with: durable, and small, as everything else runs beside it. */
final class PostgresSettings {
    private PostgresSettings() {}

    /** The whole {@code postgresql.conf}. */
    static String text(int port) {
        return """
                # Written by Holdfast at each start. Your own settings: ALTER SYSTEM SET … (postgresql.auto.conf) goes before these.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 60
                superuser_reserved_connections = 3
                password_encryption = 'scram-sha-256'

                shared_buffers = '64MB'
                work_mem = '8MB'
                maintenance_work_mem = '64MB'
                effective_cache_size = '512MB'
                max_parallel_workers_per_gather = 0
                max_worker_processes = 4
                io_method = 'sync'
                jit = off
                random_page_cost = 1.1

                wal_level = 'minimal'
                max_wal_senders = 0
                max_wal_size = '512MB'
                checkpoint_timeout = '10min'

                idle_in_transaction_session_timeout = '10min'
                timezone = 'UTC'
                log_timezone = 'UTC'
                log_checkpoints = off
                log_line_prefix = '%%m [%%p] '
                datestyle = 'iso, ymd'
                default_text_search_config = 'pg_catalog.simple'
                """.formatted(port);
    }
}
