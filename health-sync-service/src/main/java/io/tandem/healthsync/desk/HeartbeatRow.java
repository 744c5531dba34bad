package io.tandem.healthsync.desk;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** When the engine last knew all that there was to know. */
@Entity
@Table(name = "incident_heartbeat")
@SuppressWarnings("NullAway.Init")
class HeartbeatRow {

	static final int ONLY = 1;

	@Id
	private int id;

	private Instant at;

	/** For Hibernate. */
	protected HeartbeatRow() {
	}

	HeartbeatRow(Instant at) {
		this.id = ONLY;
		this.at = at;
	}

	Instant at() {
		return this.at;
	}

}
