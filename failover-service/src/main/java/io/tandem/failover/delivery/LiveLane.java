package io.tandem.failover.delivery;

import io.tandem.failover.delivery.CurrentRoute.Leg;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delivers new records to the tier in use, one batch at a time. What has gathered while a
 * batch was away is the next batch, so batches are as large as the receiver is slow.
 * Records that get too old before their turn are left to the backlog: the lane jumps to
 * the newest ones. It begins with the newest, too. Confined to the thread that runs it,
 * but for what is said to be thread-safe.
 */
final class LiveLane extends SureLane {

	private final Runnable leftBehind;

	private final AnswerTimes answerTimes = new AnswerTimes();

	private Position position;

	private @Nullable Leg leg;

	private boolean switched;

	private volatile @Nullable Leg answeredAt;

	private volatile long next;

	private volatile long waitingSince;

	/**
	 * @param leftBehind run when records were left to the backlog
	 */
	LiveLane(Lanes lanes, DeliveryMeters meters, Runnable leftBehind) {
		super(LaneName.LIVE, lanes, meters);
		this.leftBehind = leftBehind;
		this.position = lanes.newest();
		this.next = this.position.sequence() + 1;
	}

	/**
	 * Returns the lowest sequence that is this lane's to deliver; it only grows.
	 * Thread-safe.
	 */
	@Override
	long next() {
		return this.next;
	}

	/** Returns how old the record in turn is; 0 if none waits. Thread-safe. */
	long ageMillis() {
		long since = this.waitingSince;
		return (since != 0) ? this.lanes.ageMillis(since) : 0;
	}

	/**
	 * Tells whether the backlog has to stand back: while tries fail, while the record in
	 * turn is late, and until a new record that waits has been answered for at this tier.
	 * Thread-safe.
	 */
	boolean needsTheReceiver(Leg at) {
		Leg answered = this.answeredAt;
		boolean proven = answered != null && answered.isSameAs(at);
		return this.failures.count() > 0 || ageMillis() > maxAgeMillis()
				|| (!proven && this.next <= this.lanes.spool().durable());
	}

	/** Thread-safe. */
	AnswerTimes answerTimes() {
		return this.answerTimes;
	}

	@Override
	void step() throws IOException, InterruptedException {
		Leg now = this.lanes.route().leg();
		if (this.leg == null || !now.isSameAs(this.leg)) {
			this.leg = now;
			this.switched = true;
			this.answerTimes.clear();
			ended(this.failures, now.tier(), "Delivers elsewhere");
		}
		Receiver receiver = this.lanes.tiers().receiver(now.tier(), this.name);
		if (receiver == null) {
			pause(now, IDLE);
			return;
		}
		Batch batch = this.hand.peekFirst();
		if (batch == null) {
			read();
		}
		else if (isTooOld(batch)) {
			jump();
		}
		else {
			this.switched = false;
			settle(batch, this.lanes.tries().send(receiver, batch, now), now);
		}
	}

	private void read() throws IOException, InterruptedException {
		SpoolReader reader = readerAt(this.position);
		if (!reader.await(LOOK)) {
			return;
		}
		long expected = reader.next();
		List<SpoolRecord> records = reader.read(this.lanes.properties().maxBatchRecords(),
				this.lanes.properties().maxBatchSize().toBytes());
		this.lanes.passLost(expected, records, reader);
		if (records.isEmpty()) {
			this.position = Position.after(reader.next() - 1);
		}
		else {
			this.hand.add(this.lanes.batch(records));
			this.position = records.getLast().end();
		}
		turn();
	}

	/**
	 * A batch that was on its way when its tier was left may be twice as old: it goes to
	 * the next tier as it is.
	 */
	private boolean isTooOld(Batch batch) {
		long limit = this.switched ? 2 * maxAgeMillis() : maxAgeMillis();
		return this.lanes.ageMillis(batch.oldestAcceptedAtMillis()) > limit
				&& this.lanes.newest().sequence() >= batch.range().first();
	}

	private long maxAgeMillis() {
		return this.lanes.properties().maxLiveAge().toMillis();
	}

	private void jump() {
		Position newest = this.lanes.newest();
		this.meters.left(newest.sequence() + 1 - this.next);
		this.hand.clear();
		this.position = newest;
		turn();
		this.leftBehind.run();
	}

	@Override
	void answered(Leg at, Tries.Answer answer) {
		if (!(answer.outcome() instanceof DeliveryOutcome.Retry)) {
			this.answerTimes.add(answer.nanos());
			this.answeredAt = at;
		}
	}

	/**
	 * New records do not wait until it is decided that their tier is down: while it says
	 * no, each batch that it was asked to take goes to the other hub.
	 */
	@Override
	@Nullable Leg detour(Leg at) {
		Tier tier = this.lanes.tries().detour(at.tier());
		return (tier != null) ? this.lanes.route().detour(at, tier) : null;
	}

	/** Makes known whose turn it is. */
	@Override
	void turn() {
		Batch first = this.hand.peekFirst();
		this.waitingSince = (first != null) ? first.oldestAcceptedAtMillis() : 0;
		this.next = (first != null) ? first.range().first() : this.position.sequence() + 1;
	}

	@Override
	void startAgain() {
		Batch first = this.hand.peekFirst();
		if (first != null) {
			this.position = Position.after(first.range().first() - 1);
			this.hand.clear();
		}
		turn();
	}

}
