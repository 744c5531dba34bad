package io.tandem.healthsync.presence;

import io.tandem.fleet.ReloadingFleet;
import io.tandem.healthsync.relay.Relayed;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.streams.StreamStates;
import java.time.Clock;
import java.time.Duration;

/** The judgement of agents for tests of other features. */
public final class Presences {

	private Presences() {
	}

	/** Returns the judgement without a fleet file. */
	public static FleetPresence of(FleetHealth health, StreamStates streams, Clock clock) {
		return new FleetPresence(health, streams, Relayed.none(), new ReloadingFleet(null, Duration.ofSeconds(1)), 3,
				clock);
	}

}
