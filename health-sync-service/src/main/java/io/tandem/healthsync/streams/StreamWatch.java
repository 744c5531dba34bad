package io.tandem.healthsync.streams;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MirrorInfo;
import io.nats.client.api.StreamInfo;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.NatsUnavailableException;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the local broker, over and over, how the health streams are. A mirror that has not
 * heard from its origin is the first sign of a cut link: the broker's own pings may never
 * notice it. Thread-safe; {@link #check} is called by one thread.
 */
final class StreamWatch implements StreamStates {

	private static final Logger logger = LoggerFactory.getLogger(StreamWatch.class);

	private final NatsConnection connection;

	private final MachineProperties fleet;

	private final Duration cutOffAfter;

	private final InstantSource clock;

	private final ConcurrentMap<String, StreamState> states = new ConcurrentHashMap<>();

	StreamWatch(NatsConnection connection, MachineProperties fleet, Duration cutOffAfter, InstantSource clock) {
		this.connection = connection;
		this.fleet = fleet;
		this.cutOffAfter = cutOffAfter;
		this.clock = clock;
	}

	@Override
	public StreamState state(String machine) {
		return this.states.getOrDefault(machine, StreamState.unknown(this.clock.instant()));
	}

	/** Asks for all streams. Never throws for a broker that is away. */
	void check() {
		ask(this.fleet.self(), true);
		this.fleet.others().forEach((peer) -> ask(peer, false));
	}

	private void ask(Machine machine, boolean isLocal) {
		StreamState next;
		try {
			JetStreamManagement streams = this.connection.require().jetStreamManagement();
			next = state(streams.getStreamInfo(machine.healthStream()), isLocal);
		}
		catch (NatsUnavailableException | IOException | JetStreamApiException | IllegalStateException ex) {
			next = StreamState.unknown(this.clock.instant());
		}
		StreamState before = this.states.get(machine.name());
		this.states.put(machine.name(), (before != null) ? next.after(before) : next);
		Link was = (before != null) ? before.link() : Link.UNKNOWN;
		if (was != next.link()) {
			logger.atInfo()
				.addKeyValue("of", machine)
				.addKeyValue("from", was)
				.addKeyValue("to", next.link())
				.addKeyValue("activeAge", next.activeAge())
				.log("health stream's link changed");
		}
	}

	private StreamState state(StreamInfo info, boolean isLocal) {
		@Nullable MirrorInfo mirror = info.getMirrorInfo();
		@Nullable Duration active = (mirror != null) ? mirror.getActive() : null;
		if (active != null && active.isNegative()) {
			active = null;
		}
		Link link;
		if (isLocal) {
			link = Link.LOCAL;
		}
		else {
			link = (active != null && active.compareTo(this.cutOffAfter) <= 0) ? Link.CONNECTED : Link.CUT_OFF;
		}
		Instant now = this.clock.instant();
		return new StreamState(now, link, now, active, (mirror != null) ? mirror.getLag() : 0,
				info.getStreamState().getMsgCount(), lastStoredAt(info));
	}

	private static @Nullable Instant lastStoredAt(StreamInfo info) {
		@Nullable ZonedDateTime last = info.getStreamState().getLastTime();
		return (last != null && info.getStreamState().getMsgCount() > 0) ? last.toInstant() : null;
	}

}
