package io.tandem.failover.delivery;

import io.tandem.failover.delivery.CurrentRoute.Leg;
import io.tandem.failover.spool.DeliveredRanges.Hole;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delivers what the live lane has left behind, oldest first, to the hub in use, and only
 * to a hub. It goes as fast as the receiver bears and stands back while the live lane has
 * trouble. A batch keeps its records however often it is sent. Confined to the thread
 * that runs it, but for what is said to be thread-safe.
 */
final class BacklogLane extends SureLane {

	/** An answer within this is in time, whatever the live lane's take. */
	static final Duration IN_TIME = Duration.ofMillis(250);

	private static final int TIMES_LIVE = 3;

	private static final Duration STAND_BACK = Duration.ofMillis(50);

	private final LiveLane live;

	private final Semaphore left;

	private final Pace pace = new Pace();

	private @Nullable Leg leg;

	/**
	 * @param left released when the live lane has left records behind
	 */
	BacklogLane(Lanes lanes, DeliveryMeters meters, LiveLane live, Semaphore left) {
		super(LaneName.BACKLOG, lanes, meters);
		this.live = live;
		this.left = left;
	}

	/** Thread-safe. */
	double recordsPerSecond() {
		return this.pace.recordsPerSecond();
	}

	@Override
	long next() {
		Batch first = this.hand.peekFirst();
		return (first != null) ? first.range().first() : this.lanes.delivered().lowWatermark() + 1;
	}

	@Override
	void step() throws IOException, InterruptedException {
		Leg now = this.lanes.route().leg();
		if (this.leg == null || !now.isSameAs(this.leg)) {
			this.leg = now;
			this.pace.restart();
			ended(this.failures, now.tier(), "Delivers elsewhere");
		}
		Receiver receiver = this.lanes.tiers().receiver(now.tier(), this.name);
		if (receiver == null || !now.tier().isHub()) {
			pause(now, IDLE);
			return;
		}
		if (this.hand.isEmpty() && !read()) {
			rest();
			return;
		}
		Batch batch = this.hand.peekFirst();
		if (batch == null) {
			return;
		}
		if (this.live.needsTheReceiver(now)) {
			pause(now, STAND_BACK);
			return;
		}
		long wait = this.pace.waitNanos(System.nanoTime());
		if (wait > 0) {
			pause(now, Duration.ofNanos(wait));
			if (isStopped() || now.left().isDone() || this.live.needsTheReceiver(now)) {
				return;
			}
		}
		this.pace.sent(batch.records().size(), wait > 0, System.nanoTime());
		settle(batch, this.lanes.tries().sendUntold(receiver, batch, now), now);
	}

	/**
	 * Reads on in the lowest hole.
	 * @return false if there is none
	 */
	private boolean read() throws IOException {
		long limit = Math.min(this.lanes.spool().durable(), this.live.next() - 1);
		Hole hole = this.lanes.delivered().nextUndelivered(0, limit);
		if (hole == null) {
			return false;
		}
		SpoolReader reader = readerAt(hole.from());
		long size = Math.min(this.pace.batchRecords(this.lanes.properties().maxBacklogBatchRecords()),
				hole.last() - hole.first() + 1);
		List<SpoolRecord> records = reader.read((int) size, this.lanes.properties().maxBatchSize().toBytes());
		this.lanes.passLost(hole.first(), records, reader);
		records = records.stream().filter((record) -> record.sequence() <= hole.last()).toList();
		if (!records.isEmpty()) {
			this.hand.add(this.lanes.batch(records));
		}
		return true;
	}

	private void rest() throws InterruptedException {
		closeReader();
		if (this.left.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS)) {
			this.left.drainPermits();
		}
	}

	@Override
	void answered(Leg at, Tries.Answer answer) {
		if (answer.outcome() instanceof DeliveryOutcome.Retry) {
			this.pace.slowDown();
		}
		else {
			this.pace.answered(answer.nanos(),
					Math.max(IN_TIME.toNanos(), TIMES_LIVE * this.live.answerTimes().medianNanos()));
		}
	}

	@Override
	void startAgain() {
		this.hand.clear();
	}

	@Override
	void stop() {
		super.stop();
		this.left.release();
	}

}
