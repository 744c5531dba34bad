package io.tandem.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;

/** Gives every service its machine, its clock, and an answer to what nobody foresaw. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@EnableConfigurationProperties(MachineProperties.class)
public class ServiceAutoConfiguration {

	/**
	 * Makes the service's directory before anything is kept in it.
	 * @throws IllegalStateException if it cannot be made or written, naming the setting
	 */
	ServiceAutoConfiguration(MachineProperties properties) {
		Path directory = properties.stateDirectory();
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new IllegalStateException("cannot make the service's directory " + directory
					+ ": choose another by TANDEM_STATE, or give this user the right to write there", ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	UnexpectedErrorAdvice unexpectedErrorAdvice() {
		return new UnexpectedErrorAdvice();
	}

	@Bean
	EventStreams eventStreams() {
		return new EventStreams();
	}

	@Bean
	TomcatContextCustomizer problemReportCustomizer() {
		return (context) -> {
			if (context.getParent() instanceof StandardHost host) {
				host.setErrorReportValveClass(ProblemReportValve.class.getName());
			}
		};
	}

	@Bean
	@ConditionalOnMissingBean(ErrorController.class)
	ProblemErrorController problemErrorController() {
		return new ProblemErrorController();
	}

}
