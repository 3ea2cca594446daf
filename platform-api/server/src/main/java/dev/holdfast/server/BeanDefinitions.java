package dev.holdfast.server;

import dev.holdfast.HoldfastServer;
import org.springframework.boot.SpringApplication;

/**
 * What the build runs to write down the server's beans as code ({@code process-aot}), so that a start need not look for
 * them. It ends before any bean is made: there is no database at that time.
 */
final class BeanDefinitions {
    private BeanDefinitions() {}

    public static void main(String[] arguments) {
        new SpringApplication(HoldfastServer.class).run(arguments);
    }
}
