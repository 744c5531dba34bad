package io.tandem.failover.control;

import io.tandem.failover.detection.Observation.Via;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.StreamSpec;
import io.tandem.jetstream.Streams;
import io.tandem.service.security.ServiceHttp;
import io.tandem.wire.subject.Machine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the peers what this machine sees, and asks them, each second and by two ways that
 * share nothing: NATS from server to server, and HTTP from service to service. Every wait
 * is on a thread of its own. A way that is away is only counted: the state page shows its
 * age, and NATS' own connection logs. Thread-safe.
 */
final class PeerLinks {

	private static final Logger logger = LoggerFactory.getLogger(PeerLinks.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofMillis(900);

	private static final Duration KEPT = Duration.ofMinutes(1);

	private static final long KEPT_BYTES = 1 << 20;

	private final Machine self;

	private final Map<String, URI> urls;

	private final OwnView own;

	private final PeerBook book;

	private final WallClock clock;

	private final ControlMeters meters;

	private final ServiceHttp http;

	private final @Nullable Nats nats;

	private final JsonMapper json = JsonMapper.builder().build();

	private final List<Thread> threads = new ArrayList<>();

	private final List<AutoCloseable> open = new ArrayList<>();

	/**
	 * @param urls where each peer's failover-service is
	 * @param nats null without NATS
	 */
	PeerLinks(Machine self, Map<String, URI> urls, OwnView own, PeerBook book, WallClock clock, ControlMeters meters,
			ServiceHttp http, @Nullable Nats nats) {
		this.self = self;
		this.urls = Map.copyOf(urls);
		this.own = own;
		this.book = book;
		this.clock = clock;
		this.meters = meters;
		this.http = http;
		this.nats = nats;
	}

	/**
	 * Returns the streams that views go by. What is told each second and worth nothing
	 * soon after would crowd the decisions out of the event stream, and core messages do
	 * not cross the link between the machines.
	 */
	static Streams streams(Machine self, List<Machine> peers) {
		List<StreamSpec> streams = new ArrayList<>();
		streams.add(StreamSpec.origin(self.viewsStream(), List.of(self.viewsSubject()), KEPT, KEPT_BYTES));
		peers.forEach((peer) -> streams.add(StreamSpec.mirror(peer.viewsStream(), peer.name(), KEPT, KEPT_BYTES)));
		return new Streams(streams);
	}

	synchronized void start() {
		for (String peer : this.book.peers()) {
			URI base = this.urls.get(peer);
			if (base != null) {
				HttpClient client = this.http.open(HttpClient.newBuilder()
					.version(HttpClient.Version.HTTP_1_1)
					.executor(Executors.newVirtualThreadPerTaskExecutor()));
				this.open.add(client::shutdownNow);
				each("ask-" + peer, () -> ask(peer, base.resolve("/api/v1/failover/view"), client));
			}
			if (this.nats != null) {
				this.open.add(follow(new Machine(peer), this.nats.reader()));
			}
		}
		Nats used = this.nats;
		if (used != null) {
			each("tell-peers", () -> tell(used));
		}
	}

	private void each(String name, Task task) {
		this.threads.add(Thread.ofVirtual().name(name).start(() -> {
			try {
				while (true) {
					long began = this.clock.nanos();
					attempt(name, task);
					TimeUnit.NANOSECONDS.sleep(Math.max(0, INTERVAL.toNanos() - (this.clock.nanos() - began)));
				}
			}
			catch (InterruptedException ex) {
				// stopped
			}
		}));
	}

	private static void attempt(String name, Task task) throws InterruptedException {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			logger.atWarn().addKeyValue("task", name).setCause(ex).log("a turn failed, the next one will try again");
		}
	}

	private void ask(String peer, URI address, HttpClient client) throws InterruptedException {
		CompletableFuture<HttpResponse<byte[]>> answer = client
			.sendAsync(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
		try {
			HttpResponse<byte[]> response = answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
			if (response.statusCode() == 200) {
				read(peer, Via.HTTP, response.body());
			}
			else {
				this.meters.peerAnswer(peer, "status");
			}
		}
		catch (TimeoutException ex) {
			this.meters.peerAnswer(peer, "timeout");
		}
		catch (ExecutionException ex) {
			this.meters.peerAnswer(peer, "unreachable");
		}
		finally {
			answer.cancel(true);
		}
	}

	private StreamReader.Following follow(Machine peer, StreamReader reader) {
		AtomicReference<StreamReader.Following> handle = new AtomicReference<>();
		handle.set(reader.follow(peer.viewsStream(), this.clock.now(), (StreamMessage message) -> {
			StreamReader.Following following = handle.get();
			// what comes before the stream's end is history
			if (following != null && following.isCaughtUp()) {
				read(peer.name(), Via.NATS, message.body());
			}
		}));
		return handle.get();
	}

	private void read(String peer, Via via, byte[] body) {
		try {
			this.book.take(peer, via, this.json.readValue(body, FailoverView.class));
		}
		catch (JacksonException ex) {
			this.meters.peerAnswer(peer, "unreadable");
		}
	}

	private void tell(Nats used) {
		FailoverView view = this.own.now().orElse(null);
		if (view == null || !used.connection().isConnected()) {
			return;
		}
		PublishOutcome outcome = used.publisher()
			.publish(this.self.viewsSubject(), Map.of(), this.json.writeValueAsBytes(view),
					view.boot() + "/" + view.sequence(), PATIENCE);
		this.meters.viewPublished(switch (outcome) {
			case PublishOutcome.Stored _ -> "stored";
			case PublishOutcome.Full _ -> "full";
			case PublishOutcome.Unavailable _ -> "unavailable";
			case PublishOutcome.Rejected _ -> "rejected";
		});
	}

	synchronized void stop() {
		this.threads.forEach(Thread::interrupt);
		this.threads.clear();
		for (AutoCloseable each : this.open) {
			try {
				each.close();
			}
			catch (Exception ex) {
				// it is gone either way
			}
		}
		this.open.clear();
	}

	@FunctionalInterface
	private interface Task {

		void run() throws InterruptedException;

	}

	/** What is needed of NATS. */
	record Nats(NatsConnection connection, StreamPublisher publisher, StreamReader reader) {
	}

}
