package io.tandem.failover.gateway;

import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import io.tandem.ingest.PushGroups;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Reads the newest push groups back before the first push is taken, so that a series
 * which a job no longer pushes is still ended after a restart. What cannot be read is
 * passed over: the spool itself is not harmed by it.
 */
final class GroupsFromSpool implements SmartInitializingSingleton {

	private static final Duration REMEMBERED = Duration.ofMinutes(5);

	/**
	 * The newest bytes of the spool that are read at the most: what lies further back
	 * costs its groups the immediate end of a series, and a cold disk gives 200 MB/s.
	 */
	private static final long MAX_BYTES = 128L << 20;

	/** Bounds what a slow disk may add to a start. */
	private static final Duration MAX_TIME = Duration.ofSeconds(2);

	private static final int BATCH_RECORDS = 100;

	private static final long BATCH_BYTES = 1 << 20;

	private static final Logger logger = LoggerFactory.getLogger(GroupsFromSpool.class);

	private final Spool spool;

	private final PushGroups groups;

	private final InstantSource clock;

	GroupsFromSpool(Spool spool, PushGroups groups, InstantSource clock) {
		this.spool = spool;
		this.groups = groups;
		this.clock = clock;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Instant since = this.clock.instant().minus(REMEMBERED);
		Position from = this.spool.since(since, MAX_BYTES);
		int replayed = 0;
		long started = System.nanoTime();
		try (SpoolReader reader = this.spool.reader(from)) {
			for (List<SpoolRecord> records = next(reader); !records.isEmpty(); records = next(reader)) {
				if (System.nanoTime() - started > MAX_TIME.toNanos()) {
					logger.atWarn().addKeyValue("replayed", replayed).log("Reading push groups back took too long");
					return;
				}
				for (SpoolRecord record : records) {
					if (RecordKind.protocolOf(record.kind()) == Protocol.PUSHGATEWAY
							&& record.acceptedAtMillis() >= since.toEpochMilli()) {
						this.groups.replay(record.payload());
						replayed++;
					}
				}
			}
		}
		catch (IOException | InvalidWriteRequestException ex) {
			logger.atWarn().setCause(ex).addKeyValue("replayed", replayed).log("Could not read all push groups back");
			return;
		}
		if (replayed > 0) {
			logger.atInfo().addKeyValue("records", replayed).log("Read push groups back from the spool");
		}
	}

	private static List<SpoolRecord> next(SpoolReader reader) throws IOException {
		return reader.read(BATCH_RECORDS, BATCH_BYTES);
	}

}
