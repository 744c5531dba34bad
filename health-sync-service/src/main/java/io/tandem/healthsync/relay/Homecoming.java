package io.tandem.healthsync.relay;

import io.tandem.database.Worker;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.HealthMessage;
import io.tandem.healthsync.state.MachineHealth;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.StreamReader.Delivery;
import io.tandem.retry.RepeatingFailure;
import io.tandem.retry.Trouble;
import io.tandem.service.MachineProperties;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes this machine's reports home that others have kept: reads the mirrors of their
 * streams and stores its own reports in its own stream, each acknowledged there before it
 * is acknowledged here. A report that is delivered again is found to be known, by the
 * state or by its message id. Confined to its thread.
 */
final class Homecoming extends Worker implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Homecoming.class);

	private static final int BATCH = 200;

	private static final int BATCH_BYTES = 1 << 20;

	private static final Duration LISTEN = Duration.ofSeconds(1);

	private static final Duration NOT_YET = Duration.ofMillis(200);

	private static final Duration STORE_WITHIN = Duration.ofSeconds(2);

	private final Trouble trouble = new Trouble(logger, "Relayed health reports cannot come home, trying on",
			"Relayed health reports come home again", Duration.ofSeconds(5));

	private final RepeatingFailure useless = new RepeatingFailure(logger, Map.of());

	private final Machine self;

	private final MachineHealth own;

	private final NatsConnection connection;

	private final StreamPublisher publisher;

	private final RelayMeters meters;

	private final Map<Machine, StreamReader.Durable> readers = new LinkedHashMap<>();

	private final Deque<Kept> batch = new ArrayDeque<>();

	private long returned;

	Homecoming(MachineProperties fleet, FleetHealth state, NatsConnection connection, StreamReader reader,
			StreamPublisher publisher, RelayMeters meters) {
		super("health-homecoming", Duration.ofSeconds(4));
		this.self = fleet.self();
		this.own = state.machine(fleet.machine()).orElseThrow();
		this.connection = connection;
		this.publisher = publisher;
		this.meters = meters;
		fleet.others()
			.forEach((other) -> this.readers.put(other,
					reader.durable(other.relayedStream(), "health-homecoming-" + this.self)));
	}

	@Override
	protected Duration work() {
		if (this.readers.isEmpty()) {
			return Duration.ofHours(1);
		}
		// what is known tells what has come home before: it must be complete
		if (!this.connection.isConnected() || this.own.caughtUpAt() == null) {
			return NOT_YET;
		}
		if (this.batch.isEmpty()) {
			this.batch.addAll(ReturnOrder.of(fetch(), (kept) -> kept.message().report()));
		}
		while (!this.batch.isEmpty()) {
			Kept next = this.batch.getFirst();
			String obstacle = store(next.message());
			if (obstacle != null) {
				// they are still in work, and not to be delivered to anybody meanwhile
				this.batch.forEach((kept) -> kept.delivery().inProgress());
				return this.trouble.failed(obstacle, null);
			}
			this.trouble.succeeded();
			next.delivery().ack();
			this.batch.removeFirst();
		}
		tell();
		return Duration.ZERO;
	}

	private List<Kept> fetch() {
		List<Kept> all = new ArrayList<>();
		Duration each = LISTEN.dividedBy(this.readers.size());
		try {
			for (Map.Entry<Machine, StreamReader.Durable> reader : this.readers.entrySet()) {
				for (Delivery delivery : reader.getValue().fetch(BATCH, BATCH_BYTES, each)) {
					RelayedMessage message = read(reader.getKey(), delivery);
					if (message != null && message.report().machine().equals(this.self.name())) {
						all.add(new Kept(delivery, message));
					}
					else {
						delivery.ack();
					}
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return all;
	}

	private @Nullable RelayedMessage read(Machine by, Delivery delivery) {
		try {
			return RelayedMessage.read(by, delivery.message());
		}
		catch (InvalidHealthReportException ex) {
			// counted and logged where it is read to be shown
			return null;
		}
	}

	/** Returns why it cannot be stored now; null if it is done with. */
	private @Nullable String store(RelayedMessage message) {
		HealthReport report = message.report();
		AgentHealth known = this.own.agent(report.agent()).orElse(null);
		if (known != null && known.has(report)) {
			this.meters.count(RelayOutcome.KNOWN);
			return null;
		}
		PublishOutcome outcome = this.publisher.publish(this.self.healthSubject() + "." + report.agent(),
				Map.of(HealthMessage.RELAYED_BY, message.by()), message.body(), message.messageId(), STORE_WITHIN);
		return switch (outcome) {
			case PublishOutcome.Stored it -> {
				this.meters.count(it.duplicate() ? RelayOutcome.KNOWN : RelayOutcome.RETURNED);
				this.returned++;
				yield null;
			}
			case PublishOutcome.Full it -> it.reason();
			case PublishOutcome.Unavailable it -> it.reason();
			case PublishOutcome.Rejected it -> {
				this.meters.count(RelayOutcome.REJECTED);
				this.useless.failed(Level.ERROR, "rejected")
					.addKeyValue("agent", report.agent())
					.addKeyValue("stream", message.stream())
					.addKeyValue("sequence", message.position().sequence())
					.addKeyValue("answer", it.reason())
					.log("A relayed health report can never come home; it stays where it was kept");
				yield null;
			}
		};
	}

	private void tell() {
		if (this.returned > 0 && this.batch.isEmpty()) {
			logger.atInfo().addKeyValue("reports", this.returned).log("Relayed health reports have come home");
			this.returned = 0;
		}
	}

	/** Lets the work finish, then closes the readers. */
	@Override
	public void close() {
		stop();
		this.readers.values().forEach(StreamReader.Durable::close);
	}

	/** A report under way, with its delivery. */
	private record Kept(Delivery delivery, RelayedMessage message) {
	}

}
