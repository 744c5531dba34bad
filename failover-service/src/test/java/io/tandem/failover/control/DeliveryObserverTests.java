package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeliveryObserverTests {

	private final List<Observation> told = new ArrayList<>();

	private final DeliveryObserver observer = new DeliveryObserver(this.told::add, new LatestState());

	@Test
	void successesAreThinnedOutForEachTierAndFailuresNever() {
		Result success = new Result.Success();
		Result failure = new Result.Failure(Result.Failure.Kind.BROKEN, "broken");
		for (int i = 0; i < 100; i++) {
			ended(i, success);
		}
		assertThat(this.told).extracting(Observation::at).containsExactly(millis(0), millis(50));
		ended(101, failure);
		ended(102, failure);
		ended(103, success);
		ended(104, success);
		assertThat(this.told).extracting(Observation::at)
			.containsExactly(millis(0), millis(50), millis(101), millis(102), millis(103));
		this.observer.ended(ControlRig.PEER, 0, millis(104), success);
		assertThat(this.told).hasSize(6);
	}

	private void ended(long millis, Result result) {
		this.observer.ended(ControlRig.LOCAL, 0, millis(millis), result);
	}

	private static long millis(long value) {
		return TimeUnit.MILLISECONDS.toNanos(value);
	}

}
