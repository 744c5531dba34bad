package io.tandem.healthsync.history;

import io.tandem.healthsync.history.KeptReport.Kind;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.HealthStatus;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link KeptReport} as a row. */
@Entity
@IdClass(ReportKey.class)
@Table(name = "health_report")
@SuppressWarnings("NullAway.Init")
class ReportRow {

	@Id
	private String machine;

	@Id
	private String agent;

	@Id
	private Instant storedAt;

	@Id
	private long streamSequence;

	@Enumerated(EnumType.STRING)
	private Kind kind;

	@Enumerated(EnumType.STRING)
	private HealthStatus status;

	@Enumerated(EnumType.STRING)
	private @Nullable HealthStatus previousStatus;

	private @Nullable String epoch;

	private long sequence;

	private String report;

	/** For Hibernate. */
	protected ReportRow() {
	}

	ReportRow(String machine, KeptReport kept) {
		this.machine = machine;
		this.agent = kept.report().agent();
		this.storedAt = kept.position().storedAt();
		this.streamSequence = kept.position().sequence();
		this.kind = kept.kind();
		this.status = kept.report().status();
		this.previousStatus = kept.previous();
		this.epoch = kept.report().epoch();
		this.sequence = kept.report().sequence();
		this.report = new String(HealthReports.write(kept.report()), StandardCharsets.UTF_8);
	}

	StoredReport stored() {
		return new StoredReport(this.machine, this.agent, this.storedAt, this.streamSequence, this.kind, this.status,
				this.previousStatus, this.epoch, this.sequence, this.report);
	}

}
