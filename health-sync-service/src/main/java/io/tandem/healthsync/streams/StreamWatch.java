package io.tandem.healthsync.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
 * notice it. Silence that this process slept through itself does not count. Thread-safe;
 * {@link #check} is called by one thread.
 */
final class StreamWatch implements StreamStates {

	private static final Logger logger = LoggerFactory.getLogger(StreamWatch.class);

	private final NatsConnection connection;

	private final MachineProperties fleet;

	private final HealthStreamsProperties settings;

	private final InstantSource clock;

	private final OwnStalls stalls;

	private final Counter stalled;

	private final Counter vetoed;

	private final ConcurrentMap<String, StreamState> states = new ConcurrentHashMap<>();

	/** When the check before was done; meaningless before the first. */
	private long checkedAt;

	private boolean wasChecked;

	StreamWatch(NatsConnection connection, MachineProperties fleet, HealthStreamsProperties settings,
			InstantSource clock, OwnStalls stalls, MeterRegistry registry) {
		this.connection = connection;
		this.fleet = fleet;
		this.settings = settings;
		this.clock = clock;
		this.stalls = stalls;
		this.stalled = Counter.builder("tandem.health.links.stalls")
			.description("Times that the watch of the links was late by more than a second itself")
			.register(registry);
		this.vetoed = Counter.builder("tandem.health.links.vetoes")
			.description("Looks at which a link was not held for cut because this process had slept meanwhile")
			.register(registry);
	}

	@Override
	public StreamState state(String machine) {
		return this.states.getOrDefault(machine, StreamState.unknown(this.clock.instant()));
	}

	/** Asks for all streams. Never throws for a broker that is away. */
	void check() {
		if (this.wasChecked) {
			note(this.checkedAt, this.settings.watchInterval());
		}
		ask(this.fleet.self(), true);
		this.fleet.others().forEach((peer) -> ask(peer, false));
		this.checkedAt = this.stalls.mark();
		this.wasChecked = true;
	}

	private void note(long since, Duration usual) {
		if (this.stalls.took(since, usual)) {
			this.stalled.increment();
		}
	}

	private void ask(Machine machine, boolean isLocal) {
		StreamState next;
		try {
			JetStreamManagement streams = this.connection.require().jetStreamManagement();
			long askedAt = this.stalls.mark();
			StreamInfo info = streams.getStreamInfo(machine.healthStream());
			note(askedAt, Duration.ZERO);
			next = state(info, isLocal);
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
			link = isHeard(active) ? Link.CONNECTED : Link.CUT_OFF;
		}
		Instant now = this.clock.instant();
		return new StreamState(now, link, now, active, (mirror != null) ? mirror.getLag() : 0,
				info.getStreamState().getMsgCount(), lastStoredAt(info));
	}

	private boolean isHeard(@Nullable Duration active) {
		if (active == null) {
			return false;
		}
		if (active.compareTo(this.settings.cutOffAfter()) <= 0) {
			return true;
		}
		boolean isOwnFault = this.stalls.awake(active).compareTo(this.settings.cutOffAfter()) <= 0;
		if (isOwnFault) {
			this.vetoed.increment();
		}
		return isOwnFault;
	}

	private static @Nullable Instant lastStoredAt(StreamInfo info) {
		@Nullable ZonedDateTime last = info.getStreamState().getLastTime();
		return (last != null && info.getStreamState().getMsgCount() > 0) ? last.toInstant() : null;
	}

}
