package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.InvalidHealthReportException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * Reads the health streams into {@link FleetHealth}. Never throws for what is in a
 * message: one that cannot be used is counted, logged at times and passed over, so that
 * it cannot hold up those behind it. Each stream is read by one thread; different streams
 * at the same time.
 */
final class HealthReportReader implements Consumer<Message<List<byte[]>>> {

	private static final Logger logger = LoggerFactory.getLogger(HealthReportReader.class);

	private final ThrottledWarning invalid = new ThrottledWarning(logger, "invalid health report passed over");

	private final ThrottledWarning foreign = new ThrottledWarning(logger,
			"health report of another machine kept apart");

	private final ThrottledWarning overflow = new ThrottledWarning(logger,
			"too many agents, health report passed over");

	private final ThrottledWarning forgotten = new ThrottledWarning(logger,
			"an agent has too many lives or holes in its numbers, the oldest is forgotten");

	private final ThrottledWarning failed = new ThrottledWarning(logger, "a listener failed on a health report");

	private final FleetHealth fleet;

	private final Map<String, String> machineOfStream;

	private final HealthStateProperties settings;

	private final HealthStateMeters meters;

	private final List<ReadingListener> listeners;

	private final InstantSource clock;

	HealthReportReader(FleetHealth fleet, Map<String, String> machineOfStream, HealthStateProperties settings,
			HealthStateMeters meters, List<ReadingListener> listeners, InstantSource clock) {
		this.fleet = fleet;
		this.machineOfStream = machineOfStream;
		this.settings = settings;
		this.meters = meters;
		this.listeners = List.copyOf(listeners);
		this.clock = clock;
	}

	/**
	 * @throws IllegalStateException if the messages are not from one of the streams: the
	 * binding is wrong
	 */
	@Override
	public void accept(Message<List<byte[]>> batch) {
		for (HealthMessage message : HealthMessage.batch(batch, this.machineOfStream)) {
			this.meters.count(message.machine(), read(message));
		}
	}

	private ReportOutcome read(HealthMessage message) {
		Instant now = this.clock.instant();
		MachineHealth health = this.fleet.machines().get(message.machine());
		if (health == null) {
			throw new IllegalStateException("not a machine of the fleet: machine=" + message.machine());
		}
		HealthReport report;
		try {
			report = message.report();
		}
		catch (InvalidHealthReportException ex) {
			health.reached(message.position());
			this.invalid.warn(now, message, String.valueOf(ex.getMessage()));
			return ReportOutcome.INVALID;
		}
		if (!report.machine().equals(message.machine())) {
			health.recordForeign(
					new ForeignReport(report.agent(), report.machine(), report.status(), message.position().storedAt()),
					message.position());
			this.foreign.warn(now, message, "machine=" + report.machine());
			return ReportOutcome.FOREIGN;
		}
		return record(message, report, health, now);
	}

	private ReportOutcome record(HealthMessage message, HealthReport report, MachineHealth health, Instant now) {
		Duration underway = Duration.between(message.position().storedAt(), now);
		// what was relayed has been a while under way, however fresh it is in the stream
		boolean isReplayed = message.wasThere() || message.isRelayed()
				|| underway.compareTo(this.settings.liveWithin()) > 0;
		ReceivedReport received = new ReceivedReport(report, message.stream(), message.position(), now, isReplayed,
				message.isRelayed());
		long forgottenBefore = health.forgotten();
		ReportOutcome outcome = health.record(received);
		if (health.forgotten() > forgottenBefore) {
			this.forgotten.warn(now, message, "agent=" + report.agent());
		}
		if (outcome == ReportOutcome.OVERFLOW) {
			this.overflow.warn(now, message, "agents=" + this.settings.maxAgents());
		}
		else if (outcome == ReportOutcome.ACCEPTED && !isReplayed) {
			this.meters.propagated(message.machine(), underway);
		}
		for (ReadingListener listener : this.listeners) {
			tell(listener, received, outcome, message);
		}
		return outcome;
	}

	private void tell(ReadingListener listener, ReceivedReport report, ReportOutcome outcome, HealthMessage message) {
		try {
			listener.read(report, outcome);
		}
		catch (RuntimeException ex) {
			this.meters.listenerFailed();
			this.failed.warn(report.seenAt(), message, listener.getClass().getSimpleName() + ": " + ex);
		}
	}

}
