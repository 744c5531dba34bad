package io.tandem.wire.remotewrite;

import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.TimeSeries;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads, checks, makes and joins remote write 1.0 bodies: a protobuf {@code WriteRequest}
 * in one snappy block. Thread-safe: holds only arrays for reuse.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write
 * 1.0</a>
 */
public final class WriteRequests {

	private static final ScratchBuffers SCRATCH = new ScratchBuffers();

	private WriteRequests() {
	}

	/**
	 * Walks the whole body without making objects of it and says what it holds. Unsorted
	 * labels are fine (vmagent sends them), unknown fields and metadata are passed over.
	 * A request without series is fine too. Exemplars, native histograms and metadata are
	 * checked only as far as a receiver must be able to decode them.
	 * @param nowMillis the receiver's clock, milliseconds since the Unix epoch
	 * @throws InvalidWriteRequestException if any part of the body can never be accepted
	 */
	public static WriteSummary validate(byte[] compressed, WriteLimits limits, long nowMillis)
			throws InvalidWriteRequestException {
		return walk(compressed, limits, (bytes, length) -> WriteRequestCheck.check(bytes, length, limits, nowMillis));
	}

	/**
	 * Walks the body as {@link #validate} does, and also returns the labels of its first
	 * series: who sent it, mostly. The other series are not made objects of.
	 * @throws InvalidWriteRequestException if any part of the body can never be accepted
	 */
	public static IdentifiedWrite identify(byte[] compressed, WriteLimits limits, long nowMillis)
			throws InvalidWriteRequestException {
		return walk(compressed, limits,
				(bytes, length) -> WriteRequestCheck.identify(bytes, length, limits, nowMillis));
	}

	private static <T> T walk(byte[] compressed, WriteLimits limits, Walk<T> walk) throws InvalidWriteRequestException {
		if (compressed.length > limits.maxCompressedBytes()) {
			throw new InvalidWriteRequestException(Reason.TOO_LARGE,
					"body is over the limit: bytes=" + compressed.length + " limit=" + limits.maxCompressedBytes());
		}
		int length = SnappyBlock.uncompressedLength(compressed, limits.maxUncompressedBytes());
		byte[] scratch = SCRATCH.take(length);
		try {
			SnappyBlock.uncompress(compressed, scratch, length);
			return walk.over(scratch, length);
		}
		finally {
			SCRATCH.giveBack(scratch);
		}
	}

	/**
	 * Hands each series with its samples to the consumer, in the body's order. Exemplars,
	 * histograms and metadata are passed over.
	 * @throws InvalidWriteRequestException if the body cannot be read
	 */
	public static void read(byte[] compressed, Consumer<TimeSeries> series) throws InvalidWriteRequestException {
		int length = SnappyBlock.uncompressedLength(compressed, Integer.MAX_VALUE - 16);
		byte[] scratch = SCRATCH.take(length);
		try {
			SnappyBlock.uncompress(compressed, scratch, length);
			new WriteRequestReader(scratch, length).read(series);
		}
		finally {
			SCRATCH.giveBack(scratch);
		}
	}

	/** Returns the series as one compressed body. */
	public static byte[] encode(Collection<TimeSeries> series) {
		return SnappyBlock.compress(WriteRequestWriter.write(series));
	}

	/**
	 * Joins bodies into one without decompressing them. A WriteRequest's only repeated
	 * fields are its top-level ones, so joined messages are one message; and a snappy
	 * block's copies refer backwards by a distance, so joined blocks are one block once
	 * the length in front is their sum.
	 * @param compressed bodies that {@link #validate} has taken; at least one
	 * @return an array of its own
	 * @throws IllegalArgumentException if there is none, or together they are over 2 GiB
	 * uncompressed
	 */
	public static byte[] join(List<byte[]> compressed) {
		return (compressed.size() == 1) ? compressed.getFirst().clone() : SnappyBlock.join(compressed);
	}

	/** One way over an uncompressed request. */
	private interface Walk<T> {

		T over(byte[] bytes, int length) throws InvalidWriteRequestException;

	}

}
