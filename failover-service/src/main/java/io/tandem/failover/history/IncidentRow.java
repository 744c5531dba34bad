package io.tandem.failover.history;

import io.tandem.failover.detection.Tier;
import io.tandem.failover.history.Incident.Announced;
import io.tandem.failover.history.Incident.Severity;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An {@link Incident} as a row. */
@Entity
@Table(name = "failover_incident")
@SuppressWarnings("NullAway.Init")
class IncidentRow {

	@Id
	private String id;

	@Enumerated(EnumType.STRING)
	private Severity severity;

	private long openedBy;

	private Instant openedAt;

	private @Nullable Long closedBy;

	private @Nullable Instant closedAt;

	private long lastDecision;

	private int moves;

	private String tier;

	private String why;

	private boolean openedPublished;

	private boolean closedPublished;

	private boolean resolvedSent;

	private boolean live;

	/** For Hibernate. */
	protected IncidentRow() {
	}

	IncidentRow(Incident incident) {
		this.id = incident.id().toString();
		this.severity = incident.severity();
		this.openedBy = incident.openedBy();
		this.openedAt = incident.openedAt();
		this.closedBy = incident.closedBy();
		this.closedAt = incident.closedAt();
		this.lastDecision = incident.lastDecision();
		this.moves = incident.moves();
		this.tier = incident.tier().toString();
		this.why = incident.why();
		this.openedPublished = incident.announced().openedPublished();
		this.closedPublished = incident.announced().closedPublished();
		this.resolvedSent = incident.announced().resolvedSent();
		this.live = !incident.isDone();
	}

	Incident incident() {
		return new Incident(UUID.fromString(this.id), this.severity, this.openedBy, this.openedAt, this.closedBy,
				this.closedAt, this.lastDecision, this.moves, Tier.parse(this.tier), this.why,
				new Announced(this.openedPublished, this.closedPublished, this.resolvedSent));
	}

}
