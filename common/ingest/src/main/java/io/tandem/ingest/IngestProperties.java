package io.tandem.ingest;

import io.tandem.wire.remotewrite.WriteLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a sender may make this service hold. Raising a size raises the memory that one
 * request can take; raising {@code maxInFlight} raises what all of them together can.
 *
 * @param maxInFlight bodies in memory at once, with what is unpacked from them; beyond it
 * a request is answered 503 before its body is read
 * @param maxWriteBody one remote write as sent, compressed
 * @param maxWriteUncompressed one remote write, unpacked
 * @param maxPushBody one Pushgateway push, both as sent and unpacked; a parsed push costs
 * about {@value #PARSED_BYTES_PER_TEXT_BYTE} times its text
 * @param maxLabels labels of one series, its name included
 * @param maxLabelValue one label value in UTF-8; a name may have a quarter of it
 * @param maxFuture how far an agent's sample may lie ahead of this machine's clock
 * @param forgetGroupsAfter for how long after its last push a group's series are
 * remembered; longer than Prometheus' look-back gains nothing
 * @param maxGroups groups remembered at once
 * @param maxGroupSeries series of all remembered groups together, about half a kilobyte
 * each
 */
@ConfigurationProperties("tandem.ingest")
public record IngestProperties(@DefaultValue("64MB") DataSize maxInFlight, @DefaultValue("4MB") DataSize maxWriteBody,
		@DefaultValue("32MB") DataSize maxWriteUncompressed, @DefaultValue("4MB") DataSize maxPushBody,
		@DefaultValue("64") int maxLabels, @DefaultValue("8KB") DataSize maxLabelValue,
		@DefaultValue("10m") Duration maxFuture, @DefaultValue("5m") Duration forgetGroupsAfter,
		@DefaultValue("10000") int maxGroups, @DefaultValue("50000") int maxGroupSeries) {

	static final int PARSED_BYTES_PER_TEXT_BYTE = 8;

	/** Later than any timestamp, yet not so long that adding it to a clock overflows. */
	private static final Duration NO_BOUND = Duration.ofDays(1_000_000_000);

	/**
	 * @throws IllegalArgumentException if a bound is not positive, or the largest request
	 * that is allowed could never fit in flight
	 */
	public IngestProperties {
		requirePositive("max-write-body", maxWriteBody.toBytes());
		requirePositive("max-write-uncompressed", maxWriteUncompressed.toBytes());
		requirePositive("max-push-body", maxPushBody.toBytes());
		requirePositive("max-labels", maxLabels);
		requirePositive("max-label-value", maxLabelValue.toBytes());
		requirePositive("max-groups", maxGroups);
		requirePositive("max-group-series", maxGroupSeries);
		requirePositive("forget-groups-after", forgetGroupsAfter.toMillis());
		long write = maxWriteBody.toBytes() + maxWriteUncompressed.toBytes();
		long push = maxPushBody.toBytes() * (2 + PARSED_BYTES_PER_TEXT_BYTE);
		if (maxInFlight.toBytes() < Math.max(write, push)) {
			throw new IllegalArgumentException(
					"tandem.ingest.max-in-flight must hold the largest request: max-in-flight=" + maxInFlight.toBytes()
							+ " largest-write=" + write + " largest-push=" + push);
		}
	}

	/** Returns the limits for what an agent itself sends. */
	WriteLimits writeLimits() {
		return new WriteLimits(Math.toIntExact(this.maxWriteBody.toBytes()),
				Math.toIntExact(this.maxWriteUncompressed.toBytes()), this.maxLabels,
				Math.toIntExact(this.maxLabelValue.toBytes()), this.maxFuture);
	}

	/**
	 * Returns the limits for what was accepted elsewhere: the same, but the clock of the
	 * machine that accepted it has already decided what is future.
	 */
	WriteLimits forwardedLimits() {
		WriteLimits limits = writeLimits();
		return new WriteLimits(limits.maxCompressedBytes(), limits.maxUncompressedBytes(), limits.maxLabelsPerSeries(),
				limits.maxLabelValueBytes(), NO_BOUND);
	}

	private static void requirePositive(String name, long value) {
		if (value <= 0) {
			throw new IllegalArgumentException("tandem.ingest." + name + " must be positive: " + name + "=" + value);
		}
	}

}
