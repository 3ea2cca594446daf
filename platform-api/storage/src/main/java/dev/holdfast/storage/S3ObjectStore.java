package dev.holdfast.storage;

import dev.holdfast.kernel.ProblemException;
import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.ListMultipartUploadsResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Objects in a bucket of S3, or of any store that speaks its protocol. A put is atomic there: an upload that breaks off leaves no object. */
class S3ObjectStore implements ObjectStore {
    private static final Logger log = LoggerFactory.getLogger(S3ObjectStore.class);
    private static final long PART_BYTES = 16L * 1024 * 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final MinioAsyncClient client;
    private final OkHttpClient http;
    private final String endpoint;
    private final String bucket;

    S3ObjectStore(String endpoint, String region, String bucket, String accessKey, String secretKey) {
        this.endpoint = endpoint;
        this.bucket = bucket;
        this.http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .readTimeout(TRANSFER_TIMEOUT)
                .writeTimeout(TRANSFER_TIMEOUT)
                .build();
        this.client = MinioAsyncClient.builder()
                .endpoint(endpoint)
                .region(region)
                .credentials(accessKey, secretKey)
                .httpClient(http)
                .build();
    }

    /** Makes the bucket if it is not there. A store that can't be reached now is no reason not to start. */
    void ensureBucket() throws IOException {
        try {
            if (!await(client.bucketExists(
                    BucketExistsArgs.builder().bucket(bucket).build()))) {
                await(client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
                log.info("Made the bucket {} at {}", bucket, endpoint);
            }
        } catch (ProblemException e) {
            log.warn("{} Starting without it.", e.detail());
        }
    }

    @Override
    public void put(String key, Path file) throws IOException {
        try {
            await(client.uploadObject(UploadObjectArgs.builder()
                    .bucket(bucket)
                    .object(key)
                    .filename(file.toString(), PART_BYTES)
                    .contentType("application/octet-stream")
                    .build()));
        } catch (MinioException e) {
            throw new IOException("The file to upload can't be read", e);
        }
    }

    /** Objects can't be touched; sending it again works at every size. */
    @Override
    public void renew(String key, Path file) throws IOException {
        put(key, file);
    }

    @Override
    public InputStream get(String key, long offsetBytes, long lengthBytes) throws IOException {
        if (lengthBytes <= 0) {
            return InputStream.nullInputStream();
        }
        GetObjectArgs.Builder request = GetObjectArgs.builder().bucket(bucket).object(key);
        if (offsetBytes > 0) {
            request.offset(offsetBytes);
        }
        if (lengthBytes < Long.MAX_VALUE - offsetBytes) {
            request.length(lengthBytes);
        }
        return await(client.getObject(request.build()));
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        StatObjectResponse found = stat(key);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.size());
    }

    @Override
    public Optional<Instant> lastModified(String key) throws IOException {
        StatObjectResponse found = stat(key);
        return found == null
                ? Optional.empty()
                : Optional.of(found.lastModified().toInstant());
    }

    @Override
    public void delete(String key) throws IOException {
        await(client.removeObject(
                RemoveObjectArgs.builder().bucket(bucket).object(key).build()));
    }

    @Override
    public void list(String prefix, Consumer<Entry> consumer) throws IOException {
        ListObjectsArgs request = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build();
        for (Result<Item> result : client.listObjects(request)) {
            Item item;
            try {
                item = result.get();
            } catch (MinioException e) {
                throw translate(e);
            }
            consumer.accept(new Entry(
                    item.objectName(), item.size(), item.lastModified().toInstant()));
        }
    }

    @Override
    public void deleteUnfinished(Instant before) throws IOException {
        ListMultipartUploadsResult uploads = await(client.listMultipartUploads(
                        ListMultipartUploadsArgs.builder().bucket(bucket).build()))
                .result();
        for (ListMultipartUploadsResult.Upload upload : uploads.uploads()) {
            if (upload.initiated().toInstant().isBefore(before)) {
                await(client.abortMultipartUpload(AbortMultipartUploadArgs.builder()
                        .bucket(bucket)
                        .object(upload.objectName())
                        .uploadId(upload.uploadId())
                        .build()));
            }
        }
    }

    @Override
    public Optional<Path> file(String key) {
        return Optional.empty();
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private @Nullable StatObjectResponse stat(String key) throws IOException {
        try {
            return await(client.statObject(
                    StatObjectArgs.builder().bucket(bucket).object(key).build()));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while talking to the object store");
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IOException("The object store did not answer within an hour", e);
        } catch (ExecutionException e) {
            throw translate(e);
        }
    }

    private IOException translate(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ErrorResponseException answer) {
                String code = answer.errorResponse().code();
                return switch (code) {
                    case "NoSuchKey", "NoSuchObject" ->
                        new NoSuchFileException(answer.errorResponse().objectName());
                    default ->
                        new IOException(
                                "The object store at " + endpoint + " refused (bucket " + bucket + "): " + code + ", "
                                        + answer.errorResponse().message(),
                                failure);
                };
            }
            deepest = cause;
        }
        if (deepest instanceof IOException) {
            log.warn("The object store at {} failed: {}", endpoint, deepest.toString());
            throw ProblemException.unavailable("The object store can't be reached right now; try again.", RETRY_AFTER);
        }
        return new IOException("The object store at " + endpoint + " failed", failure);
    }
}
