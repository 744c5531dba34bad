package io.tandem.console.source;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks services for what pages show. Any number of people who ask the same at the same
 * time cost one request, and one that is not answered is not sent again before it is
 * given up. Thread-safe.
 */
public final class Sources implements AutoCloseable {

	private final SourceProperties properties;

	private final InstantSource clock;

	private final ExecutorService threads = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("console-source-", 0).factory());

	private final HttpClient client;

	private final JsonMapper json = JsonMapper.builder()
		// a service of another version may leave things out
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.withConfigOverride(List.class,
				(override) -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
		.withConfigOverride(Map.class,
				(override) -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
		.build();

	/**
	 * By question; guarded by itself. The eldest is the one not asked for the longest.
	 */
	private final Map<Question<?>, Slot<?>> slots = new LinkedHashMap<>(64, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<Question<?>, Slot<?>> eldest) {
			return size() > Sources.this.properties.maxKept();
		}
	};

	public Sources(SourceProperties properties, InstantSource clock, ServiceHttp http) {
		this.properties = properties;
		this.clock = clock;
		this.client = http.open(HttpClient.newBuilder()
			.executor(this.threads)
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(properties.answerTimeout()));
	}

	/** Asks, and returns at once. */
	public <T> Asked<T> ask(Question<T> question) {
		URI address = this.properties.address(question.machine(), question.service());
		if (address == null) {
			Seen<T> nothing = Seen.nothing("has no address here: set tandem.console.machines." + question.machine()
					+ "." + question.service().key() + "-url");
			return () -> nothing;
		}
		return slot(question).ask(address.resolve(question.path()));
	}

	/** Returns what is remembered of a question without asking. */
	public <T> Seen<T> remembered(Question<T> question) {
		return slot(question).remembered();
	}

	/**
	 * Asks for a file, as a report.
	 * @throws IOException with words that follow the service's name, if there is none
	 */
	public byte[] file(String machine, Service service, String path) throws IOException {
		URI address = this.properties.address(machine, service);
		if (address == null) {
			throw new IOException("has no address here");
		}
		HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
			.timeout(this.properties.reports().answerTimeout())
			.build();
		HttpResponse<byte[]> response = send(request);
		if (response.statusCode() != 200) {
			throw new IOException("answers " + response.statusCode() + detail(response.body()));
		}
		return response.body();
	}

	private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
		try {
			return this.client.send(request,
					BodyHandlers.limiting(BodyHandlers.ofByteArray(), (int) this.properties.maxAnswer().toBytes()));
		}
		catch (IOException ex) {
			throw new IOException(words(ex), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("was not waited for", ex);
		}
	}

	@SuppressWarnings("unchecked")
	private <T> Slot<T> slot(Question<T> question) {
		synchronized (this.slots) {
			return (Slot<T>) this.slots.computeIfAbsent(question, (key) -> new Slot<>(question));
		}
	}

	private <T> T read(Question<T> question, HttpResponse<byte[]> response) {
		int status = response.statusCode();
		if (status / 100 != 2 && !(question.isHealth() && status == 503)) {
			throw new UnusableAnswerException("answers " + status + detail(response.body()));
		}
		try {
			T value = this.json.readValue(response.body(), question.type());
			if (value == null) {
				throw new UnusableAnswerException("answers nothing");
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new UnusableAnswerException("answers what cannot be read: " + ex.getOriginalMessage());
		}
	}

	private String detail(byte[] body) {
		try {
			String detail = this.json.readTree(body).path("detail").asString("");
			return detail.isEmpty() ? "" : ": " + detail;
		}
		catch (JacksonException ex) {
			return "";
		}
	}

	private String words(Throwable failure) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return switch (cause) {
			case UnusableAnswerException unusable -> String.valueOf(unusable.getMessage());
			case HttpConnectTimeoutException _ -> "cannot be reached";
			case HttpTimeoutException _ -> "does not answer";
			case ConnectException _ -> "refuses connections";
			case IOException broken -> "breaks off" + ((broken.getMessage() != null) ? ": " + broken.getMessage() : "");
			default -> "cannot be asked: " + cause;
		};
	}

	@Override
	public void close() {
		this.client.shutdownNow();
		this.threads.shutdownNow();
	}

	/** Answered in a way that nothing can be made of. */
	private static final class UnusableAnswerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		UnusableAnswerException(String message) {
			super(message);
		}

	}

	/** One question and its last answer. Thread-safe, guarded by itself. */
	private final class Slot<T> {

		private final Question<T> question;

		private Seen<T> last = Seen.nothing("has not been asked yet");

		private @Nullable CompletableFuture<Seen<T>> underWay;

		private long asked;

		private boolean isAsked;

		Slot(Question<T> question) {
			this.question = question;
		}

		synchronized Seen<T> remembered() {
			return this.last;
		}

		synchronized Asked<T> ask(URI address) {
			long now = System.nanoTime();
			CompletableFuture<Seen<T>> current = this.underWay;
			if (current == null) {
				if (this.isAsked && now - this.asked < fresh().toNanos()) {
					Seen<T> recent = this.last;
					return () -> recent;
				}
				this.isAsked = true;
				this.asked = now;
				current = send(address);
				if (!current.isDone()) {
					this.underWay = current;
				}
			}
			CompletableFuture<Seen<T>> awaited = current;
			long deadline = this.asked + patience().toNanos();
			return () -> await(awaited, deadline);
		}

		private CompletableFuture<Seen<T>> send(URI address) {
			HttpRequest request = HttpRequest.newBuilder(address)
				.timeout(this.question.isReport() ? Sources.this.properties.reports().answerTimeout()
						: Sources.this.properties.answerTimeout())
				.header("Accept", "application/json")
				.build();
			int most = (int) Sources.this.properties.maxAnswer().toBytes();
			return Sources.this.client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), most))
				.thenApply((response) -> read(this.question, response))
				.handle(this::keep);
		}

		private synchronized Seen<T> keep(@Nullable T value, @Nullable Throwable failure) {
			this.underWay = null;
			this.last = (value != null) ? Seen.of(value, Sources.this.clock.instant()) : new Seen<>(this.last.value(),
					this.last.asOf(), (failure != null) ? words(failure) : "answers nothing");
			return this.last;
		}

		private Seen<T> await(CompletableFuture<Seen<T>> awaited, long deadline) {
			try {
				return awaited.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				return late();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return late();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("a failure is an answer, too", ex);
			}
		}

		private synchronized Seen<T> late() {
			Instant asOf = this.last.asOf();
			if (this.question.isReport() && this.last.isFresh() && asOf != null
					&& asOf.plus(fresh().multipliedBy(2)).isAfter(Sources.this.clock.instant())) {
				return this.last;
			}
			return new Seen<>(this.last.value(), asOf,
					"does not answer within %.1f s".formatted(patience().toMillis() / 1000.0));
		}

		private Duration patience() {
			SourceProperties properties = Sources.this.properties;
			return this.question.isReport() ? properties.reports().patience() : properties.patience();
		}

		private Duration fresh() {
			SourceProperties properties = Sources.this.properties;
			return this.question.isReport() ? properties.reports().fresh() : properties.fresh();
		}

	}

}
