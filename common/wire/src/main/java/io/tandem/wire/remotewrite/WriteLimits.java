package io.tandem.wire.remotewrite;

import java.time.Duration;

/**
 * What one request may hold. Each bound protects memory: raising it raises what a single
 * sender can make a service allocate.
 *
 * @param maxCompressedBytes body as sent
 * @param maxUncompressedBytes body after decompression; checked before it is allocated
 * @param maxLabelsPerSeries labels of one series, the name included
 * @param maxLabelValueBytes a label's value in UTF-8; names have a quarter of it
 * @param maxFuture how far a sample's timestamp may lie ahead of the receiver's clock
 */
public record WriteLimits(int maxCompressedBytes, int maxUncompressedBytes, int maxLabelsPerSeries,
		int maxLabelValueBytes, Duration maxFuture) {

	public static final WriteLimits DEFAULT = new WriteLimits(4 << 20, 32 << 20, 64, 8 << 10, Duration.ofMinutes(10));

}
