package dev.holdfast.storage;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where contents are kept.
 *
 * @param home the directory for everything that this server keeps on disk
 * @param s3 where blobs are kept if not in files below the home directory
 * @param garbage when blobs that nothing refers to may go
 */
@ConfigurationProperties("holdfast")
record StorageProperties(
        @DefaultValue("./holdfast-data") Path home,
        @Nullable S3 s3,
        @DefaultValue Garbage garbage) {
    /**
     * A bucket in S3 or in a store that speaks its protocol.
     *
     * @param endpoint for example {@code https://s3.eu-central-1.amazonaws.com} or {@code http://minio:9000}; absent: blobs are files
     * @param bucket made at the start if it is not there
     * @param accessKey the id of the key that requests are signed with
     * @param secretKey its secret part
     * @param region part of the signature
     * @param cacheSize how much is kept on local disk of what was read or written
     */
    record S3(
            @Nullable String endpoint,
            @Nullable String bucket,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @DefaultValue("us-east-1") String region,
            @DefaultValue("20GB") DataSize cacheSize) {}

    /**
     * Garbage collection.
     *
     * @param grace blobs that were written later than this ago stay, referenced or not: their reference may be on its way
     */
    record Garbage(@DefaultValue("24h") Duration grace) {}
}
