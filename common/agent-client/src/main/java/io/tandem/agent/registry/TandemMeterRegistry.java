package io.tandem.agent.registry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.internal.DefaultGauge;
import io.micrometer.core.instrument.internal.DefaultLongTaskTimer;
import io.micrometer.core.instrument.internal.DefaultMeter;
import io.micrometer.core.instrument.push.PushMeterRegistry;
import io.micrometer.core.instrument.push.PushRegistryConfig;
import io.tandem.agent.push.BufferedPush;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.TimeSeries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pushes all meters' values once in a step: counters, timers and summaries as they have
 * grown since the start. A first push comes at a random time within the steps' first four
 * fifths, so that agents started together do not push together; a push that is not over
 * when the next is due makes that one be skipped; whatever is thrown is logged, and the
 * next step comes. Closing pushes once more and waits for it a bounded time. Percentiles
 * computed in the application are not pushed, as they cannot be added up; publish a
 * histogram instead. Thread-safe.
 */
public final class TandemMeterRegistry extends PushMeterRegistry {

	/** Keeps a body well below what a gateway takes. */
	private static final int SERIES_PER_BODY = 2000;

	private final BufferedPush push;

	private final Map<String, String> own;

	private final Duration step;

	private final Duration closeTimeout;

	private final ReentrantLock publishing = new ReentrantLock();

	private volatile @Nullable Thread publisher;

	private volatile boolean isClosing;

	private volatile long closeBy;

	/**
	 * Makes a registry that pushes once it is started.
	 * @param own labels of every series, which say whose it is
	 * @param step between two pushes
	 * @param closeTimeout the longest that the last push may take
	 */
	public TandemMeterRegistry(BufferedPush push, Map<String, String> own, Duration step, Duration closeTimeout,
			Clock clock) {
		super(new Config(step), clock);
		this.push = push;
		this.own = Map.copyOf(own);
		this.step = step;
		this.closeTimeout = closeTimeout;
		config().namingConvention(new PrometheusNames());
	}

	/** Starts to push. */
	public void startPushing() {
		start(Thread.ofPlatform().name("tandem-push-", 0).daemon().factory());
	}

	@Override
	protected void publish() {
		this.publishing.lock();
		this.publisher = Thread.currentThread();
		try {
			long start = System.nanoTime();
			long budget = this.isClosing ? this.closeBy - start : this.step.toNanos();
			if (pushLive(start + budget)) {
				// old bodies must not keep the next live one waiting
				long forOld = this.isClosing ? budget : budget / 2;
				this.push.drain(Duration.ofNanos(forOld - (System.nanoTime() - start)));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.publisher = null;
			this.publishing.unlock();
		}
	}

	private boolean pushLive(long deadline) throws InterruptedException {
		Snapshot snapshot = new Snapshot(config().namingConvention(), this.own, this.clock.wallTime());
		getMeters().forEach(snapshot::add);
		List<TimeSeries> series = snapshot.series();
		boolean isTaken = true;
		for (int from = 0; from < series.size(); from += SERIES_PER_BODY) {
			List<TimeSeries> part = series.subList(from, Math.min(from + SERIES_PER_BODY, series.size()));
			byte[] body = WriteRequests.encode(part);
			if (isTaken) {
				isTaken = this.push.push(body, part.size(), Duration.ofNanos(deadline - System.nanoTime()));
			}
			else {
				this.push.keep(body, part.size());
			}
		}
		return isTaken;
	}

	@Override
	public void close() {
		if (isClosed()) {
			return;
		}
		this.closeBy = System.nanoTime() + this.closeTimeout.toNanos();
		this.isClosing = true;
		stop();
		endPushUnderWay();
		// a last push of its own: the one that was under way had older values
		super.close();
		this.push.close();
	}

	/** Gives a push under way half of the time, and then ends it: its body is kept. */
	private void endPushUnderWay() {
		try {
			if (this.publishing.tryLock(this.closeTimeout.toNanos() / 2, TimeUnit.NANOSECONDS)) {
				this.publishing.unlock();
			}
			else {
				Thread thread = this.publisher;
				if (thread != null) {
					thread.interrupt();
				}
			}
			waitForInProgressScheduledPublish();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	protected <T> Gauge newGauge(Meter.Id id, @Nullable T obj, ToDoubleFunction<T> value) {
		return new DefaultGauge<>(id, obj, value);
	}

	@Override
	protected Counter newCounter(Meter.Id id) {
		return new CumulativeCounter(id);
	}

	@Override
	protected LongTaskTimer newLongTaskTimer(Meter.Id id, DistributionStatisticConfig config) {
		return new DefaultLongTaskTimer(id, this.clock, getBaseTimeUnit(), config, false);
	}

	@Override
	protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
		return new PushedTimer(id, this.clock, config, pauses, getBaseTimeUnit());
	}

	@Override
	protected DistributionSummary newDistributionSummary(Meter.Id id, DistributionStatisticConfig config,
			double scale) {
		return new PushedSummary(id, this.clock, config, scale);
	}

	@Override
	protected Meter newMeter(Meter.Id id, Meter.Type type, Iterable<Measurement> measurements) {
		return new DefaultMeter(id, type, measurements);
	}

	@Override
	protected <T> FunctionTimer newFunctionTimer(Meter.Id id, T obj, ToLongFunction<T> count, ToDoubleFunction<T> total,
			TimeUnit unit) {
		return new CumulativeFunctionTimer<>(id, obj, count, total, unit, getBaseTimeUnit());
	}

	@Override
	protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T obj, ToDoubleFunction<T> count) {
		return new CumulativeFunctionCounter<>(id, obj, count);
	}

	@Override
	protected TimeUnit getBaseTimeUnit() {
		return TimeUnit.SECONDS;
	}

	@Override
	protected DistributionStatisticConfig defaultHistogramConfig() {
		return DistributionStatisticConfig.builder()
			.expiry(this.step)
			.build()
			.merge(DistributionStatisticConfig.DEFAULT);
	}

	/** What Micrometer's timing needs. */
	private record Config(Duration step) implements PushRegistryConfig {

		@Override
		public String prefix() {
			return "tandem.agent";
		}

		@Override
		public @Nullable String get(String key) {
			return null;
		}

	}

}
