package io.tandem.failover.gateway;

import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while the spool takes no records: then pushes are answered 503. A backlog alone is
 * what the spool is for, and no fault.
 */
final class SpoolHealthIndicator extends AbstractHealthIndicator {

	private final Spool spool;

	SpoolHealthIndicator(Spool spool) {
		super("The spool's state could not be read");
		this.spool = spool;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		SpoolStatus status = this.spool.status();
		builder.status((status.problem() == null) ? "UP" : "DOWN")
			.withDetail("epoch", status.epoch())
			.withDetail("backlogRecords", status.backlogRecords())
			.withDetail("backlogBytes", status.backlogBytes());
		if (status.problem() != null) {
			builder.withDetail("problem", status.problem());
		}
	}

}
