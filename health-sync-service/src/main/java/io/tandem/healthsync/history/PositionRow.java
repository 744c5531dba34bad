package io.tandem.healthsync.history;

import io.tandem.healthsync.state.StreamPosition;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Up to where a machine's stream has been read into the history. */
@Entity
@Table(name = "health_position")
@SuppressWarnings("NullAway.Init")
class PositionRow {

	@Id
	private String machine;

	private Instant streamCreatedAt;

	private long sequence;

	private Instant storedAt;

	/** For Hibernate. */
	protected PositionRow() {
	}

	PositionRow(HistoryStep step) {
		this.machine = step.machine();
		this.streamCreatedAt = step.streamCreatedAt();
		this.sequence = step.position().sequence();
		this.storedAt = step.position().storedAt();
	}

	Instant streamCreatedAt() {
		return this.streamCreatedAt;
	}

	StreamPosition position() {
		return new StreamPosition(this.sequence, this.storedAt);
	}

}
