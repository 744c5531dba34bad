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

	/** A mirror that is back may need so long to know what its origin has more. */
	private static final Duration CATCHES_UP_WITHIN = Duration.ofSeconds(5);

	private final String self;

	private final Set<String> machines;

	private final StreamStates streams;

	private final FleetHealth fleet;

	private final Duration brokerAway;

	private final Set<String> lost = new HashSet<>();

	/** Whose history seemed to be read when it was looked at last. */
	private final Set<String> almostRead = new HashSet<>();

	private @Nullable Instant awaySince;

	/** Looks since then: fewer than seconds if this process stood still itself. */
	private int looks;

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
		ended(state, now, news);
		return news;
	}

	private void brokerIsAway(List<Observation> news, Instant now) {
		if (this.awaySince == null) {
			this.awaySince = now;
			this.looks = 0;
		}
		this.looks++;
		boolean isLong = !this.awaySince.plus(this.brokerAway).isAfter(now) && this.looks > this.brokerAway.toSeconds();
		if (this.wasThere && !this.isBrokerTold && isLong) {
			this.isBrokerTold = true;
			news.add(broker(HealthStatus.DOWN, this.awaySince, "cannot be asked"));
			// the first of what it holds may come before it is seen to answer
			news.add(new Observation.ReplayStarted(this.machines, this.awaySince));
		}
	}

	private void brokerIsThere(List<Observation> news, Instant now) {
		if (this.isBrokerTold && this.awaySince != null) {
			news.add(broker(HealthStatus.UP, now, "answers"));
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
	private void ended(EngineState state, Instant now, List<Observation> news) {
		for (String machine : state.replaying()) {
			if (this.lost.contains(machine) || !isRead(machine, now)) {
				this.almostRead.remove(machine);
			}
			else if (!this.almostRead.add(machine)) {
				this.almostRead.remove(machine);
				news.add(new Observation.ReplayEnded(machine));
			}
		}
	}

	private boolean isRead(String machine, Instant now) {
		StreamState stream = this.streams.state(machine);
		boolean isCurrent = stream.link() == Link.LOCAL || (stream.link() == Link.CONNECTED && stream.lag() == 0
				&& !stream.linkSince().plus(CATCHES_UP_WITHIN).isAfter(now));
		boolean isOpened = this.fleet.machine(machine).map((health) -> health.caughtUpAt() != null).orElse(false);
		StreamPosition newest = this.fleet.machine(machine).map((health) -> health.newest()).orElse(null);
		Instant last = stream.lastStoredAt();
		return isCurrent && isOpened && (last == null || (newest != null && !newest.storedAt().isBefore(last)));
	}

}
