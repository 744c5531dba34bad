package io.tandem.healthsync.relay;

import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.retry.RepeatingFailure;
import io.tandem.service.MachineProperties;
import io.tandem.wire.health.HealthReport;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Hands this machine's reports to other machines while its own stream takes none: one
 * machine after the other, in the order of the peers, until one has stored it. Never
 * waits for a free place. Thread-safe.
 */
public final class Relay {

	private static final Logger logger = LoggerFactory.getLogger(Relay.class);

	/** Lasts from the first report that is relayed to the first that need not be. */
	private final RepeatingFailure detour = new RepeatingFailure(logger, Map.of());

	/** Lasts while nobody at all takes reports. */
	private final RepeatingFailure deadEnd = new RepeatingFailure(logger, Map.of());

	private final Map<String, URI> peers = new LinkedHashMap<>();

	private final PeerStore http;

	private final RelayedReports shown;

	private final Semaphore places;

	private final int most;

	private final RelayMeters meters;

	private final InstantSource clock;

	Relay(MachineProperties fleet, RelayProperties settings, PeerStore http, RelayedReports shown, RelayMeters meters,
			InstantSource clock) {
		fleet.peers().forEach((peer) -> {
			URI url = settings.peerUrls().get(peer);
			if (url != null) {
				this.peers.put(peer, url.resolve("/api/v1/health/relayed/" + fleet.machine()));
			}
		});
		this.http = http;
		this.shown = shown;
		this.most = settings.maxUnderWay();
		this.places = new Semaphore(this.most);
		this.meters = meters;
		this.clock = clock;
		meters.show(this.places, this.most);
	}

	/**
	 * Has another machine store the report, and waits for that. Shown here from then on,
	 * too.
	 * @param json the report as it was sent
	 * @param why why the own stream does not take it
	 */
	public Outcome relay(HealthReport report, byte[] json, String why) {
		if (!this.places.tryAcquire()) {
			this.meters.count(RelayOutcome.BUSY);
			return dead("too many reports are on their way to other machines: max-under-way=" + this.most);
		}
		try {
			return oneAfterTheOther(report, json, why);
		}
		finally {
			this.places.release();
		}
	}

	private Outcome oneAfterTheOther(HealthReport report, byte[] json, String why) {
		List<String> refusals = new ArrayList<>();
		for (Map.Entry<String, URI> peer : this.peers.entrySet()) {
			switch (this.http.post(peer.getValue(), json)) {
				case PeerStore.Answer.Stored stored -> {
					this.meters.count(RelayOutcome.RELAYED);
					this.deadEnd.ended().log("another machine takes health reports again");
					this.detour.failed(Level.WARN, peer.getKey())
						.addKeyValue("why", why)
						.log("this machine's health stream takes no reports, another machine keeps them");
					show(report, stored, peer.getKey());
					return new Outcome.Stored(peer.getKey());
				}
				case PeerStore.Answer.Refused refused -> refusals.add(peer.getKey() + ": " + refused.reason());
			}
		}
		this.meters.count(RelayOutcome.REFUSED);
		return dead(refusals.isEmpty() ? "no other machine's address is known (tandem.health.relay.peer-urls)"
				: String.join("; ", refusals));
	}

	private Outcome dead(String reason) {
		this.deadEnd.failed(Level.WARN, reason).log("nobody takes this machine's health reports, agents must wait");
		return new Outcome.Refused(reason);
	}

	private void show(HealthReport report, PeerStore.Answer.Stored stored, String by) {
		Instant now = this.clock.instant();
		this.shown.record(new RelayedReport(new ReceivedReport(report, stored.stream(),
				new StreamPosition(stored.sequence(), now), now, false, true), by));
	}

	/** Notes that the own stream has taken a report; cheap while it did before. */
	public void notNeeded() {
		this.detour.ended().log("this machine's health stream takes reports again");
		this.deadEnd.ended().log("this machine's health stream takes reports again");
	}

	/** What became of a report. */
	public sealed interface Outcome {

		/**
		 * Another machine has it.
		 *
		 * @param by that machine
		 */
		record Stored(String by) implements Outcome {
		}

		/** No machine is known to have it. */
		record Refused(String reason) implements Outcome {
		}

	}

}
