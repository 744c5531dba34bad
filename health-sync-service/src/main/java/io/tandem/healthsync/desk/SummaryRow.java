package io.tandem.healthsync.desk;

import io.tandem.healthsync.alerting.Page;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/** The page that tells once what happened unseen, as it was told. */
@Entity
@Table(name = "incident_summary")
@SuppressWarnings("NullAway.Init")
class SummaryRow {

	private static final JsonMapper JSON = JsonMapper.shared();

	@Id
	private String id;

	private Instant startedAt;

	private String body;

	/** For Hibernate. */
	protected SummaryRow() {
	}

	SummaryRow(Page page) {
		this.id = page.incident();
		this.startedAt = page.startedAt();
		this.body = JSON.writeValueAsString(page);
	}

	Page page() {
		return JSON.readValue(this.body, Page.class);
	}

}
