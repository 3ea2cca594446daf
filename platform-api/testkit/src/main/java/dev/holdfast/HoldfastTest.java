package dev.holdfast;

import dev.holdfast.testkit.TestDatabaseInitializer;
import dev.holdfast.testkit.TestkitConfiguration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.ContextConfiguration;

/**
 * Starts all modules on the test's class path on a real port, a fresh PostgreSQL database and an empty file store.
 * A {@code RestTestClient} and a {@code SettableClock} can be injected; the caller is an admin unless the header
 * {@code X-Test-Role} says otherwise.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(classes = TestApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
@ContextConfiguration(initializers = TestDatabaseInitializer.class)
@Import(TestkitConfiguration.class)
public @interface HoldfastTest {
    /** Properties as {@code name=value}. Other properties mean another context: each costs seconds. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};
}
