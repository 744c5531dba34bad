package io.tandem.failover.delivery;

import io.tandem.failover.delivery.CurrentRoute.Leg;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A lane that keeps what it has read in hand until the receiver has taken it, or will
 * never take it, and says of each record whether it is delivered. What a batch is refused
 * for is searched for by halves.
 */
abstract class SureLane extends Lane {

	/** What was read and not answered for, in order. */
	final Deque<Batch> hand = new ArrayDeque<>();

	SureLane(LaneName name, Lanes lanes, DeliveryMeters meters) {
		super(name, lanes, meters);
	}

	/**
	 * Does with the first batch in hand what its answer asks for.
	 * @param answer null if the tier was left before it came
	 */
	final void settle(Batch batch, Tries.@Nullable Answer answer, Leg at) throws IOException, InterruptedException {
		if (answer == null) {
			this.meters.givenUp(at.tier());
			return;
		}
		this.meters.answered(at.tier(), answer.nanos());
		answered(at, answer);
		if (!(answer.outcome() instanceof DeliveryOutcome.Retry)) {
			ended(this.failures, at.tier(), "Delivers again");
		}
		switch (answer.outcome()) {
			case DeliveryOutcome.Accepted accepted -> {
				this.meters.accepted(at.tier(), batch, this.lanes.ageMillis(batch.oldestAcceptedAtMillis()));
				done(batch, at);
			}
			case DeliveryOutcome.Rejected rejected when batch.records().size() == 1 -> {
				this.lanes.refusals().refuse(batch, rejected);
				this.meters.refused();
				done(batch, at);
			}
			case DeliveryOutcome.Rejected rejected -> {
				this.hand.removeFirst();
				batch.halves(this.lanes.joiner()).reversed().forEach(this.hand::addFirst);
			}
			case DeliveryOutcome.Retry retry -> {
				this.meters.retried(at.tier(), retry.reason());
				failed(this.failures, at.tier(), retry.reason(), null);
				Leg detour = retry.isNo() ? detour(at) : null;
				if (detour != null && isTaken(batch, detour)) {
					done(batch, detour);
					return;
				}
				pause(at, waitAfter(retry.retryAfter()));
			}
		}
	}

	private boolean isTaken(Batch batch, Leg detour) throws InterruptedException {
		Receiver receiver = this.lanes.tiers().receiver(detour.tier(), this.name);
		Tries.Answer answer = (receiver != null) ? this.lanes.tries().send(receiver, batch, detour) : null;
		if (answer == null || !(answer.outcome() instanceof DeliveryOutcome.Accepted)) {
			return false;
		}
		this.meters.answered(detour.tier(), answer.nanos());
		this.meters.accepted(detour.tier(), batch, this.lanes.ageMillis(batch.oldestAcceptedAtMillis()));
		return true;
	}

	/**
	 * Returns where a batch can go at once that its tier said no to; null if it has to
	 * wait.
	 */
	@Nullable Leg detour(Leg at) {
		return null;
	}

	/** Only a hub's word counts: what a Pushgateway shows is delivered later. */
	private void done(Batch batch, Leg at) {
		if (at.tier().isHub()) {
			this.lanes.delivered().mark(batch.range().first(), batch.end());
		}
		this.hand.removeFirst();
		turn();
	}

	/** Is told of each answer before anything comes of it, to set the pace by it. */
	abstract void answered(Leg at, Tries.Answer answer);

	/** Is told that another batch is the first in hand. */
	void turn() {
	}

}
