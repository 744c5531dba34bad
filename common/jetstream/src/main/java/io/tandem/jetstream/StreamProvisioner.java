package io.tandem.jetstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.StreamInfo;
import io.tandem.retry.RepeatingFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the streams as their specs say: looks at them after each connect and at an
 * interval, creates and changes what differs, and tries again with a growing pause until
 * all are right. Never deletes a stream or a message; what would need that is logged as
 * an error with what to do. Works on a thread of its own. Thread-safe.
 */
public final class StreamProvisioner implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(StreamProvisioner.class);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	private final NatsConnection connection;

	private final List<StreamDefinition> definitions;

	private final Duration interval;

	private final Map<String, String> missing = new ConcurrentHashMap<>();

	private final Map<String, RepeatingFailure> failures = new ConcurrentHashMap<>();

	private final Counter changes;

	private final Semaphore wake = new Semaphore(0);

	private final Thread worker;

	/**
	 * @throws IllegalArgumentException if two specs of one name differ
	 */
	StreamProvisioner(NatsConnection connection, List<StreamSpec> specs, Duration interval, MeterRegistry registry) {
		this.connection = connection;
		this.interval = interval;
		this.definitions = distinct(specs).stream().map(StreamDefinition::new).toList();
		for (StreamDefinition definition : this.definitions) {
			String name = definition.spec().name();
			this.missing.put(name, "not looked at yet");
			this.failures.put(name, new RepeatingFailure(logger, Map.of("stream", name)));
		}
		Gauge.builder("tandem.jetstream.streams.unprovisioned", this.missing, Map::size)
			.description("Streams that are not as this service needs them")
			.register(registry);
		this.changes = Counter.builder("tandem.jetstream.streams.changes")
			.description("Streams created or changed")
			.register(registry);
		this.worker = Thread.ofVirtual().name("stream-provisioner").unstarted(this::work);
	}

	private static List<StreamSpec> distinct(List<StreamSpec> specs) {
		Map<String, StreamSpec> byName = new LinkedHashMap<>();
		for (StreamSpec spec : specs) {
			StreamSpec other = byName.putIfAbsent(spec.name(), spec);
			if (other != null && !other.equals(spec)) {
				throw new IllegalArgumentException("stream declared twice and differently: " + other + " and " + spec);
			}
		}
		return new ArrayList<>(byName.values());
	}

	void start() {
		if (!this.definitions.isEmpty()) {
			this.worker.start();
			this.connection.onConnected(this.wake::release);
		}
	}

	/** Tells whether every stream was as it should be when it was last looked at. */
	public boolean isComplete() {
		return this.missing.isEmpty();
	}

	/** Returns the names of the streams that are not, each with the reason. */
	public Map<String, String> missing() {
		return Map.copyOf(this.missing);
	}

	/** Tells whether one of the streams is to take this subject. */
	boolean covers(String subject) {
		return this.definitions.stream()
			.flatMap((definition) -> definition.spec().subjects().stream())
			.anyMatch((pattern) -> SubjectPattern.matches(pattern, subject));
	}

	@Override
	public void close() {
		if (this.definitions.isEmpty()) {
			return;
		}
		this.worker.interrupt();
		try {
			this.worker.join(Duration.ofSeconds(3));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void work() {
		Duration pause = FIRST_PAUSE;
		try {
			while (!Thread.currentThread().isInterrupted()) {
				if (provision()) {
					pause = FIRST_PAUSE;
					await(this.interval);
				}
				else {
					await(pause);
					pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
				}
			}
		}
		catch (InterruptedException ex) {
			// closed
		}
	}

	private void await(Duration pause) throws InterruptedException {
		this.wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
		this.wake.drainPermits();
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/** Looks at every stream once; returns whether all are right. */
	private boolean provision() {
		for (StreamDefinition definition : this.definitions) {
			String name = definition.spec().name();
			RepeatingFailure failure = this.failures.computeIfAbsent(name,
					(it) -> new RepeatingFailure(logger, Map.of("stream", it)));
			try {
				String obstacle = provision(definition);
				if (obstacle == null) {
					this.missing.remove(name);
					failure.ended().log("stream is as it should be again");
				}
				else {
					this.missing.put(name, obstacle);
					failure.failed(Level.ERROR, obstacle).log("stream is not as it should be, an operator must act");
				}
			}
			catch (NatsUnavailableException ex) {
				// the connection itself tells, and wakes this thread when it is back
				this.missing.put(name, "no connection");
				return false;
			}
			catch (IOException | JetStreamApiException | RuntimeException ex) {
				this.missing.put(name, Redaction.of(ex));
				failure.failed(Level.WARN, Redaction.of(ex)).log("stream cannot be provisioned, trying on");
			}
		}
		return isComplete();
	}

	private @Nullable String provision(StreamDefinition definition) throws IOException, JetStreamApiException {
		JetStreamManagement streams = this.connection.require()
			.jetStreamManagement(JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(2)).build());
		StreamInfo present = find(streams, definition.spec().name());
		if (present == null) {
			streams.addStream(definition.toCreate());
			this.changes.increment();
			logger.atInfo()
				.addKeyValue("stream", definition.spec().name())
				.addKeyValue("mirrorOf", definition.isMirror() ? definition.spec().mirrorOfDomain() : "none")
				.log("stream created");
			return null;
		}
		String obstacle = definition.obstacle(present);
		if (obstacle != null) {
			return obstacle;
		}
		List<String> differences = definition.differences(present.getConfiguration());
		if (!differences.isEmpty()) {
			streams.updateStream(definition.toUpdate(present.getConfiguration()));
			this.changes.increment();
			logger.atInfo()
				.addKeyValue("stream", definition.spec().name())
				.addKeyValue("differences", String.join(", ", differences))
				.log("stream changed");
		}
		return null;
	}

	private static @Nullable StreamInfo find(JetStreamManagement streams, String name)
			throws IOException, JetStreamApiException {
		try {
			return streams.getStreamInfo(name);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == ApiError.STREAM_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

}
