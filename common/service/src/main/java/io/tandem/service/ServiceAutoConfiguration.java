package io.tandem.service;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Gives every service its machine, its clock, and an answer to what nobody foresaw. */
@AutoConfiguration
@EnableConfigurationProperties(MachineProperties.class)
public class ServiceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	UnexpectedErrorAdvice unexpectedErrorAdvice() {
		return new UnexpectedErrorAdvice();
	}

}
