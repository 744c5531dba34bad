package io.tandem.failover.partition;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link Finding} as a row. */
@Entity
@Table(name = "partition_verdict")
@SuppressWarnings("NullAway.Init")
class VerdictRow {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private long id;

	private String epoch;

	private long number;

	private Instant foundAt;

	private String peer;

	@Enumerated(EnumType.STRING)
	private Verdict fromVerdict;

	@Enumerated(EnumType.STRING)
	private Verdict toVerdict;

	private String why;

	private String evidence;

	private @Nullable Instant publishedAt;

	/** For Hibernate. */
	protected VerdictRow() {
	}

	VerdictRow(Finding finding) {
		this.epoch = finding.epoch();
		this.number = finding.number();
		this.foundAt = finding.at();
		this.peer = finding.peer();
		this.fromVerdict = finding.from();
		this.toVerdict = finding.to();
		this.why = finding.why();
		this.evidence = finding.evidence();
	}

	StoredVerdict stored() {
		return new StoredVerdict(this.id, this.epoch, this.number, this.foundAt, this.peer, this.fromVerdict,
				this.toVerdict, this.why, this.evidence, this.publishedAt);
	}

}
