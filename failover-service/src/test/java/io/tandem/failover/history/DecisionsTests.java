package io.tandem.failover.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration WITHIN = Duration.ofMillis(250);

	private final MemoryStore store = new MemoryStore();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Incidents incidents = new Incidents(Duration.ofSeconds(60), System::nanoTime, 10);

	private Decisions decisions;

	@TempDir
	Path directory;

	@AfterEach
	void close() {
		if (this.decisions != null) {
			this.decisions.close();
		}
	}

	@Test
	void saysWhetherItIsDurable() throws IOException {
		open(false);
		assertThat(this.decisions.store(List.of(Transitions.down(1)), NOW, Duration.ofSeconds(5))).isTrue();
		this.decisions.store(List.of(Transitions.down(2)), NOW, Duration.ZERO);
		await().until(() -> this.store.decisions.size() == 2);
		await().until(() -> count("in-time") == 2);
	}

	@Test
	void aFullDiskDelaysOnlyTheFirstAndEverythingIsStoredInOrderLater() throws IOException {
		open(false);
		this.store.isFull = true;
		assertThat(this.decisions.store(List.of(Transitions.down(1)), NOW, WITHIN)).isFalse();
		long start = System.nanoTime();
		for (int i = 2; i <= 20; i++) {
			assertThat(this.decisions.store(List.of(Transitions.down(i)), NOW, WITHIN)).isFalse();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHIN);
		assertThat(this.decisions.waiting()).isEqualTo(20);
		this.store.isFull = false;
		await().until(() -> this.store.decisions.size() == 20);
		await().until(() -> count("late") >= 1);
		await().until(() -> count("late") + count("in-time") == 20);
		assertThat(this.decisions.store(List.of(Transitions.down(21)), NOW, Duration.ofSeconds(5))).isTrue();
	}

	@Test
	void aHangingDiskDelaysOnlyTheFirst() throws IOException {
		open(false);
		CountDownLatch hanging = new CountDownLatch(1);
		this.store.hanging = hanging;
		assertThat(this.decisions.store(List.of(Transitions.down(1)), NOW, WITHIN)).isFalse();
		long start = System.nanoTime();
		for (int i = 2; i <= 20; i++) {
			assertThat(this.decisions.store(List.of(Transitions.down(i)), NOW, WITHIN)).isFalse();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHIN.multipliedBy(10));
		this.store.hanging = null;
		hanging.countDown();
		await().until(() -> this.store.decisions.size() == 20);
	}

	@Test
	void theOldestAreLostWhenTooManyWait() throws IOException {
		open(false);
		this.store.isFull = true;
		for (int i = 1; i <= Decisions.MOST_WAITING + 5; i++) {
			this.decisions.store(List.of(Transitions.down(i)), NOW, Duration.ZERO);
		}
		assertThat(count("lost")).isEqualTo(5);
		this.store.isFull = false;
		await().until(() -> this.decisions.waiting() == 0);
		// what was pushed out while the writer was at it may be stored all the same
		assertThat(this.store.decisions).hasSizeBetween(Decisions.MOST_WAITING, Decisions.MOST_WAITING + 5);
		assertThat(this.store.decisions.lastKey()).isEqualTo(Decisions.MOST_WAITING + 5);
	}

	@Test
	void theNumberSurvivesWhatTheDatabaseDoesNot() throws IOException {
		open(false);
		this.decisions.store(List.of(Transitions.down(7)), NOW, Duration.ofSeconds(5));
		this.decisions.close();
		this.store.decisions.clear();
		open(false);
		assertThat(this.decisions.lastNumber()).isEqualTo(7);
		this.decisions.close();
		open(true);
		assertThat(this.decisions.lastNumber()).isEqualTo(7 + Decisions.MOST_WAITING);
	}

	@Test
	void anIncidentIsSeenThoughTheDiskIsFull() throws IOException {
		open(false);
		this.store.isFull = true;
		this.decisions.store(List.of(Transitions.route(1, Transitions.SPOOL, Transitions.LOCAL, "start")), NOW, WITHIN);
		this.decisions.store(List.of(Transitions.route(2, Transitions.LOCAL, Transitions.PEER, "refused-run")), NOW,
				WITHIN);
		assertThat(this.incidents.open()).isNotNull();
		this.store.isFull = false;
		await().until(() -> this.store.incidents.size() == 1);
	}

	private void open(boolean wasLost) throws IOException {
		this.decisions = Decisions.open(this.store, LastNumber.open(this.directory.resolve("history.last-number")),
				wasLost, this.incidents, new HistoryMeters(this.registry), InstantSource.fixed(NOW));
	}

	private double count(String stored) {
		return this.registry.get("tandem.failover.decisions").tag("stored", stored).counter().count();
	}

}
