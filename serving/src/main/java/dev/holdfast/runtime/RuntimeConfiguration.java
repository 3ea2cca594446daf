package dev.holdfast.runtime;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RuntimeProperties.class)
class RuntimeConfiguration {
    @Bean(destroyMethod = "close")
    RunThreads runThreads(RuntimeProperties properties) {
        return new RunThreads(
                properties.threads(),
                new QueueLimit(properties.queueRows(), properties.queueBytes().toBytes()));
    }

    @Bean
    ModelRoom modelRoom(RuntimeProperties properties) {
        return new ModelRoom(properties.memoryBytes());
    }

    @Bean
    ModelEngines modelEngines(
            RuntimeProperties properties,
            RunThreads threads,
            ModelRoom room,
            @Value("${holdfast.home:./holdfast-data}") Path home) {
        ModelTrial trial =
                properties.trial() ? new ModelTrial(properties.memoryBytes(), properties.trialTimeout()) : null;
        return new ModelEngines(threads, room, home.resolve("native"), trial);
    }
}
