package io.tandem.hub.mirror;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.External;
import io.nats.client.api.Mirror;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.tandem.jetstream.NatsUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Compares every mirror with its origin, and makes one anew whose origin was rolled back:
 * if the origin ends before the mirror, or has another message where the mirror ended at
 * the look before. What it alone has is saved first: its readers read it to the end, and
 * where it has none, as at an edge, it is given back to the hub of its origin.
 * Thread-safe; the comparison is confined to its thread.
 */
final class MirrorWatch implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(MirrorWatch.class);

	private static final Pattern API = Pattern.compile("\\$JS\\.([^.]+)\\.API");

	/** A short end is believed at the second look in a row. */
	private static final int LOOKS = 2;

	private final LocalStreams streams;

	private final Origins origins;

	private final Rescues rescues;

	private final Duration interval;

	private final InstantSource clock;

	private final MeterRegistry registry;

	private final Map<String, Memory> memories = new HashMap<>();

	private volatile List<MirrorView> views = List.of();

	private @Nullable ScheduledExecutorService thread;

	MirrorWatch(LocalStreams streams, Origins origins, Rescues rescues, Duration interval, InstantSource clock,
			MeterRegistry registry) {
		this.streams = streams;
		this.origins = origins;
		this.rescues = rescues;
		this.interval = interval;
		this.clock = clock;
		this.registry = registry;
	}

	/** Returns how each mirror stood at the last look. */
	List<MirrorView> views() {
		return this.views;
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			this.thread = Executors
				.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tandem-mirror-watch").factory());
			this.thread.scheduleWithFixedDelay(this::look, this.interval.toMillis(), this.interval.toMillis(),
					TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public synchronized void stop() {
		if (this.thread != null) {
			this.thread.shutdownNow();
			this.thread = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

	/** Looks at all mirrors once. */
	void look() {
		try {
			// the mirrors first: their origins can only have more
			Map<String, List<StreamInfo>> mirrors = new TreeMap<>();
			for (StreamInfo info : this.streams.management().getStreams()) {
				Mirror mirror = info.getConfiguration().getMirror();
				String machine = (mirror != null) ? domain(mirror.getExternal()) : null;
				if (machine != null) {
					mirrors.computeIfAbsent(machine, (it) -> new ArrayList<>()).add(info);
				}
			}
			List<MirrorView> seen = new ArrayList<>();
			for (Map.Entry<String, List<StreamInfo>> each : mirrors.entrySet()) {
				look(each.getKey(), each.getValue(), seen);
			}
			this.views = seen;
		}
		catch (NatsUnavailableException ex) {
			// the connection itself tells
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException | JetStreamApiException | RuntimeException ex) {
			logger.atDebug().setCause(ex).log("the mirrors cannot be looked at; the next look follows");
		}
	}

	private static @Nullable String domain(@Nullable External external) {
		Matcher matcher = API.matcher((external != null && external.getApi() != null) ? external.getApi() : "");
		return matcher.matches() ? matcher.group(1) : null;
	}

	/** Looks at all mirrors of a machine, asking it once. */
	private void look(String machine, List<StreamInfo> mirrors, List<MirrorView> seen)
			throws IOException, JetStreamApiException, InterruptedException {
		Map<String, Long> sequences = new TreeMap<>();
		for (StreamInfo mirror : mirrors) {
			String stream = mirror.getConfiguration().getName();
			sequences.put(stream, memory(stream).sequence);
		}
		Map<String, StreamEnd> there = Map.of();
		String fault = machine + "'s broker has no such stream";
		try {
			there = this.origins.ends(machine, sequences);
		}
		catch (IOException ex) {
			fault = machine + " cannot be asked: " + ex.getMessage();
		}
		for (StreamInfo mirror : mirrors) {
			StreamEnd here = StreamEnd.of(mirror);
			Memory memory = memory(here.stream());
			StreamEnd origin = there.get(here.stream());
			if (origin != null) {
				seen.add(look(mirror.getConfiguration(), machine, memory, here, origin));
			}
			else {
				memory.shortLooks = 0;
				seen.add(new MirrorView(here.stream(), machine, "unknown", here.last(), null, memory.remadeAt, fault));
			}
		}
	}

	private Memory memory(String stream) {
		return this.memories.computeIfAbsent(stream, (it) -> new Memory());
	}

	private MirrorView look(StreamConfiguration mirror, String machine, Memory memory, StreamEnd here, StreamEnd there)
			throws IOException, JetStreamApiException, InterruptedException {
		String stream = here.stream();
		String difference = memory.difference(here, there);
		if (difference == null) {
			memory.remember(here);
			return new MirrorView(stream, machine, "same", here.last(), there.last(), memory.remadeAt, null);
		}
		JetStreamManagement management = this.streams.management();
		List<ConsumerInfo> readers = readers(management, stream);
		boolean isSaved = readers.isEmpty() ? isGivenBack(memory, machine, here, there) : isRead(readers);
		if (!isSaved) {
			// it may be the last copy; what it drops meanwhile is fetched from the spools
			return new MirrorView(stream, machine, readers.isEmpty() ? "rescuing" : "waiting", here.last(),
					there.last(), memory.remadeAt, difference + memory.progress());
		}
		remake(management, mirror, machine, difference);
		memory.remade(this.clock.instant());
		return new MirrorView(stream, machine, "rolled-back", here.last(), there.last(), memory.remadeAt, difference);
	}

	/**
	 * Gives back what the mirror alone has, where nobody reads it to the end by himself.
	 */
	private boolean isGivenBack(Memory memory, String machine, StreamEnd here, StreamEnd there)
			throws IOException, JetStreamApiException, InterruptedException {
		if (memory.rescue == null) {
			long common = lastCommon(machine, here, there);
			memory.rescue = this.rescues.begin(machine, here.stream(), common, here.last()).orElse(null);
		}
		Rescue rescue = memory.rescue;
		try {
			return rescue == null || rescue.goOn();
		}
		catch (IOException ex) {
			logger.atDebug().setCause(ex).log("what only the mirror has is not taken back now");
			return false;
		}
	}

	/** Looks for the end of what both have, by halves: the times of messages tell. */
	private long lastCommon(String machine, StreamEnd here, StreamEnd there)
			throws IOException, JetStreamApiException, InterruptedException {
		long low = Math.max(here.first(), there.first()) - 1;
		long high = Math.min(here.last(), there.last());
		while (low < high) {
			long middle = (low + high + 1) >>> 1;
			Instant mine = this.streams.storedAt(here.stream(), middle);
			StreamEnd its = this.origins.ends(machine, Map.of(here.stream(), middle)).get(here.stream());
			if (its == null) {
				throw new IOException("the origin has no such stream: " + here.stream());
			}
			if (mine != null && mine.equals(its.storedAt())) {
				low = middle;
			}
			else {
				high = middle - 1;
			}
		}
		return Math.max(0, low);
	}

	private static List<ConsumerInfo> readers(JetStreamManagement management, String stream)
			throws IOException, JetStreamApiException {
		return management.getConsumers(stream).stream().filter((consumer) -> {
			String durable = consumer.getConsumerConfiguration().getDurable();
			return durable != null && !durable.equals(Rescue.DURABLE);
		}).toList();
	}

	private static boolean isRead(List<ConsumerInfo> readers) {
		return readers.stream().allMatch((reader) -> reader.getNumPending() + reader.getNumAckPending() == 0);
	}

	private void remake(JetStreamManagement management, StreamConfiguration mirror, String machine, String difference)
			throws IOException, JetStreamApiException {
		logger.atWarn()
			.addKeyValue("stream", mirror.getName())
			.addKeyValue("origin", machine)
			.addKeyValue("why", difference)
			.log("a mirror is made anew: its origin was rolled back, and it drops what the origin stores now");
		management.deleteStream(mirror.getName());
		management.addStream(mirror);
		Counter.builder("tandem.hub.mirrors.remade")
			.description("Mirrors made anew because their origin was rolled back")
			.tag("stream", mirror.getName())
			.register(this.registry)
			.increment();
	}

	/** What is known of a mirror from one look to the next. Confined to one thread. */
	private static final class Memory {

		/** Where the mirror ended at the last look; 0 for not known. */
		private long sequence;

		private @Nullable Instant storedAt;

		private int shortLooks;

		private @Nullable Instant remadeAt;

		private @Nullable Rescue rescue;

		private @Nullable String found;

		private String progress() {
			Rescue current = this.rescue;
			return (current != null)
					? "; " + current.given() + " messages given back, at most " + current.left() + " left" : "";
		}

		/** Returns what shows that the origin was rolled back; null if nothing does. */
		private @Nullable String difference(StreamEnd here, StreamEnd there) {
			if (this.found != null) {
				// it holds until the mirror is made anew, wherever the origin has got to
				return this.found;
			}
			this.found = compare(here, there);
			return this.found;
		}

		private @Nullable String compare(StreamEnd here, StreamEnd there) {
			if (there.last() < here.last()) {
				return (++this.shortLooks >= LOOKS) ? "the origin ends at " + there.last() + ", before the mirror"
						: null;
			}
			this.shortLooks = 0;
			Instant then = this.storedAt;
			return (then != null && there.storedAt() != null && !then.equals(there.storedAt()))
					? "the origin has another message at " + this.sequence : null;
		}

		private void remember(StreamEnd here) {
			if (this.shortLooks == 0) {
				this.sequence = (here.storedAt() != null) ? here.last() : 0;
				this.storedAt = here.storedAt();
			}
		}

		private void remade(Instant at) {
			if (this.rescue != null) {
				this.rescue.close();
				this.rescue = null;
			}
			this.remadeAt = at;
			this.found = null;
			this.sequence = 0;
			this.storedAt = null;
			this.shortLooks = 0;
		}

	}

}
