package io.tandem.failover.delivery;

import io.tandem.failover.delivery.CurrentRoute.Leg;
import io.tandem.failover.delivery.RequestedRanges.Request;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends again what a machine has asked for, straight to that machine's hub, whatever tier
 * is in use: what is missing there may have been lost on the usual way. Paced as the
 * backlog is, and stands back while the live lane has trouble. Confined to the thread
 * that runs it, but for what is said to be thread-safe.
 */
final class BackfillLane extends SureLane {

	private static final Duration STAND_BACK = Duration.ofMillis(50);

	private final LiveLane live;

	private final RequestedRanges requested;

	private final Pace pace = new Pace();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private @Nullable Request request;

	BackfillLane(Lanes lanes, DeliveryMeters meters, LiveLane live, RequestedRanges requested) {
		super(LaneName.BACKFILL, lanes, meters);
		this.live = live;
		this.requested = requested;
	}

	@Override
	long next() {
		Request current = this.request;
		return (current != null) ? current.range().first() : 0;
	}

	@Override
	void step() throws IOException, InterruptedException {
		if (this.hand.isEmpty() && !read()) {
			return;
		}
		Batch batch = this.hand.peekFirst();
		Request current = this.request;
		if (batch == null || current == null) {
			return;
		}
		Tier tier = this.lanes.tiers().hubOf(current.by());
		Leg leg = new Leg(tier, "asked for", this.lanes.clock().instant(), this.stopped);
		if (this.live.needsTheReceiver(this.lanes.route().leg())) {
			pause(leg, STAND_BACK);
			return;
		}
		long wait = this.pace.waitNanos(System.nanoTime());
		if (wait > 0) {
			pause(leg, Duration.ofNanos(wait));
			if (isStopped()) {
				return;
			}
		}
		Receiver receiver = this.lanes.tiers().receiver(tier, this.name);
		if (receiver != null) {
			this.pace.sent(batch.records().size(), wait > 0, System.nanoTime());
			settle(batch, this.lanes.tries().sendUntold(receiver, batch, leg), leg);
			Batch rest = this.hand.peekFirst();
			long upTo = (rest != null) ? rest.range().first() - 1 : batch.range().last();
			if (upTo >= batch.range().first()) {
				this.requested.done(current.by(), batch.range().first(), upTo, true);
			}
		}
	}

	/**
	 * Reads on in what is asked for.
	 * @return false if there is nothing
	 */
	private boolean read() throws IOException, InterruptedException {
		Request next = this.requested.next(LOOK.toMillis());
		this.request = next;
		if (next == null) {
			closeReader();
			return false;
		}
		long first = next.range().first();
		long last = Math.min(next.range().last(), this.lanes.spool().durable());
		if (first > last) {
			this.requested.done(next.by(), first, next.range().last(), false);
			return false;
		}
		SpoolReader reader = readerAt(Position.after(first - 1));
		long size = Math.min(this.pace.batchRecords(this.lanes.properties().maxBacklogBatchRecords()),
				last - first + 1);
		List<SpoolRecord> records = reader.read((int) size, this.lanes.properties().maxBatchSize().toBytes())
			.stream()
			.filter((record) -> record.sequence() <= last)
			.toList();
		long found = records.isEmpty() ? last + 1 : records.getFirst().sequence();
		if (found > first) {
			// dropped since it was asked for, or damaged: who asks again is told
			this.requested.done(next.by(), first, found - 1, false);
		}
		if (!records.isEmpty()) {
			this.hand.add(this.lanes.batch(records));
		}
		return !records.isEmpty();
	}

	@Override
	void answered(Leg at, Tries.Answer answer) {
		if (answer.outcome() instanceof DeliveryOutcome.Retry) {
			this.pace.slowDown();
		}
		else {
			this.pace.answered(answer.nanos(), BacklogLane.IN_TIME.toNanos());
		}
	}

	@Override
	void startAgain() {
		this.hand.clear();
	}

	@Override
	void stop() {
		super.stop();
		this.stopped.complete(null);
		this.requested.wake();
	}

}
