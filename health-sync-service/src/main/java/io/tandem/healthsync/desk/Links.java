package io.tandem.healthsync.desk;

import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.EngineState;
import io.tandem.healthsync.incident.Observation;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.healthsync.streams.StreamState;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.healthsync.streams.StreamStates;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what the streams tell of this machine's broker and of the links: which machine is
 * not heard, and whose history is read to its end. Confined to the desk's thread.
 */
final class Links {

	private final String self;

	private final Set<String> machines;

	private final StreamStates streams;

	private final FleetHealth fleet;

	private final Duration brokerAway;

	private final Set<String> lost = new HashSet<>();

	/** Whose history seemed to be read when it was looked at last. */
	private final Set<String> almostRead = new HashSet<>();

	private @Nullable Instant awaySince;

	private boolean isBrokerTold;

	private boolean wasThere;

	Links(String self, StreamStates streams, FleetHealth fleet, Duration brokerAway) {
		this.self = self;
		this.machines = fleet.machines().keySet();
		this.streams = streams;
		this.fleet = fleet;
		this.brokerAway = brokerAway;
	}

	/** Returns what has changed. To be asked about every second. */
	List<Observation> look(EngineState state, Instant now) {
		List<Observation> news = new ArrayList<>();
		if (this.streams.state(this.self).link() == Link.LOCAL) {
			brokerIsThere(news, now);
		}
		else {
			brokerIsAway(news, now);
			return news;
		}
		for (String machine : this.machines) {
			Link link = this.streams.state(machine).link();
			if (link == Link.CUT_OFF && this.lost.add(machine)) {
				news.add(new Observation.LinkLost(machine));
			}
			else if (link == Link.CONNECTED && this.lost.remove(machine)) {
				news.add(new Observation.LinkRestored(machine));
			}
		}
		ended(state, news);
		return news;
	}

	private void brokerIsAway(List<Observation> news, Instant now) {
		if (this.awaySince == null) {
			this.awaySince = now;
		}
		if (this.wasThere && !this.isBrokerTold && !this.awaySince.plus(this.brokerAway).isAfter(now)) {
			this.isBrokerTold = true;
			news.add(broker(HealthStatus.DOWN, this.awaySince, "cannot be asked"));
		}
	}

	private void brokerIsThere(List<Observation> news, Instant now) {
		if (this.isBrokerTold && this.awaySince != null) {
			news.add(broker(HealthStatus.UP, now, "answers"));
			news.add(new Observation.ReplayStarted(this.machines, this.awaySince));
			this.almostRead.clear();
		}
		this.isBrokerTold = false;
		this.awaySince = null;
		this.wasThere = true;
	}

	private Observation broker(HealthStatus status, Instant at, String evidence) {
		return new Observation.ServiceTold(Topology.broker(this.self), this.self, status, at, false, evidence);
	}

	/**
	 * A machine's history is read once all is known that its stream has; told at the next
	 * look, as the last of it may still be on its way to the desk.
	 */
	private void ended(EngineState state, List<Observation> news) {
		for (String machine : state.replaying()) {
			if (this.lost.contains(machine) || !isRead(machine)) {
				this.almostRead.remove(machine);
			}
			else if (!this.almostRead.add(machine)) {
				this.almostRead.remove(machine);
				news.add(new Observation.ReplayEnded(machine));
			}
		}
	}

	private boolean isRead(String machine) {
		StreamState stream = this.streams.state(machine);
		boolean isCurrent = stream.link() == Link.LOCAL || (stream.link() == Link.CONNECTED && stream.lag() == 0);
		boolean isOpened = this.fleet.machine(machine).map((health) -> health.caughtUpAt() != null).orElse(false);
		StreamPosition newest = this.fleet.machine(machine).map((health) -> health.newest()).orElse(null);
		Instant last = stream.lastStoredAt();
		return isCurrent && isOpened && (last == null || (newest != null && !newest.storedAt().isBefore(last)));
	}

}
