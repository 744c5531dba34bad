package io.tandem.failover.delivery;

import io.tandem.failover.delivery.CurrentRoute.Leg;
import io.tandem.failover.gateway.RecordKind;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends new records of critical agents to a second hub as well. Each is tried once;
 * whatever becomes of it, the other lanes alone decide when a record is delivered. Begins
 * with the newest records, and jumps to them when it falls behind. Confined to the thread
 * that runs it.
 */
final class TwinLane extends Lane {

	private final CurrentRoute twin;

	private Position position;

	private boolean idle = true;

	/**
	 * @param twin the second hub; any other tier for none
	 */
	TwinLane(Lanes lanes, DeliveryMeters meters, CurrentRoute twin) {
		super(LaneName.TWIN, lanes, meters);
		this.twin = twin;
		this.position = lanes.newest();
	}

	@Override
	long next() {
		return this.position.sequence() + 1;
	}

	@Override
	void step() throws IOException, InterruptedException {
		Leg second = this.twin.leg();
		Receiver receiver = second.tier().isHub() && !second.tier().equals(this.lanes.route().leg().tier())
				? this.lanes.tiers().receiver(second.tier(), this.name) : null;
		if (receiver == null) {
			this.idle = true;
			closeReader();
			pause(second, IDLE);
			return;
		}
		if (this.idle) {
			this.idle = false;
			this.position = this.lanes.spool().newest();
		}
		SpoolReader reader = readerAt(this.position);
		if (!reader.await(LOOK)) {
			return;
		}
		Long acceptedAt = reader.nextAcceptedAtMillis();
		Position newest = this.lanes.spool().newest();
		if (acceptedAt != null && newest.sequence() >= reader.next()
				&& this.lanes.ageMillis(acceptedAt) > this.lanes.properties().maxLiveAge().toMillis()) {
			this.meters.twin("skipped", newest.sequence() + 1 - reader.next());
			this.position = newest;
			return;
		}
		List<SpoolRecord> records = reader.read(this.lanes.properties().maxBatchRecords(),
				this.lanes.properties().maxBatchSize().toBytes());
		this.position = Position.after(reader.next() - 1);
		for (List<SpoolRecord> run : criticalRuns(records)) {
			send(this.lanes.batch(run), receiver, second);
		}
	}

	/** Returns the critical records, consecutive ones together. */
	static List<List<SpoolRecord>> criticalRuns(List<SpoolRecord> records) {
		List<List<SpoolRecord>> runs = new ArrayList<>();
		boolean goesOn = false;
		for (SpoolRecord record : records) {
			boolean critical = RecordKind.isCritical(record.kind());
			if (critical && !goesOn) {
				runs.add(new ArrayList<>());
			}
			if (critical) {
				runs.getLast().add(record);
			}
			goesOn = critical;
		}
		return runs;
	}

	private void send(Batch batch, Receiver receiver, Leg at) throws InterruptedException {
		if (isStopped() || at.left().isDone() || this.lanes.ageMillis(batch.oldestAcceptedAtMillis()) > 2
				* this.lanes.properties().maxLiveAge().toMillis()) {
			this.meters.twin("skipped", batch.records().size());
			return;
		}
		Tries.Answer answer = this.lanes.tries().send(receiver, batch, at);
		if (answer == null) {
			this.meters.twin("given-up", batch.records().size());
			return;
		}
		this.meters.answered(at.tier(), answer.nanos());
		switch (answer.outcome()) {
			case DeliveryOutcome.Accepted accepted -> {
				this.meters.accepted(at.tier(), batch, this.lanes.ageMillis(batch.oldestAcceptedAtMillis()));
				this.meters.twin("accepted", batch.records().size());
				ended(this.failures, at.tier(), "Delivers again");
			}
			case DeliveryOutcome.Rejected rejected -> this.meters.twin("rejected", batch.records().size());
			case DeliveryOutcome.Retry retry -> {
				this.meters.twin("failed", batch.records().size());
				failed(this.failures, at.tier(), retry.reason(), null);
				pause(at, waitAfter(retry.retryAfter()));
			}
		}
	}

	@Override
	void startAgain() {
		this.position = this.lanes.spool().newest();
	}

}
