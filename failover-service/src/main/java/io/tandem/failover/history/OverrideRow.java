package io.tandem.failover.history;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The human's word that is in force: one row, or none. */
@Entity
@Table(name = "failover_override")
@SuppressWarnings("NullAway.Init")
class OverrideRow {

	static final int ONLY = 1;

	private static final int LONGEST_REASON = 2000;

	@Id
	private int id;

	private @Nullable String tier;

	private String reason;

	private Instant sinceAt;

	private Instant untilAt;

	/** For Hibernate. */
	protected OverrideRow() {
	}

	OverrideRow(Observation.Pin override) {
		this.id = ONLY;
		this.tier = (override.tier() != null) ? override.tier().toString() : null;
		this.reason = Decision.cut(override.reason(), LONGEST_REASON);
		this.sinceAt = override.since();
		this.untilAt = override.until();
	}

	Observation.Pin override() {
		return new Observation.Pin((this.tier != null) ? Tier.parse(this.tier) : null, this.reason, this.sinceAt,
				this.untilAt);
	}

}
