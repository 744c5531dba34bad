package io.tandem.healthsync.relay;

import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import io.tandem.retry.RepeatingFailure;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.SmartLifecycle;

/**
 * Reads what this machine and the others keep for each other, so that it is shown, after
 * a restart as well. Each stream is read on a thread of the reader's. Thread-safe.
 */
final class RelayedFeed implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RelayedFeed.class);

	private final List<Machine> machines;

	private final StreamReader reader;

	private final RelayedReports shown;

	private final RelayMeters meters;

	private final Duration keep;

	private final Duration liveWithin;

	private final InstantSource clock;

	private final List<StreamReader.Following> open = new ArrayList<>();

	/**
	 * @param machines all of them
	 * @param keep how far back it is read at the start
	 * @param liveWithin what was stored longer ago is history when it is read
	 */
	RelayedFeed(List<Machine> machines, StreamReader reader, RelayedReports shown, RelayMeters meters, Duration keep,
			Duration liveWithin, InstantSource clock) {
		this.machines = List.copyOf(machines);
		this.reader = reader;
		this.shown = shown;
		this.meters = meters;
		this.keep = keep;
		this.liveWithin = liveWithin;
		this.clock = clock;
	}

	@Override
	public synchronized void start() {
		if (this.open.isEmpty()) {
			for (Machine by : this.machines) {
				RepeatingFailure invalid = new RepeatingFailure(logger, Map.of("stream", by.relayedStream()));
				this.open.add(this.reader.follow(by.relayedStream(), this.clock.instant().minus(this.keep),
						(message) -> read(by, message, invalid)));
			}
		}
	}

	private void read(Machine by, StreamMessage message, RepeatingFailure invalid) {
		try {
			this.shown.record(RelayedMessage.read(by, message).seen(this.clock.instant(), this.liveWithin));
			invalid.ended().log("relayed health reports can be read again");
		}
		catch (InvalidHealthReportException ex) {
			this.meters.count(RelayOutcome.INVALID);
			invalid.failed(Level.WARN, "not a relayed report")
				.addKeyValue("sequence", message.sequence())
				.setCause(ex)
				.log("a message among the relayed health reports is passed over");
		}
	}

	@Override
	public synchronized void stop() {
		this.open.forEach(StreamReader.Following::close);
		this.open.clear();
	}

	@Override
	public synchronized boolean isRunning() {
		return !this.open.isEmpty();
	}

}
