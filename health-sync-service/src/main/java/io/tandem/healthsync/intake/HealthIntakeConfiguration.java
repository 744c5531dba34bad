package io.tandem.healthsync.intake;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Binds the intake's settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HealthIntakeProperties.class)
class HealthIntakeConfiguration {

}
