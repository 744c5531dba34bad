package io.tandem.failover.control;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Cause;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when this process itself stands still, and when the wall clock is set. A pause
 * of the garbage collector is also a late timer; whichever tells of it first is believed,
 * so that no moment is counted twice. Thread-safe.
 */
final class SelfWatch implements Runnable, NotificationListener {

	private static final Logger logger = LoggerFactory.getLogger(SelfWatch.class);

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

	/** In one period. */
	private static final long JUMP_MILLIS = 500;

	/** A clock that is steered slowly is followed without a word. */
	private static final long DRIFT_MILLIS = 100;

	private final Consumer<Observation> observations;

	private final WallClock clock;

	private final ControlMeters meters;

	private volatile boolean stopped;

	/** Of the timer's thread only. */
	private long lastOffset;

	/** When the timer ran last, or a stall was told of; guarded by this. */
	private @Nullable Long lastRan;

	/** When the last stall ended; guarded by this. */
	private @Nullable Long toldUntil;

	SelfWatch(Consumer<Observation> observations, WallClock clock, ControlMeters meters) {
		this.observations = observations;
		this.clock = clock;
		this.meters = meters;
	}

	void listen() {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			if (collector instanceof NotificationEmitter emitter && isPausing(collector.getName())) {
				emitter.addNotificationListener(this, null, null);
			}
		}
	}

	/** Some collectors report cycles that run beside the program; those stop nobody. */
	private static boolean isPausing(String collector) {
		return !collector.contains("Concurrent") && !collector.contains("Cycles");
	}

	void stop() {
		this.stopped = true;
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			if (collector instanceof NotificationEmitter emitter && isPausing(collector.getName())) {
				try {
					emitter.removeNotificationListener(this);
				}
				catch (ListenerNotFoundException ex) {
					// it never listened
				}
			}
		}
	}

	@Override
	public void run() {
		look(this.clock.nanos(), true);
		while (!this.stopped) {
			LockSupport.parkNanos(PERIOD_NANOS);
			Observation.Stall stall = look(this.clock.nanos(), true);
			if (stall != null) {
				this.observations.accept(stall);
			}
			checkWallClock();
		}
	}

	/**
	 * Returns the stall that has just ended, if nobody was told of it yet. Others than
	 * the timer's own thread may ask as well, before they believe what they see: after a
	 * stall it is left to chance which thread runs first.
	 */
	Observation.@Nullable Stall look(long now) {
		return look(now, false);
	}

	private synchronized Observation.@Nullable Stall look(long now, boolean isTimer) {
		Long last = this.lastRan;
		boolean isLate = last != null && now - last - PERIOD_NANOS > STALL_NANOS;
		if (isTimer || isLate) {
			this.lastRan = now;
		}
		if (last == null || !isLate) {
			return null;
		}
		long from = last + PERIOD_NANOS;
		return stalled(from, now, isCollecting(from, now) ? Cause.GC : Cause.SCHEDULER);
	}

	/** Tells whether a collection took more than half of that time. */
	private boolean isCollecting(long from, long to) {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			if (collector instanceof com.sun.management.GarbageCollectorMXBean known && isPausing(collector.getName())
					&& known.getLastGcInfo() != null) {
				GcInfo last = known.getLastGcInfo();
				long end = monotonic(last);
				long begin = end - TimeUnit.MILLISECONDS.toNanos(last.getDuration());
				long overlap = Math.min(Math.min(to - from, end - begin), Math.min(to - begin, end - from));
				if (overlap > (to - from) / 2) {
					return true;
				}
			}
		}
		return false;
	}

	/** Returns when a collection ended. */
	private long monotonic(GcInfo collection) {
		long since = ManagementFactory.getRuntimeMXBean().getUptime() - collection.getEndTime();
		return this.clock.nanos() - TimeUnit.MILLISECONDS.toNanos(Math.max(0, since));
	}

	/** Looks whether the wall clock was set since the last look. */
	void checkWallClock() {
		long offset = this.clock.offset().toMillis();
		long jump = offset - this.lastOffset;
		this.lastOffset = offset;
		if (Math.abs(offset) > DRIFT_MILLIS) {
			this.clock.anchor();
			this.lastOffset = 0;
		}
		if (Math.abs(jump) > JUMP_MILLIS) {
			this.meters.clockJump();
			logger.atWarn().addKeyValue("byMillis", jump).log("the wall clock was set");
			this.observations.accept(new Observation.ClockJump(this.clock.nanos(), jump));
		}
	}

	@Override
	public void handleNotification(Notification notification, @Nullable Object handback) {
		if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(notification.getType())) {
			GcInfo pause = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
				.getGcInfo();
			long end = monotonic(pause);
			paused(end - TimeUnit.MILLISECONDS.toNanos(pause.getDuration()), end);
		}
	}

	/** Is told of a pause for garbage collection. */
	void paused(long from, long to) {
		Observation.Stall stall = (to - from > STALL_NANOS) ? stalled(from, to, Cause.GC) : null;
		if (stall != null) {
			this.observations.accept(stall);
		}
	}

	private synchronized Observation.@Nullable Stall stalled(long from, long at, Cause cause) {
		Long known = this.toldUntil;
		long begin = (known != null && known - from > 0) ? known : from;
		if (at - begin < PERIOD_NANOS * 2) {
			return null;
		}
		this.toldUntil = at;
		this.meters.stalled(cause, at - begin);
		logger.atInfo()
			.addKeyValue("cause", Words.of(cause))
			.addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(at - begin))
			.log("this process stood still");
		return new Observation.Stall(begin, at, cause);
	}

}
