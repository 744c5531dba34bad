package io.tandem.centralhub.ledger;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.wire.identity.RangeSet;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An {@link EpochState} as a row. */
@Entity
@Table(name = "ledger_epoch")
@SuppressWarnings("NullAway.Init")
class EpochRow {

	@Id
	private String id;

	@Enumerated(EnumType.STRING)
	private Kind kind;

	private String origin;

	private String epoch;

	private long baseline;

	@Column(name = "known_ranges")
	private String known;

	private long duplicated;

	private long late;

	private long refused;

	private long forgotten;

	private long forgottenUpTo;

	@Column(name = "lost_ranges")
	private String lost;

	private long expected;

	private Instant firstSeen;

	private Instant lastSeen;

	private @Nullable Instant highestStoredAt;

	/** For Hibernate. */
	protected EpochRow() {
	}

	EpochRow(EpochState state) {
		this.id = state.key().text();
		this.kind = state.key().kind();
		this.origin = state.key().origin();
		this.epoch = state.key().epoch();
		this.baseline = state.baseline();
		this.known = state.known().toString();
		this.duplicated = state.duplicated();
		this.late = state.late();
		this.refused = state.refused();
		this.forgotten = state.forgotten();
		this.forgottenUpTo = state.forgottenUpTo();
		this.lost = state.lost().toString();
		this.expected = state.expected();
		this.firstSeen = state.firstSeen();
		this.lastSeen = state.lastSeen();
		this.highestStoredAt = state.highestStoredAt();
	}

	EpochState state() {
		return new EpochState(new LedgerKey(this.kind, this.origin, this.epoch), this.baseline,
				RangeSet.parse(this.known), this.duplicated, this.late, this.refused, this.forgotten,
				this.forgottenUpTo, RangeSet.parse(this.lost), this.expected, this.firstSeen, this.lastSeen,
				this.highestStoredAt);
	}

}
