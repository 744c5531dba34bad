package io.tandem.healthsync.state;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.health.InvalidHealthReportException.Fault;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * Reads the health streams into {@link FleetHealth}. Never throws for what is in a
 * message: one that cannot be used is counted, logged at times and passed over, so that
 * it cannot hold up those behind it. Each stream is read by one thread; different streams
 * at the same time.
 */
final class HealthReportReader implements Consumer<Message<byte[]>> {

	private static final Logger logger = LoggerFactory.getLogger(HealthReportReader.class);

	private final ThrottledWarning invalid = new ThrottledWarning(logger, "invalid health report passed over");

	private final ThrottledWarning foreign = new ThrottledWarning(logger,
			"health report of another machine kept apart");

	private final ThrottledWarning overflow = new ThrottledWarning(logger,
			"too many agents, health report passed over");

	private final FleetHealth fleet;

	private final Map<String, String> machineOfStream;

	private final HealthStateProperties settings;

	private final HealthStateMeters meters;

	private final InstantSource clock;

	HealthReportReader(FleetHealth fleet, Map<String, String> machineOfStream, HealthStateProperties settings,
			HealthStateMeters meters, InstantSource clock) {
		this.fleet = fleet;
		this.machineOfStream = machineOfStream;
		this.settings = settings;
		this.meters = meters;
		this.clock = clock;
	}

	/**
	 * @throws IllegalStateException if the message is not from one of the streams: the
	 * binding is wrong
	 */
	@Override
	public void accept(Message<byte[]> message) {
		MessageHeaders headers = message.getHeaders();
		String stream = Objects.toString(headers.get(JetStreamHeaders.STREAM), "");
		String machine = this.machineOfStream.get(stream);
		Long sequence = headers.get(JetStreamHeaders.SEQUENCE, Long.class);
		Instant storedAt = headers.get(JetStreamHeaders.TIMESTAMP, Instant.class);
		if (machine == null || sequence == null || storedAt == null) {
			throw new IllegalStateException("not a message of a health stream: stream=" + stream + " known="
					+ this.machineOfStream.keySet() + " sequence=" + sequence);
		}
		StreamPosition position = new StreamPosition(sequence, storedAt);
		String subject = Objects.toString(headers.get(JetStreamHeaders.SUBJECT), "");
		boolean wasThere = Boolean.TRUE.equals(headers.get(JetStreamHeaders.REPLAYED));
		this.meters.count(machine, read(machine, stream, subject, position, wasThere, message.getPayload()));
	}

	private ReportOutcome read(String machine, String stream, String subject, StreamPosition position, boolean wasThere,
			byte[] body) {
		Instant now = this.clock.instant();
		MachineHealth health = this.fleet.machines().get(machine);
		if (health == null) {
			throw new IllegalStateException("not a machine of the fleet: machine=" + machine);
		}
		HealthReport report;
		try {
			report = parse(machine, subject, body);
		}
		catch (InvalidHealthReportException ex) {
			health.reached(position);
			this.invalid.warn(now, stream, position.sequence(), String.valueOf(ex.getMessage()));
			return ReportOutcome.INVALID;
		}
		if (!report.machine().equals(machine)) {
			health.recordForeign(
					new ForeignReport(report.agent(), report.machine(), report.status(), position.storedAt()),
					position);
			this.foreign.warn(now, stream, position.sequence(), "machine=" + report.machine());
			return ReportOutcome.FOREIGN;
		}
		Duration underway = Duration.between(position.storedAt(), now);
		boolean isReplayed = wasThere || underway.compareTo(this.settings.liveWithin()) > 0;
		ReportOutcome outcome = health.record(new ReceivedReport(report, stream, position, now, isReplayed));
		if (outcome == ReportOutcome.OVERFLOW) {
			this.overflow.warn(now, stream, position.sequence(), "agents=" + this.settings.maxAgents());
		}
		else if (outcome == ReportOutcome.ACCEPTED && !isReplayed) {
			this.meters.propagated(machine, underway);
		}
		return outcome;
	}

	private static HealthReport parse(String machine, String subject, byte[] body) throws InvalidHealthReportException {
		HealthReport report = HealthReports.read(body);
		String plain = new Machine(machine).healthSubject();
		if (!subject.equals(plain) && !subject.equals(plain + "." + report.agent())) {
			// a broker may restrict an agent to its own subject: then the subject is
			// right
			throw new InvalidHealthReportException(List
				.of(new Fault("agent", "must be the one of the subject " + subject + ": '" + report.agent() + "'")));
		}
		return report;
	}

}
