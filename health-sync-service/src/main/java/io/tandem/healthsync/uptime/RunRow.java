package io.tandem.healthsync.uptime;

import io.tandem.wire.uptime.UptimeRun;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A run as it is stored. */
@Entity
@Table(name = "uptime_run")
@SuppressWarnings("NullAway.Init")
class RunRow {

	private static final int LONGEST_REASON = 200;

	@Id
	private String id;

	private String target;

	private boolean up;

	private String reason;

	@Column(name = "from_at")
	private Instant from;

	@Column(name = "to_at")
	private Instant to;

	/** For Hibernate. */
	protected RunRow() {
	}

	RunRow(UptimeRun run) {
		this.id = Journal.key(run);
		this.target = run.target();
		this.up = run.up();
		this.reason = run.reason().substring(0, Math.min(LONGEST_REASON, run.reason().length()));
		this.from = run.from();
		this.to = run.to();
	}

	UptimeRun run() {
		return new UptimeRun(this.target, this.up, this.reason, this.from, this.to);
	}

}
