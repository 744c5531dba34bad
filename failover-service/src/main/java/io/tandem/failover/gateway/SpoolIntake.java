package io.tandem.failover.gateway;

import io.tandem.failover.spool.AppendOutcome;
import io.tandem.failover.spool.Spool;
import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.RecordIntake;
import java.time.Duration;

/**
 * Makes a push durable in the spool: the calling thread waits for the fsync that it
 * shares with the others. Marks the records of critical agents. Thread-safe.
 */
final class SpoolIntake implements RecordIntake {

	private static final Duration SOON = Duration.ofSeconds(1);

	private static final Duration WHEN_DELIVERED = Duration.ofSeconds(5);

	private final Spool spool;

	private final int maxRecordBytes;

	private final CriticalAgents critical;

	SpoolIntake(Spool spool, int maxRecordBytes, CriticalAgents critical) {
		this.spool = spool;
		this.critical = critical;
		this.maxRecordBytes = maxRecordBytes;
	}

	@Override
	public boolean wantsPushedBy() {
		return this.critical.exist();
	}

	@Override
	public Outcome accept(PushedRecord record) {
		if (record.body().length > this.maxRecordBytes) {
			return new Outcome.Impossible("too-large", "the push is larger than a record may be: bytes="
					+ record.body().length + " at most " + this.maxRecordBytes);
		}
		byte kind = RecordKind.of(record.protocol());
		AppendOutcome outcome = this.spool
			.append(this.critical.include(record.by()) ? RecordKind.critical(kind) : kind, record.acceptedAtMillis(),
					record.body())
			.join();
		return switch (outcome) {
			case AppendOutcome.Appended appended -> new Outcome.Durable();
			case AppendOutcome.Full(AppendOutcome.Full.Reason reason, String detail) -> new Outcome.Refused(
					"spool-full", detail, (reason == AppendOutcome.Full.Reason.QUEUE) ? SOON : WHEN_DELIVERED);
			case AppendOutcome.Failed(String detail) -> new Outcome.Refused("spool-failed", detail, SOON);
		};
	}

}
