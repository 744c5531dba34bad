package io.tandem.failover.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class PaceTests {

	private static final long TARGET = Duration.ofMillis(50).toNanos();

	private final Pace pace = new Pace();

	private long now = 1000;

	private long sent;

	@Test
	void againstAFastReceiverTheRateGrowsByAboutAThousandASecond() {
		run(Duration.ofSeconds(5), (records) -> Duration.ofMillis(5).toNanos());
		assertThat(this.pace.recordsPerSecond()).isBetween(4000.0, 6000.0);
	}

	@Test
	void theRateSettlesWhereTheReceiverAnswersInTime() {
		run(Duration.ofSeconds(60), (records) -> Duration.ofMillis(20).toNanos() + records * 200_000);
		assertThat(this.pace.recordsPerSecond()).isBetween(700.0, 1700.0);
	}

	@Test
	void theRateDoesNotRunAwayFromWhatTheReceiverCanDo() {
		run(Duration.ofSeconds(60), (records) -> Duration.ofMillis(45).toNanos());
		assertThat(this.pace.recordsPerSecond()).isBetween(9_000.0, 12_500.0);
	}

	@Test
	void aSlowAnswerOrAFailureHalvesItDownToABound() {
		run(Duration.ofSeconds(5), (records) -> 0);
		double before = this.pace.recordsPerSecond();
		this.pace.answered(TARGET + 1, TARGET);
		assertThat(this.pace.recordsPerSecond()).isEqualTo(before / 2);
		this.pace.slowDown();
		assertThat(this.pace.recordsPerSecond()).isEqualTo(before / 4);
		for (int i = 0; i < 50; i++) {
			this.pace.slowDown();
		}
		assertThat(this.pace.recordsPerSecond()).isEqualTo(Pace.LOWEST);
		assertThat(this.pace.batchRecords(500)).isEqualTo(10);
		assertThat(this.pace.batchRecords(5)).isEqualTo(5);
		this.pace.restart();
		assertThat(this.pace.recordsPerSecond()).isEqualTo(Pace.FIRST);
	}

	@Test
	void noMoreIsSentThanTheRateAllows() {
		for (int i = 0; i < 100; i++) {
			this.pace.slowDown();
		}
		run(Duration.ofSeconds(10), (records) -> TARGET + 1);
		assertThat(this.sent).isCloseTo((long) (10 * Pace.LOWEST), within(10L));
	}

	@Test
	void theTargetFollowsTheMedianOfTheNewestAnswers() {
		AnswerTimes times = new AnswerTimes();
		assertThat(times.medianNanos()).isZero();
		times.add(9);
		assertThat(times.medianNanos()).isEqualTo(9);
		for (int i = 0; i < 1000; i++) {
			times.add(1_000_000);
		}
		for (int i = 1; i <= 63; i++) {
			times.add(i);
		}
		assertThat(times.medianNanos()).isEqualTo(32);
		times.clear();
		assertThat(times.medianNanos()).isZero();
	}

	private void run(Duration time, LongUnaryOperator answerNanos) {
		long end = this.now + time.toNanos();
		while (this.now < end) {
			long wait = this.pace.waitNanos(this.now);
			this.now += wait;
			int records = this.pace.batchRecords(500);
			this.pace.sent(records, wait > 0, this.now);
			this.sent += records;
			long nanos = answerNanos.applyAsLong(records);
			this.now += nanos;
			this.pace.answered(nanos, TARGET);
		}
	}

}
