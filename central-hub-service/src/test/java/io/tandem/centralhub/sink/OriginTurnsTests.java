package io.tandem.centralhub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.sink.OriginTurns.Held;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OriginTurnsTests {

	private static final Duration INTERVAL = Duration.ofMillis(5);

	private final OriginTurns turns = new OriginTurns(List.of("mainpc", "pc2"));

	@Test
	void anotherMachinesRecordsDoNotWait() throws Exception {
		assertThat(waits(Set.of("mainpc"), Set.of("pc2"))).isFalse();
	}

	@Test
	void theSameMachinesWaitHoweverManyAreWithThem() throws Exception {
		assertThat(waits(Set.of("pc2"), Set.of("pc2"))).isTrue();
		assertThat(waits(Set.of("pc2"), Set.of("mainpc", "pc2"))).isTrue();
		assertThat(waits(Set.of("mainpc", "pc2"), Set.of("mainpc"))).isTrue();
	}

	@Test
	void whatNobodyHasNumberedMayBeOfAnyMachine() throws Exception {
		assertThat(waits(Set.of(""), Set.of("pc2"))).isTrue();
		assertThat(waits(Set.of("pc2"), Set.of("mainpc", ""))).isTrue();
		assertThat(waits(Set.of("not of the fleet"), Set.of(""))).isTrue();
	}

	@Test
	void whoIsStoppedWhileWaitingHoldsNothing() throws Exception {
		try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<?> stopped;
			try (Held pc2 = begin(Set.of("pc2"), () -> {
			})) {
				CountDownLatch waiting = new CountDownLatch(1);
				stopped = thread.submit(() -> begin(Set.of("mainpc", "pc2"), waiting::countDown));
				assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
				stopped.cancel(true);
			}
			thread.shutdown();
			assertThat(thread.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
			begin(Set.of("mainpc", "pc2"), () -> {
			}).close();
		}
	}

	/** Tells whether the second has to wait while the first is under way. */
	private boolean waits(Set<String> first, Set<String> second) throws Exception {
		try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
			CountDownLatch waited = new CountDownLatch(1);
			CountDownLatch ended = new CountDownLatch(1);
			Held held = begin(first, () -> {
			});
			Future<?> other = thread.submit(() -> {
				begin(second, () -> {
					waited.countDown();
					ended.countDown();
				}).close();
				ended.countDown();
				return null;
			});
			assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
			held.close();
			other.get(20, TimeUnit.SECONDS);
			return waited.getCount() == 0;
		}
	}

	private Held begin(Set<String> origins, Runnable meanwhile) throws StoppedException {
		return this.turns.begin(origins, INTERVAL, meanwhile);
	}

}
