package io.tandem.healthsync.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.List;

/** Relayed reports for tests of other features. */
public final class Relayed {

	private final FakeBroker broker = new FakeBroker();

	/** Returns those of {@code mainpc} and {@code pc2}, none yet. */
	public static RelayedReports none() {
		return new RelayedReports(List.of("mainpc", "pc2"), 100, new RelayMeters(new SimpleMeterRegistry()), List.of());
	}

	/** Adds one that the machine keeps. */
	public static void add(RelayedReports reports, ReceivedReport report, String by) {
		reports.record(new RelayedReport(report, by));
	}

	/** Returns the machine's store for others' reports, on a broker in memory. */
	public RelayedStore store(String machine) {
		return new RelayedStore(new Machine(machine), this.broker, this.broker, Duration.ofSeconds(1),
				new RelayMeters(new SimpleMeterRegistry()));
	}

	/** Returns what was stored: subject, message id, a dash, the body. */
	public List<String> stored() {
		return this.broker.stored;
	}

	/** Lets the broker be there, full, or away. */
	public void broker(String is) {
		this.broker.isConnected = !is.equals("away");
		this.broker.answer = is.equals("full") ? new PublishOutcome.Full("full") : null;
	}

}
