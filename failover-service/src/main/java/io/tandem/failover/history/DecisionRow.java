package io.tandem.failover.history;

import io.tandem.failover.history.Decision.Kind;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link Decision} as a row. */
@Entity
@Table(name = "failover_decision")
@SuppressWarnings("NullAway.Init")
class DecisionRow {

	@Id
	private long id;

	private String epoch;

	private Instant decidedAt;

	@Enumerated(EnumType.STRING)
	private Kind kind;

	private @Nullable String tier;

	private String fromValue;

	private String toValue;

	private String triggerWord;

	private String why;

	private String evidence;

	private Instant storedAt;

	private @Nullable Instant publishedAt;

	/** For Hibernate. */
	protected DecisionRow() {
	}

	DecisionRow(Decision decision, Instant storedAt) {
		this.id = decision.number();
		this.epoch = decision.epoch();
		this.decidedAt = decision.at();
		this.kind = decision.kind();
		this.tier = decision.tier();
		this.fromValue = decision.from();
		this.toValue = decision.to();
		this.triggerWord = decision.trigger();
		this.why = decision.why();
		this.evidence = decision.evidence();
		this.storedAt = storedAt;
	}

	StoredDecision stored() {
		return new StoredDecision(this.id, this.epoch, this.decidedAt, this.kind, this.tier, this.fromValue,
				this.toValue, this.triggerWord, this.why, this.evidence, this.storedAt, this.publishedAt);
	}

}
