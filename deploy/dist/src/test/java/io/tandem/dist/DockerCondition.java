package io.tandem.dist;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for Docker and the images of {@link RequiresDocker}, and pulls nothing. */
class DockerCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		RequiresDocker required = context.getRequiredTestClass().getAnnotation(RequiresDocker.class);
		String missing = missing(required.value());
		if (missing == null) {
			return ConditionEvaluationResult.enabled("Docker has the images");
		}
		if ("yes".equals(System.getenv("TANDEM_REQUIRE_DOCKER"))) {
			throw new IllegalStateException(missing);
		}
		return ConditionEvaluationResult.disabled(missing);
	}

	private static @Nullable String missing(ComposeImage... images) {
		try {
			if (Tool.run("docker", "version").code() != 0) {
				return "no Docker daemon answers";
			}
		}
		catch (UncheckedIOException ex) {
			return "docker is not installed";
		}
		// Testcontainers would take itself for being inside a container, and pull an
		// image to find its way out
		if (Files.exists(Path.of("/.dockerenv")) && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null) {
			return "this computer looks like a container: set TESTCONTAINERS_HOST_OVERRIDE to the address of the daemon";
		}
		for (ComposeImage image : images) {
			if (Tool.run("docker", "image", "inspect", image.toString()).code() != 0) {
				return "Docker does not have the image " + image + ": docker pull " + image;
			}
		}
		return null;
	}

}
