package io.tandem.centralhub.ledger;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.wire.identity.SequenceRange;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link Gap} as a row. */
@Entity
@Table(name = "ledger_gap")
@SuppressWarnings("NullAway.Init")
class GapRow {

	private static final int LONGEST_REASON = 500;

	@Id
	private long id;

	@Enumerated(EnumType.STRING)
	private Kind kind;

	private String origin;

	private String epoch;

	private long firstSequence;

	private long lastSequence;

	private long remaining;

	@Enumerated(EnumType.STRING)
	private Gap.State state;

	private String reason;

	private Instant openedAt;

	private @Nullable Instant requestedAt;

	private @Nullable Instant closedAt;

	/** For Hibernate. */
	protected GapRow() {
	}

	GapRow(Gap gap) {
		this.id = gap.id();
		this.kind = gap.key().kind();
		this.origin = gap.key().origin();
		this.epoch = gap.key().epoch();
		this.firstSequence = gap.range().first();
		this.lastSequence = gap.range().last();
		this.remaining = gap.remaining();
		this.state = gap.state();
		this.reason = gap.reason().substring(0, Math.min(LONGEST_REASON, gap.reason().length()));
		this.openedAt = gap.openedAt();
		this.requestedAt = gap.requestedAt();
		this.closedAt = gap.closedAt();
	}

	Gap gap() {
		return new Gap(this.id, new LedgerKey(this.kind, this.origin, this.epoch),
				new SequenceRange(this.firstSequence, this.lastSequence), this.remaining, this.state, this.reason,
				this.openedAt, this.requestedAt, this.closedAt);
	}

}
