package io.tandem.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WorkerTests {

	private final Semaphore worked = new Semaphore(0);

	private final AtomicBoolean isFaulty = new AtomicBoolean();

	private final Worker worker = new Worker("worker under test", Duration.ofSeconds(5)) {

		@Override
		protected Duration work() {
			WorkerTests.this.worked.release();
			if (WorkerTests.this.isFaulty.getAndSet(false)) {
				throw new IllegalStateException("of the test");
			}
			return Duration.ofHours(1);
		}

	};

	@Test
	void worksAtTheStartAndWheneverItIsWoken() throws InterruptedException {
		this.worker.start();
		assertWorked();
		this.worker.wake();
		assertWorked();
		this.worker.stop();
		this.worker.wake();
		assertThat(this.worker.isRunning()).isFalse();
		assertThat(this.worked.tryAcquire()).isFalse();
	}

	@Test
	void survivesWhatTheWorkThrows() throws InterruptedException {
		this.isFaulty.set(true);
		this.worker.start();
		assertWorked();
		this.worker.wake();
		assertWorked();
		this.worker.stop();
	}

	@Test
	void stopWaitsForWorkUnderWay() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch mayEnd = new CountDownLatch(1);
		AtomicBoolean hasEnded = new AtomicBoolean();
		Worker slow = new Worker("slow worker under test", Duration.ofSeconds(5)) {

			@Override
			protected Duration work() {
				begun.countDown();
				try {
					mayEnd.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				hasEnded.set(true);
				return Duration.ZERO;
			}

		};
		slow.start();
		assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
		Thread.ofPlatform().start(mayEnd::countDown);
		slow.stop();
		assertThat(hasEnded).isTrue();
	}

	private void assertWorked() throws InterruptedException {
		assertThat(this.worked.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
	}

}
