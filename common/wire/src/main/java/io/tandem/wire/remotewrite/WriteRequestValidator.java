package io.tandem.wire.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import java.io.IOException;

/**
 * Walks a message without making objects of it. Confined to one call.
 */
final class WriteRequestValidator {

	private final byte[] message;

	private final CodedInputStream in;

	private final WriteLimits limits;

	private final long latestMillis;

	private final LabelWalk labels;

	private int series;

	private int samples;

	private int histograms;

	private int seriesAt;

	private int seriesEnd;

	WriteRequestValidator(byte[] message, WriteLimits limits, long nowMillis) {
		this.message = message;
		this.in = CodedInputStream.newInstance(message);
		this.limits = limits;
		this.latestMillis = nowMillis + limits.maxFuture().toMillis();
		this.labels = new LabelWalk(message, limits);
	}

	WriteSummary validate() throws InvalidWriteRequestException {
		try {
			for (int tag = this.in.readTag(); tag != 0; tag = this.in.readTag()) {
				if (tag == Fields.TIME_SERIES) {
					series();
				}
				else {
					skip(tag);
				}
			}
		}
		catch (IOException ex) {
			throw new InvalidWriteRequestException(Reason.BAD_PROTOBUF, "the uncompressed body is not a WriteRequest: "
					+ ex.getMessage() + " Near byte " + this.in.getTotalBytesRead() + ".");
		}
		return new WriteSummary(this.series, this.samples, this.histograms, this.message.length);
	}

	private void series() throws IOException, InvalidWriteRequestException {
		int outer = this.in.pushLimit(length());
		this.seriesAt = this.in.getTotalBytesRead();
		this.seriesEnd = this.seriesAt + this.in.getBytesUntilLimit();
		this.labels.begin();
		long previous = Long.MIN_VALUE;
		for (int tag = this.in.readTag(); tag != 0; tag = this.in.readTag()) {
			switch (tag) {
				case Fields.LABEL -> this.labels.add(this.in, length());
				case Fields.SAMPLE -> previous = sample(previous);
				case Fields.HISTOGRAM -> {
					this.in.skipRawBytes(length());
					this.histograms++;
				}
				default -> skip(tag);
			}
		}
		this.labels.end();
		this.in.popLimit(outer);
		this.series++;
	}

	private long sample(long previous) throws IOException, InvalidWriteRequestException {
		int outer = this.in.pushLimit(length());
		long timestamp = 0;
		for (int tag = this.in.readTag(); tag != 0; tag = this.in.readTag()) {
			switch (tag) {
				case Fields.VALUE -> this.in.readRawLittleEndian64();
				case Fields.TIMESTAMP -> timestamp = this.in.readInt64();
				default -> skip(tag);
			}
		}
		this.in.popLimit(outer);
		if (timestamp <= previous && previous != Long.MIN_VALUE) {
			throw fault(Reason.OUT_OF_ORDER, "samples must go forward in time: " + timestamp + " follows " + previous);
		}
		if (timestamp > this.latestMillis) {
			throw fault(Reason.FUTURE, "a sample at " + timestamp + " ms is more than " + this.limits.maxFuture()
					+ " ahead of this machine's clock: check the sender's clock");
		}
		this.samples++;
		return timestamp;
	}

	// A length that goes beyond the enclosing message must not be taken for the end of
	// it.
	private int length() throws IOException {
		int length = this.in.readRawVarint32();
		int left = this.in.getBytesUntilLimit();
		if (length < 0 || length > ((left >= 0) ? left : this.message.length - this.in.getTotalBytesRead())) {
			throw new InvalidProtocolBufferException(
					"A length of " + Integer.toUnsignedString(length) + " goes beyond its message.");
		}
		return length;
	}

	private void skip(int tag) throws IOException {
		if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
			this.in.skipRawBytes(length());
		}
		else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_END_GROUP || !this.in.skipField(tag)) {
			throw new InvalidProtocolBufferException("A group ends that has not begun.");
		}
	}

	private InvalidWriteRequestException fault(Reason reason, String what) {
		return new InvalidWriteRequestException(reason,
				what + ", in series " + this.labels.describe(this.seriesAt, this.seriesEnd));
	}

}
