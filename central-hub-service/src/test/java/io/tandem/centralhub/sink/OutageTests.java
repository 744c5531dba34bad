package io.tandem.centralhub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.sink.Outage.Failing;
import io.tandem.test.time.MutableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class OutageTests {

	private final MutableClock clock = MutableClock.at(Instant.parse("2026-01-01T00:00:00Z"));

	private final Outage store = new Outage(LoggerFactory.getLogger(OutageTests.class), "sink", this.clock);

	private final Outage letters = new Outage(LoggerFactory.getLogger(OutageTests.class), "dead letters", this.clock);

	private final Outage other = new Outage(LoggerFactory.getLogger(OutageTests.class), "sink", this.clock);

	private final SinkWorkers workers = new SinkWorkers(List.of("METRICS_PC2"), "sink-mainpc", (stream) -> () -> {
	}, new Lookout(), new StopSignal());

	private final SinkHealth health = new SinkHealth(Map.of("METRICS_PC2", this.store, "BACKLOG_PC2", this.other),
			this.letters, this.workers, SinkSettings.of(URI.create("http://127.0.0.1:9090/api/v1/write")), this.clock);

	@Test
	void countsFromItsFirstFailureToItsEnd() {
		Instant first = this.clock.instant();
		this.store.failed("timeout", "a");
		this.clock.advance(Duration.ofSeconds(5));
		this.store.failed("connection refused", "b");
		assertThat(this.store.failing()).isEqualTo(new Failing(first, "connection refused", "b", 2));
		this.store.succeeded();
		assertThat(this.store.failing()).isNull();
	}

	@Test
	void healthIsPatientWithTheStore() {
		assertThat(this.health.health().getDetails()).containsEntry("reachable", true);
		this.store.failed("timeout", "no answer");
		this.clock.advance(Duration.ofSeconds(59));
		Health soon = this.health.health();
		assertThat(soon.getStatus()).isEqualTo(Status.UP);
		assertThat(soon.getDetails()).containsEntry("reachable", false);
		assertThat(soon.getDetails().get("outages")).asString()
			.contains("METRICS_PC2=timeout since 2026-01-01T00:00:00Z")
			.doesNotContain("BACKLOG_PC2");
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.DOWN);
		this.store.succeeded();
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aStreamThatIsHeldUpIsSeenWhileOthersGoOn() {
		for (int second = 0; second <= 61; second++) {
			this.other.failed("timeout", "no answer");
			this.store.succeeded();
			this.clock.advance(Duration.ofSeconds(1));
		}
		Health health = this.health.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails().get("outages")).asString().contains("BACKLOG_PC2=timeout since");
	}

	@Test
	void heldDeadLettersAreShown() {
		this.letters.failed("full", "maximum bytes exceeded");
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(this.health.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(this.health.health().getDetails()).containsEntry("reachable", true).containsKey("deadLettersHeld");
	}

	@Test
	void lagIsUnknownUntilItWasLookedAt() {
		assertThat(this.workers.lag("METRICS_PC2")).isNaN();
	}

	private static final class Lookout implements StreamLookout {

		@Override
		public Optional<Instant> created(String stream) {
			return Optional.empty();
		}

		@Override
		public OptionalLong end(String stream) {
			return OptionalLong.empty();
		}

		@Override
		public boolean isAcknowledged(String stream, String durable, long sequence) {
			return false;
		}

		@Override
		public OptionalLong lag(String stream, String durable) {
			return OptionalLong.empty();
		}

	}

}
