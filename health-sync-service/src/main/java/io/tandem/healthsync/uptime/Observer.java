package io.tandem.healthsync.uptime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Looks at every machine once each second, without waiting for the answers of the last.
 * An answer that comes late is one that says down. Thread-safe.
 */
final class Observer implements SmartLifecycle {

	private static final Look LATE = new Look("does not answer in time");

	private final Set<String> targets;

	private final Probe probe;

	private final Journal journal;

	private final UptimeMeters meters;

	private final Duration answerWithin;

	private final InstantSource clock;

	/** Looks under way; beyond them a second is not looked at. */
	private final Semaphore looks;

	/** What is found, by second, until no look at it can be under way. */
	private final NavigableMap<Long, Map<String, Look>> found = new ConcurrentSkipListMap<>();

	private volatile @Nullable Thread thread;

	private @Nullable ExecutorService looking;

	Observer(Set<String> targets, Probe probe, Journal journal, UptimeMeters meters, Duration answerWithin,
			InstantSource clock) {
		this.targets = Set.copyOf(targets);
		this.probe = probe;
		this.journal = journal;
		this.meters = meters;
		this.answerWithin = answerWithin;
		this.clock = clock;
		this.looks = new Semaphore((int) (2 + answerWithin.toSeconds()) * Math.max(1, targets.size()));
	}

	@Override
	public void start() {
		if (!this.targets.isEmpty() && this.thread == null) {
			this.looking = Executors.newVirtualThreadPerTaskExecutor();
			this.thread = Thread.ofPlatform().name("uptime-observer").daemon().start(this::run);
		}
	}

	private void run() {
		try {
			while (this.thread == Thread.currentThread()) {
				TimeUnit.MILLISECONDS.sleep(1000 - this.clock.millis() % 1000);
				long second = this.clock.millis() / 1000;
				this.targets.forEach((target) -> look(target, second));
				settle(second - this.answerWithin.toSeconds());
			}
		}
		catch (InterruptedException ex) {
			// stopped
		}
	}

	private void look(String target, long second) {
		ExecutorService executor = this.looking;
		if (executor == null || !this.looks.tryAcquire()) {
			this.meters.skipped();
			return;
		}
		Map<String, Look> looks = this.found.computeIfAbsent(second, (key) -> new ConcurrentHashMap<>());
		looks.put(target, LATE);
		executor.execute(() -> {
			try {
				looks.put(target, this.probe.look(target, second));
			}
			catch (InterruptedException ex) {
				// stopped: nothing was seen
				looks.remove(target);
			}
			finally {
				this.looks.release();
			}
		});
	}

	/** Writes down what was found before a second: what is not found by then is late. */
	private void settle(long before) {
		NavigableMap<Long, Map<String, Look>> done = this.found.headMap(before, false);
		done.forEach((second, looks) -> looks.forEach((target, look) -> {
			this.journal.seen(target, second, look);
			this.meters.seen(target, look.isUp());
		}));
		done.clear();
	}

	@Override
	public void stop() {
		Thread running = this.thread;
		this.thread = null;
		if (running != null) {
			running.interrupt();
		}
		if (this.looking != null) {
			this.looking.shutdownNow();
		}
		this.found.values().forEach((looks) -> looks.values().removeIf(LATE::equals));
		settle(Long.MAX_VALUE);
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

}
