package io.tandem.healthsync.desk;

import io.tandem.healthsync.incident.Observation;
import io.tandem.healthsync.relay.RelayedListener;
import io.tandem.healthsync.relay.RelayedReport;
import io.tandem.healthsync.state.AgentHealth;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.ReadingListener;
import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.healthsync.state.ReportOutcome;
import io.tandem.wire.health.HealthReport;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings the desk what is read from the health streams, and what other machines keep of
 * agents whose own stream takes nothing. Thread-safe.
 */
final class Reports implements ReadingListener, RelayedListener {

	/** More than there are agents; who is forgotten is told of once more. */
	private static final int MOST_SHOWN = 20_000;

	private final DeskQueue queue;

	private final FleetHealth fleet;

	private final InstantSource clock;

	private final Changes changes;

	private final Map<String, ReceivedReport> shown = new ConcurrentHashMap<>();

	Reports(DeskQueue queue, FleetHealth fleet, Changes changes, InstantSource clock) {
		this.queue = queue;
		this.fleet = fleet;
		this.changes = changes;
		this.clock = clock;
	}

	@Override
	public void read(ReceivedReport report, ReportOutcome outcome) {
		if (outcome != ReportOutcome.ACCEPTED) {
			return;
		}
		this.queue.offer(observation(report, report.isReplayed()), this.clock.instant());
		if (!report.isReplayed()) {
			show(report);
		}
	}

	@Override
	public void relayed(RelayedReport relayed) {
		HealthReport report = relayed.report();
		boolean isNews = this.fleet.machine(report.machine())
			.flatMap((machine) -> machine.agent(report.agent()))
			.map((known) -> known.isNews(report))
			.orElse(true);
		if (isNews) {
			this.queue.offer(new Observation.Relayed(report.agent(), report.machine(), report.status(),
					relayed.received().position().storedAt()), this.clock.instant());
			show(relayed.received());
		}
	}

	private void show(ReceivedReport report) {
		if (this.shown.size() >= MOST_SHOWN) {
			this.shown.clear();
		}
		ReceivedReport before = this.shown.put(report.report().machine() + "/" + report.report().agent(), report);
		if (before == null || before.report().status() != report.report().status()) {
			this.changes.agent(report);
		}
	}

	@Override
	public void caughtUp(String machine) {
		// seen by its position in the stream
	}

	private static Observation.Reported observation(ReceivedReport report, boolean isReplayed) {
		return new Observation.Reported(report.report().agent(), report.report().machine(), report.report().status(),
				report.position().storedAt(), isReplayed);
	}

	/** Returns the last word of every agent, as history. */
	static List<Observation.Reported> last(FleetHealth fleet) {
		return fleet.machines()
			.values()
			.stream()
			.flatMap((machine) -> machine.agents().stream())
			.map(AgentHealth::latest)
			.map((report) -> observation(report, true))
			.toList();
	}

}
