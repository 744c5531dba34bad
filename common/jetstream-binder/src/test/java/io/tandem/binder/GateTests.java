package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GateTests {

	private final Gate gate = new Gate();

	@Test
	void aWaitIsCutShortByWaking() throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		CompletableFuture<Throwable> outcome = new CompletableFuture<>();
		Thread thread = Thread.ofVirtual().start(() -> {
			try {
				this.gate.await(() -> {
					waiting.countDown();
					return new CountDownLatch(1).await(1, TimeUnit.HOURS);
				});
			}
			catch (Exception ex) {
				outcome.complete(ex);
			}
		});
		waiting.await();
		this.gate.wake();

		assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
		assertThat(this.gate.isClosed()).isFalse();
		thread.join();
	}

	@Test
	void whatRunsBetweenTwoWaitsIsNeverInterrupted() throws Exception {
		this.gate.await(() -> "a message");
		this.gate.wake();
		this.gate.close();

		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aWakeThatComesAsTheWaitEndsDoesNotOutliveIt() throws Exception {
		String result = this.gate.await(() -> {
			this.gate.wake();
			return "a message";
		});

		assertThat(result).isEqualTo("a message");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aClosedGateLetsNobodyWait() {
		this.gate.close();

		assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> this.gate.await(() -> "never"));
		long from = System.nanoTime();
		this.gate.pause(Duration.ofHours(1));
		assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
	}

}
