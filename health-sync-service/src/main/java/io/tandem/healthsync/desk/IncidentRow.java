package io.tandem.healthsync.desk;

import io.tandem.healthsync.incident.Incident;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** An incident as it is stored: whole, beside what is searched by. */
@Entity
@Table(name = "incident")
@SuppressWarnings("NullAway.Init")
class IncidentRow {

	private static final JsonMapper JSON = JsonMapper.shared();

	@Id
	private String id;

	private boolean active;

	private Instant openedAt;

	private Instant changedAt;

	private String body;

	/** For Hibernate. */
	protected IncidentRow() {
	}

	IncidentRow(Incident incident) {
		this.id = incident.id();
		this.active = incident.isActive();
		this.openedAt = incident.openedAt();
		this.changedAt = Objects.requireNonNullElse(incident.closedAt(), incident.phaseSince());
		this.body = JSON.writeValueAsString(incident);
	}

	Incident incident() {
		return JSON.readValue(this.body, Incident.class);
	}

}
