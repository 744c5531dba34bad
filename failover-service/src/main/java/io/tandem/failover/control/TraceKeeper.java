package io.tandem.failover.control;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.trace.Header;
import io.tandem.failover.decision.trace.TraceWriter;
import io.tandem.failover.detection.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Writes down what is observed and decided, so that it can be asked later what other
 * thresholds would have made of it. A disk that is slow holds up its own thread only;
 * what does not fit meanwhile is left out of the trace and counted. Thread-safe.
 */
final class TraceKeeper implements DecisionListener, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(TraceKeeper.class);

	private static final int MOST_WAITING = 4096;

	private static final long FLUSH_MILLIS = 1000;

	private final BlockingQueue<Object> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

	private final Plan plan;

	private final EngineSettings settings;

	private final WallClock clock;

	private final ControlMeters meters;

	private final TraceWriter writer;

	private volatile @Nullable Thread thread;

	private volatile boolean stopped;

	/** Of the last decision that is in the trace; of the writing thread only. */
	private long number;

	private boolean failing;

	TraceKeeper(Path directory, Plan plan, EngineSettings settings, long lastNumber, WallClock clock,
			ControlMeters meters) {
		this.plan = plan;
		this.settings = settings;
		this.number = lastNumber;
		this.clock = clock;
		this.meters = meters;
		this.writer = new TraceWriter(directory, this::header);
	}

	private Header header() {
		long at = this.clock.nanos();
		return new Header(this.plan.machine(), at, this.clock.at(at), this.number, this.plan.tiers(), this.settings);
	}

	@Override
	public void observed(Observation observation) {
		if (!(observation instanceof Observation.Tick)) {
			add(observation);
		}
	}

	@Override
	public void applied(Transition transition, Instant at, EngineState state) {
		add(transition);
	}

	private void add(Object line) {
		if (!this.waiting.offer(line)) {
			this.meters.traceDropped();
		}
	}

	private void run() {
		try {
			while (!this.stopped || !this.waiting.isEmpty()) {
				write(this.waiting.poll(FLUSH_MILLIS, TimeUnit.MILLISECONDS));
			}
		}
		catch (InterruptedException ex) {
			// stopped
		}
		try {
			this.writer.close();
		}
		catch (IOException ex) {
			logger.atWarn().setCause(ex).log("the trace did not close");
		}
	}

	private void write(@Nullable Object line) {
		try {
			switch (line) {
				case null -> this.writer.flush();
				case Observation observation -> this.writer.write(observation);
				case Transition transition -> {
					this.writer.write(transition);
					this.number = transition.number();
				}
				default -> throw new IllegalStateException("no line of a trace: " + line);
			}
			this.failing = false;
		}
		catch (IOException ex) {
			this.meters.traceDropped();
			if (!this.failing) {
				this.failing = true;
				logger.atWarn().setCause(ex).log("the trace cannot be written, trying on; deciding does not need it");
			}
		}
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			this.stopped = false;
			this.thread = Thread.ofPlatform().daemon().name("failover-trace").start(this::run);
		}
	}

	@Override
	public synchronized void stop() {
		Thread running = this.thread;
		this.stopped = true;
		this.thread = null;
		try {
			if (running != null && !running.join(Duration.ofSeconds(2))) {
				running.interrupt();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	/** Before the decider begins, and until it has ended. */
	@Override
	public int getPhase() {
		return 0;
	}

}
