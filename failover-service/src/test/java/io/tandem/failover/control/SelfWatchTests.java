package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Cause;
import io.tandem.test.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SelfWatchTests {

	private final List<Observation> told = new CopyOnWriteArrayList<>();

	private final AtomicLong nanos = new AtomicLong();

	private final MutableClock wall = MutableClock.at(Instant.parse("2026-01-01T12:00:00Z"));

	private final WallClock clock = new WallClock(this.wall, this.nanos::get);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SelfWatch watch = new SelfWatch(this.told::add, this.clock, new ControlMeters(this.registry));

	@Test
	void aLateTimerIsAStallForWhoeverAsksFirstAndForNobodyElse() {
		Thread running = Thread.ofPlatform().daemon().start(this.watch);
		Awaitility.await().until(() -> running.getState() == Thread.State.TIMED_WAITING);
		// the timer's thread reads the same clock, so one of the two is told, never both
		this.nanos.set(millis(1000));
		Observation.Stall asked = this.watch.look(this.nanos.get());
		Observation.Stall again = this.watch.look(this.nanos.get());
		this.watch.stop();
		assertThat(again).isNull();
		Awaitility.await().until(() -> !running.isAlive());
		assertThat(this.told.stream().filter(Observation.Stall.class::isInstance).count() + ((asked != null) ? 1 : 0))
			.isEqualTo(1);
		assertThat(this.registry.get("tandem.failover.stalls").timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(980);
	}

	@Test
	void aPauseThatWasToldAlreadyIsNotToldAgain() {
		this.watch.paused(millis(100), millis(1100));
		this.watch.paused(millis(100), millis(1105));
		this.watch.paused(millis(1000), millis(1300));
		this.watch.paused(millis(2000), millis(2100));
		assertThat(this.told).containsExactly(new Observation.Stall(millis(100), millis(1100), Cause.GC),
				new Observation.Stall(millis(1100), millis(1300), Cause.GC));
	}

	@Test
	void aWallClockThatIsSetIsToldAndOneThatIsSteeredIsFollowed() {
		this.watch.checkWallClock();
		for (int i = 0; i < 100; i++) {
			pass(Duration.ofMillis(1000), Duration.ofMillis(1020));
		}
		assertThat(this.told).isEmpty();
		pass(Duration.ofMillis(20), Duration.ofMillis(-60_000));
		pass(Duration.ofMillis(20), Duration.ofMillis(20));
		assertThat(this.told).singleElement()
			.isInstanceOfSatisfying(Observation.ClockJump.class,
					(jump) -> assertThat(jump.byMillis()).isBetween(-60_050L, -59_950L));
		assertThat(this.clock.at(this.nanos.get())).isEqualTo(this.wall.instant());
	}

	private void pass(Duration monotonic, Duration wall) {
		this.nanos.addAndGet(monotonic.toNanos());
		this.wall.set(this.wall.instant().plus(wall));
		this.watch.checkWallClock();
	}

	private static long millis(long value) {
		return TimeUnit.MILLISECONDS.toNanos(value);
	}

}
