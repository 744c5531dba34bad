package io.tandem.healthsync.intake;

import io.tandem.wire.health.HealthReport;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A valid report of an agent of the machine it was sent for.
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
	 * agent's number where its life is told, else a digest of the report, because a
	 * restarted agent counts anew.
	 */
	String messageId() {
		String epoch = this.report.epoch();
		return agent() + "/"
				+ ((epoch != null) ? epoch + "/" + this.report.sequence() : UUID.nameUUIDFromBytes(this.json));
	}

	@Override
	public String toString() {
		return new String(this.json, StandardCharsets.UTF_8);
	}

}
