package io.tandem.failover.gateway;

import io.tandem.failover.spool.SpoolSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the spool lies and how large it may get; see {@link SpoolSettings}.
 *
 * @param directory the spool's own directory; {@code spool} in the state directory if
 * null
 * @param segmentSize a segment is closed once it has grown to this
 * @param maxSize everything the spool keeps; how long an outage it can bridge is this by
 * the rate of pushes
 * @param minFreeDisk left to others on the disk; below it pushes are answered 503
 * @param maxQueue pushes waiting for the disk
 * @param maxRecord one push
 * @param retainFor how long delivered records are kept for a backfill
 * @param retainSize how much of them is kept at most
 */
@ConfigurationProperties("tandem.spool")
record SpoolProperties(@Nullable Path directory, @DefaultValue("64MB") DataSize segmentSize,
		@DefaultValue("8GB") DataSize maxSize, @DefaultValue("512MB") DataSize minFreeDisk,
		@DefaultValue("64MB") DataSize maxQueue, @DefaultValue("8MB") DataSize maxRecord,
		@DefaultValue("24h") Duration retainFor, @DefaultValue("2GB") DataSize retainSize) {

	SpoolProperties {
		settings(segmentSize, maxSize, minFreeDisk, maxQueue, maxRecord, retainFor, retainSize);
	}

	SpoolSettings settings() {
		return settings(this.segmentSize, this.maxSize, this.minFreeDisk, this.maxQueue, this.maxRecord, this.retainFor,
				this.retainSize);
	}

	private static SpoolSettings settings(DataSize segmentSize, DataSize maxSize, DataSize minFreeDisk,
			DataSize maxQueue, DataSize maxRecord, Duration retainFor, DataSize retainSize) {
		return new SpoolSettings(segmentSize.toBytes(), maxSize.toBytes(), minFreeDisk.toBytes(), maxQueue.toBytes(),
				Math.toIntExact(maxRecord.toBytes()), retainFor, retainSize.toBytes());
	}

}
