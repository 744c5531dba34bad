package io.tandem.binder.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

class NativeCodingDefaultsTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void theOnlyBinderMakesNativeCodingTheDefaultOfEveryBinding() {
		new NativeCodingDefaults().postProcessEnvironment(this.environment, new SpringApplication());

		assertThat(this.environment.getProperty("spring.cloud.stream.default.consumer.use-native-decoding"))
			.isEqualTo("true");
		assertThat(this.environment.getProperty("spring.cloud.stream.default.producer.use-native-encoding"))
			.isEqualTo("true");
	}

	@Test
	void aSettingOfTheApplicationIsStronger() {
		this.environment.setProperty("spring.cloud.stream.default.consumer.use-native-decoding", "false");

		new NativeCodingDefaults().postProcessEnvironment(this.environment, new SpringApplication());

		assertThat(this.environment.getProperty("spring.cloud.stream.default.consumer.use-native-decoding"))
			.isEqualTo("false");
	}

	@Test
	void besideOtherBindersOnlyItsOwnBindingsAreTouched(@TempDir Path classes) throws IOException {
		Files.createDirectories(classes.resolve("META-INF"));
		Files.writeString(classes.resolve("META-INF/spring.binders"), "other:com.example.OtherConfiguration\n");
		this.environment.setProperty("spring.cloud.stream.binders.near.type", "jetstream");
		this.environment.setProperty("spring.cloud.stream.bindings.ours-in-0.binder", "near");
		this.environment.setProperty("spring.cloud.stream.bindings.theirs-in-0.binder", "other");
		this.environment.setProperty("spring.cloud.stream.bindings.open-in-0.destination", "x");
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() },
				getClass().getClassLoader())) {
			SpringApplication application = new SpringApplication();
			application.setResourceLoader(new DefaultResourceLoader(loader));

			new NativeCodingDefaults().postProcessEnvironment(this.environment, application);
		}

		String bindings = "spring.cloud.stream.bindings.";
		assertThat(this.environment.getProperty(bindings + "ours-in-0.consumer.use-native-decoding")).isEqualTo("true");
		assertThat(this.environment.getProperty(bindings + "theirs-in-0.consumer.use-native-decoding")).isNull();
		assertThat(this.environment.getProperty(bindings + "open-in-0.consumer.use-native-decoding")).isNull();
		assertThat(this.environment.getProperty("spring.cloud.stream.default.consumer.use-native-decoding")).isNull();
	}

}
