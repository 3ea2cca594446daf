package dev.holdfast.model.web;

import dev.holdfast.storage.BlobStore;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Uploads go straight to the scratch folder, never into memory, and stop at the limit. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelSettings.class)
class UploadConfiguration {
    /** Room for the facts and for the headers of the parts. */
    private static final DataSize FACTS = DataSize.ofMegabytes(2);

    @Bean
    MultipartConfigElement multipartConfigElement(ModelSettings settings, BlobStore blobs) throws IOException {
        Path scratch = Objects.requireNonNull(blobs.newScratchFile(".part").getParent());
        long maxFile = settings.maxSize().toBytes();
        return new MultipartConfigElement(scratch.toString(), maxFile, maxFile + FACTS.toBytes(), 0);
    }
}
