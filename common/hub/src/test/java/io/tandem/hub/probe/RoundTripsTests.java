package io.tandem.hub.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.impl.Headers;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RoundTripsTests {

	private final List<String> published = new CopyOnWriteArrayList<>();

	private final BlockingQueue<PublishOutcome> answers = new LinkedBlockingQueue<>();

	private final RoundTrips trips = new RoundTrips(this::publish, new Machine("pc2"), Duration.ofMillis(200),
			new SimpleMeterRegistry());

	private boolean isReadBack = true;

	private PublishOutcome publish(String subject, Map<String, String> headers, byte[] body, String id,
			Duration within) {
		String probe = headers.get(ProbeMessage.HEADER);
		this.published.add(subject);
		try {
			PublishOutcome outcome = this.answers.take();
			if (this.isReadBack) {
				this.trips.seen(message("somebody else's"));
				this.trips.seen(message(probe));
			}
			return outcome;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static StreamMessage message(String probe) {
		return new StreamMessage("METRICS_PC2", 1, Instant.EPOCH, "s", new Headers().add(ProbeMessage.HEADER, probe),
				new byte[0]);
	}

	private CompletableFuture<ProbeResult> ask() {
		CompletableFuture<ProbeResult> result = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				result.complete(this.trips.make());
			}
			catch (InterruptedException | RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	@Test
	void whoAsksWhileAProbeIsUnderWaySharesTheNextOne() {
		CompletableFuture<ProbeResult> first = ask();
		Awaitility.await().until(() -> this.published.size() == 1);
		List<CompletableFuture<ProbeResult>> crowd = IntStream.range(0, 20).mapToObj((i) -> ask()).toList();
		this.answers.add(new PublishOutcome.Stored("METRICS_PC2", 1, false));
		assertThat(first.join()).isInstanceOf(ProbeResult.Seen.class);
		this.answers.add(new PublishOutcome.Stored("METRICS_PC2", 2, false));
		this.answers.add(new PublishOutcome.Stored("METRICS_PC2", 3, false));
		assertThat(crowd).allSatisfy((asked) -> assertThat(asked.join()).isInstanceOf(ProbeResult.Seen.class));
		assertThat(this.published).hasSizeBetween(2, 3).containsOnly("observability.metrics.pc2.probe");
	}

	@Test
	void aMessageThatDoesNotComeBackIsAFailureOfTheReader() {
		this.isReadBack = false;
		this.answers.add(new PublishOutcome.Stored("METRICS_PC2", 9, false));
		assertThat(ask().join()).isInstanceOfSatisfying(ProbeResult.ReadFailed.class,
				(failed) -> assertThat(failed.detail()).contains("message 9 of METRICS_PC2", "200 ms"));
	}

	@Test
	void aFullStreamIsAFailureOfTheWriter() {
		this.answers.add(new PublishOutcome.Full("maximum bytes exceeded"));
		assertThat(ask().join()).isInstanceOfSatisfying(ProbeResult.WriteFailed.class,
				(failed) -> assertThat(failed.detail()).contains("full"));
	}

}
