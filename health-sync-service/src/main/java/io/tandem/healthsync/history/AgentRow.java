package io.tandem.healthsync.history;

import io.tandem.healthsync.state.AgentHealthCodec;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** A {@link KnownAgent} as a row. */
@Entity
@IdClass(AgentKey.class)
@Table(name = "health_agent")
@SuppressWarnings("NullAway.Init")
class AgentRow {

	@Id
	private String machine;

	@Id
	private String agent;

	private byte[] state;

	private Instant keptAt;

	private Instant storedAt;

	/** For Hibernate. */
	protected AgentRow() {
	}

	AgentRow(String machine, KnownAgent known) {
		this.machine = machine;
		this.agent = known.name();
		this.keptAt = known.keptAt();
		this.storedAt = known.health().position().storedAt();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			AgentHealthCodec.write(known.health(), new DataOutputStream(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.state = bytes.toByteArray();
	}

	/**
	 * @throws IOException if it is not what was written
	 */
	KnownAgent known() throws IOException {
		return new KnownAgent(AgentHealthCodec.read(new DataInputStream(new ByteArrayInputStream(this.state))),
				this.keptAt);
	}

	String agent() {
		return this.agent;
	}

}
