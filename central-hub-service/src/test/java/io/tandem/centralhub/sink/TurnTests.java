package io.tandem.centralhub.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TurnTests {

	private static final Duration INTERVAL = Duration.ofMillis(5);

	private final Turn turn = new Turn();

	@Test
	void oneGoesAtATimeAndKeepsAliveWhatItHoldsWhileItWaits() throws Exception {
		CountDownLatch waited = new CountDownLatch(3);
		AtomicBoolean ended = new AtomicBoolean();
		this.turn.begin(INTERVAL, () -> {
		});
		try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<Boolean> second = thread.submit(() -> {
				this.turn.begin(INTERVAL, waited::countDown);
				try {
					return ended.get();
				}
				finally {
					this.turn.end();
				}
			});
			assertThat(waited.await(20, TimeUnit.SECONDS)).isTrue();
			ended.set(true);
			this.turn.end();
			assertThat(second.get(20, TimeUnit.SECONDS)).isTrue();
		}
	}

}
