package io.tandem.dist;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test only where Docker answers and has the images already, because
 * Testcontainers by itself takes minutes to find out, and then skips without a word. With
 * {@code TANDEM_REQUIRE_DOCKER=yes} what is missing is a failure.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DockerCondition.class)
@interface RequiresDocker {

	ComposeImage[] value();

}
