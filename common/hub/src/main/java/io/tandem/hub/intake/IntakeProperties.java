package io.tandem.hub.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a push is made durable.
 *
 * @param within how long a push may wait for the stream's acknowledgement. Longer rides
 * out a broker's restart without a refusal; but each waiting push holds its body in
 * memory, and a gateway goes to its next tier that much later.
 */
@ConfigurationProperties("tandem.hub.intake")
public record IntakeProperties(@DefaultValue("2s") Duration within) {

	/**
	 * @throws IllegalArgumentException if the time is not positive
	 */
	public IntakeProperties {
		if (!within.isPositive()) {
			throw new IllegalArgumentException("tandem.hub.intake.within must be positive: within=" + within);
		}
	}

}
