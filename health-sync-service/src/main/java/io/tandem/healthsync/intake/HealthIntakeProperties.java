package io.tandem.healthsync.intake;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What one request may hold.
 *
 * @param maxBody bytes of a request's body; it is held in memory while it is stored
 * @param maxReports reports in one request; each waits for its acknowledgement, one after
 * the other
 * @param retryAfter what a sender is told to wait while the store is away
 */
@Validated
@ConfigurationProperties("tandem.health.intake")
record HealthIntakeProperties(@DefaultValue("64KB") DataSize maxBody, @DefaultValue("500") @Positive int maxReports,
		@DefaultValue("2s") Duration retryAfter) {
}
