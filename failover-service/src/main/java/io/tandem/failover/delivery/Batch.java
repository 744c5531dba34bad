package io.tandem.failover.delivery;

import io.tandem.failover.gateway.RecordKind;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolRecord;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.wire.identity.RecordRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive records that travel as one. Immutable, so that each try sends the same.
 *
 * @param range names the records
 * @param records at least one, with consecutive sequences
 * @param body their payloads, joined into one remote write
 */
record Batch(RecordRange range, List<SpoolRecord> records, byte[] body) {

	/**
	 * @throws IllegalArgumentException if there is no record
	 */
	static Batch of(String origin, String epoch, List<SpoolRecord> records, Joiner joiner) {
		if (records.isEmpty()) {
			throw new IllegalArgumentException("a batch needs a record");
		}
		byte[] body = (records.size() == 1) ? records.getFirst().payload()
				: joiner.join(records.stream().map(SpoolRecord::payload).toList());
		RecordRange range = new RecordRange(origin, epoch, records.getFirst().sequence(), records.getLast().sequence());
		return new Batch(range, List.copyOf(records), body);
	}

	/** Returns the two halves of a batch of more than one record. */
	List<Batch> halves(Joiner joiner) {
		int middle = this.records.size() / 2;
		return List.of(of(this.range.origin(), this.range.epoch(), this.records.subList(0, middle), joiner),
				of(this.range.origin(), this.range.epoch(), this.records.subList(middle, this.records.size()), joiner));
	}

	long oldestAcceptedAtMillis() {
		return this.records.stream().mapToLong(SpoolRecord::acceptedAtMillis).min().orElseThrow();
	}

	/** Returns the protocol that all records came by, or null if they differ. */
	@Nullable Protocol protocol() {
		Protocol first = RecordKind.protocolOf(this.records.getFirst().kind());
		boolean same = this.records.stream().allMatch((record) -> RecordKind.protocolOf(record.kind()) == first);
		return same ? first : null;
	}

	/** Returns where delivery goes on after this batch. */
	Position end() {
		return this.records.getLast().end();
	}

	/** Joins bodies of remote writes into one. */
	@FunctionalInterface
	interface Joiner {

		byte[] join(List<byte[]> bodies);

	}

}
