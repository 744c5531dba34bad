package io.tandem.service;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps a service from starting what another service has put on the class path that they
 * share: a database where none is configured, Spring Cloud Stream where nothing is bound,
 * templates where there is no console. It costs seconds of start-up and tens of megabytes
 * each.
 */
class UnusedFeatureFilter implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final List<String> DATABASE = List.of("org.springframework.boot.jdbc.",
			"org.springframework.boot.hibernate.", "org.springframework.boot.data.jpa.",
			"org.springframework.boot.flyway.", "org.springframework.boot.transaction.jta.");

	private static final List<String> STREAM = List.of("org.springframework.cloud.stream.",
			"org.springframework.cloud.function.", "org.springframework.boot.integration.", "io.tandem.binder.");

	private static final List<String> PAGES = List.of("org.springframework.boot.thymeleaf.");

	private boolean isDatabaseUsed;

	private boolean isStreamUsed;

	private boolean arePagesUsed;

	@Override
	public void setEnvironment(Environment environment) {
		this.isDatabaseUsed = environment.containsProperty("spring.datasource.url");
		this.isStreamUsed = environment.containsProperty("spring.cloud.function.definition")
				|| environment.containsProperty("spring.cloud.stream.output-bindings");
		this.arePagesUsed = environment.getProperty("tandem.console.enabled", Boolean.class, false);
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurations.length];
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurations[i];
			matches[i] = name == null || ((this.isDatabaseUsed || DATABASE.stream().noneMatch(name::startsWith))
					&& (this.isStreamUsed || STREAM.stream().noneMatch(name::startsWith))
					&& (this.arePagesUsed || PAGES.stream().noneMatch(name::startsWith)));
		}
		return matches;
	}

}
