package io.tandem.healthsync.intake;

import io.tandem.wire.health.HealthReport;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * A valid report of an agent of this machine.
 *
 * @param report what it says
 * @param json the report as it was sent, fields that are not known here included
 */
record OwnReport(HealthReport report, byte[] json) {

	String agent() {
		return this.report.agent();
	}

	/**
	 * Returns an identifier that is the same whenever the same report is sent: the
	 * agent's number where it numbers its reports, else a digest of the report.
	 */
	String messageId() {
		Long sequence = this.report.sequence();
		if (sequence != null) {
			return agent() + "/" + Objects.requireNonNullElse(this.report.epoch(), "") + "/" + sequence;
		}
		return agent() + "/" + UUID.nameUUIDFromBytes(this.json);
	}

	@Override
	public String toString() {
		return new String(this.json, StandardCharsets.UTF_8);
	}

}
