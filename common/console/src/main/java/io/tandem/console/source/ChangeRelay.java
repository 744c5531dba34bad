package io.tandem.console.source;

import io.tandem.service.EventStreams;
import io.tandem.service.Listeners;
import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells browsers as soon as a service of this machine says that something has changed.
 * Listens to the services only while a browser listens. Thread-safe.
 */
public final class ChangeRelay implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChangeRelay.class);

	private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

	private final Listeners<String> listeners;

	private final EventStreams streams;

	private final List<URI> upstream;

	private final HttpClient client;

	private final CountDownLatch closed = new CountDownLatch(1);

	/** How many streams are listened to; guarded by this. */
	private int watching;

	public ChangeRelay(SourceProperties properties, String self, EventStreams streams, ServiceHttp http) {
		this.client = http
			.open(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)));
		this.listeners = new Listeners<>(properties.maxListeners(), 16,
				() -> logger.atDebug().log("a browser was too slow and is let go"));
		this.streams = streams;
		List<URI> addresses = new ArrayList<>();
		Stream.ofNullable(address(properties, self, Service.FAILOVER, "/api/v1/failover/stream"))
			.forEach(addresses::add);
		Stream.ofNullable(address(properties, self, Service.HEALTH, "/api/v1/health/stream")).forEach(addresses::add);
		this.upstream = List.copyOf(addresses);
	}

	private static @Nullable URI address(SourceProperties properties, String self, Service service, String path) {
		URI address = properties.address(self, service);
		return (address != null) ? address.resolve(path) : null;
	}

	/**
	 * Opens a browser's stream: {@code state} at once, then {@code changed} each time.
	 * @throws io.tandem.service.ProblemException if too many browsers listen
	 */
	public SseEmitter open() {
		SseEmitter emitter = this.streams.open("console-events", this.listeners, () -> "listening",
				(what) -> SseEmitter.event().name("changed").data(what));
		watch();
		return emitter;
	}

	private synchronized void watch() {
		if (this.watching > 0) {
			return;
		}
		for (URI address : this.upstream) {
			this.watching++;
			Thread.ofVirtual().name("console-relay").start(() -> watch(address));
		}
	}

	private void watch(URI address) {
		while (isWanted()) {
			try {
				HttpRequest request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream").build();
				HttpResponse<Stream<String>> response = this.client.send(request, BodyHandlers.ofLines());
				try (Stream<String> lines = response.body()) {
					// comments come every few seconds, so this ends soon after the last
					// browser
					lines.takeWhile((line) -> this.listeners.count() > 0).forEach(this::tell);
				}
			}
			catch (IOException | RuntimeException ex) {
				logger.atDebug().addKeyValue("address", address).setCause(ex).log("changes are not told");
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private void tell(String line) {
		if (line.startsWith("event:") && !"state".equals(line.substring("event:".length()).strip())) {
			this.listeners.tell(line.substring("event:".length()).strip());
		}
	}

	/** Waits a little between tries; false once nobody listens. */
	private boolean isWanted() {
		try {
			boolean isClosed = this.closed.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
			synchronized (this) {
				if (!isClosed && this.listeners.count() > 0) {
					return true;
				}
				this.watching--;
				return false;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			synchronized (this) {
				this.watching--;
			}
			return false;
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.client.shutdownNow();
	}

}
