package io.tandem.service.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.service.MachineProperties;
import io.tandem.service.ServiceAutoConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Puts the filter before everything a service answers, and gives its clients a token. */
@AutoConfiguration(after = ServiceAutoConfiguration.class)
@EnableConfigurationProperties(SecurityProperties.class)
public class SecurityAutoConfiguration {

	/** After the one that measures requests, so that what is refused is seen. */
	private static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

	/** Some forty thousand actions. */
	private static final long MAX_AUDIT_BYTES = 10L << 20;

	private static final int KEPT_AUDITS = 5;

	/**
	 * @throws UnprotectedAddressException if others could reach a service that accepts
	 * everything
	 */
	SecurityAutoConfiguration(SecurityProperties properties, Environment environment) {
		String address = environment.getProperty("server.address");
		if (address != null && properties.tokensFile() == null && !properties.unprotected() && !isLoopback(address)) {
			throw new UnprotectedAddressException(address);
		}
	}

	private static boolean isLoopback(String address) {
		try {
			return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	/** Where nothing is answered there is nothing to refuse or to write down. */
	@Bean
	@ConditionalOnWebApplication(type = Type.SERVLET)
	AuditLog auditLog(MachineProperties machine, InstantSource clock, MeterRegistry registry) {
		return new AuditLog(machine.stateDirectory(), MAX_AUDIT_BYTES, KEPT_AUDITS, clock, registry);
	}

	@Bean
	@ConditionalOnWebApplication(type = Type.SERVLET)
	FilterRegistrationBean<AccessFilter> accessFilter(SecurityProperties properties, MeterRegistry registry,
			AuditLog audit, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems)
			throws IOException {
		FilterRegistrationBean<AccessFilter> filter = new FilterRegistrationBean<>(
				new AccessFilter(tokens(properties), problems, audit, registry));
		filter.setOrder(ORDER);
		return filter;
	}

	private static @Nullable TokensFile tokens(SecurityProperties properties) throws IOException {
		return (properties.tokensFile() != null) ? new TokensFile(properties.tokensFile(), System::nanoTime) : null;
	}

	@Bean
	ServiceHttp serviceHttp(SecurityProperties properties, ObjectProvider<SslBundles> bundles) {
		return new ServiceHttp(properties.tokenFile(), bundles.getIfAvailable());
	}

}
