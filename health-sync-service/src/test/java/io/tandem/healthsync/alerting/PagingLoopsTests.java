package io.tandem.healthsync.alerting;

import static io.tandem.healthsync.alerting.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PagingLoopsTests {

	private final MutableClock clock = MutableClock.at(Pages.START);

	private final AlertingMeters meters = new AlertingMeters(new SimpleMeterRegistry());

	private final PageBook book = new PageBook(new AlertingProperties(List.of(), Duration.ofMinutes(1), 10,
			new Escalation(Duration.ofMinutes(15), Duration.ofMinutes(10))), this.clock, this.meters);

	private final CountDownLatch published = new CountDownLatch(2);

	private final PageEvents events = new PageEvents(new Machine("pc2"), this.book, (id, json) -> {
		this.published.countDown();
		return null;
	}, this.meters);

	private int asked;

	private final PagingLoops loops = new PagingLoops(this.book, () -> {
		if (this.asked++ == 0) {
			throw new IllegalStateException("the database is not open yet");
		}
		return List.of(Pages.of("before-the-restart", WARNING));
	}, List.of(), this.events, this.meters);

	@Test
	void pagesOfBeforeTheRestartComeBackAsSoonAsSomebodyKnowsThem() {
		this.book.tell(Pages.on("Other", "since", WARNING));
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.loops.work()).isLessThan(Duration.ofSeconds(1));
		assertThat(this.book.count(true)).isEqualTo(1);
		this.loops.work();
		assertThat(this.book.count(true)).isEqualTo(2);
		assertThat(this.book.levels()).as("at the levels that they have reached by now").hasSize(6);
		this.loops.work();
		assertThat(this.asked).as("only until it is known").isEqualTo(2);
	}

	@Test
	void whatIsToldGoesOutAtOnceAndNotAfterTheNextLook() throws InterruptedException {
		this.loops.start();
		try {
			this.book.tell(Pages.on("a", "a", WARNING));
			this.book.tell(Pages.on("b", "b", WARNING));
			assertThat(this.published.await(5, TimeUnit.SECONDS)).isTrue();
			assertThat(this.loops.isRunning()).isTrue();
		}
		finally {
			this.loops.stop();
		}
		assertThat(this.loops.isRunning()).isFalse();
	}

}
