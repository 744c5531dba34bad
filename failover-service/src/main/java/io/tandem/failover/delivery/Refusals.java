package io.tandem.failover.delivery;

import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolRecord;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records on record that a hub will never take. Thread-safe. */
final class Refusals {

	private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

	private final Spool spool;

	private final RefusedRecords copies;

	Refusals(Spool spool, RefusedRecords copies) {
		this.spool = spool;
		this.copies = copies;
	}

	/**
	 * Records the batch's only record as a gap and keeps a copy of it.
	 * @throws IOException if the gap cannot be written down; then the record must not be
	 * passed
	 */
	void refuse(Batch batch, DeliveryOutcome.Rejected rejected) throws IOException {
		SpoolRecord record = batch.records().getFirst();
		String file;
		try {
			file = this.copies.keep(batch.range().epoch(), record).toString();
		}
		catch (IOException ex) {
			file = "not kept: " + ex;
		}
		this.spool.recordRefused(record.sequence(), record.sequence(), rejected.status() + " " + rejected.detail());
		logger.atWarn()
			.addKeyValue("record", batch.range())
			.addKeyValue("status", rejected.status())
			.addKeyValue("detail", rejected.detail())
			.addKeyValue("file", file)
			.log("The hub will never take a record; it is skipped");
	}

}
