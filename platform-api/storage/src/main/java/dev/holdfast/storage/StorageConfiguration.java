package dev.holdfast.storage;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageProperties.class)
class StorageConfiguration {
    @Bean
    Scratch scratch(StorageProperties properties) throws IOException {
        return new Scratch(properties.home().resolve("tmp"));
    }

    @Bean
    ObjectStore objectStore(StorageProperties properties) throws IOException {
        StorageProperties.S3 s3 = properties.s3();
        if (s3 == null || s3.endpoint() == null || s3.endpoint().isBlank()) {
            return new FileObjectStore(properties.home().resolve("objects"));
        }
        S3ObjectStore store = new S3ObjectStore(
                s3.endpoint(),
                s3.region(),
                require("bucket", s3.bucket()),
                require("access-key", s3.accessKey()),
                require("secret-key", s3.secretKey()));
        store.ensureBucket();
        return store;
    }

    @Bean
    BlobCache blobCache(StorageProperties properties, Scratch scratch) throws IOException {
        StorageProperties.S3 s3 = properties.s3();
        long capacity = s3 == null ? 0 : s3.cacheSize().toBytes();
        return new BlobCache(properties.home().resolve("cache"), capacity, scratch);
    }

    private static String require(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("holdfast.s3.endpoint is set, so holdfast.s3." + name + " (HOLDFAST_S3_"
                    + name.toUpperCase(Locale.ROOT).replace('-', '_') + ") must be, too");
        }
        return value;
    }
}
