package io.tandem.wire.remotewrite;

import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.Labels;
import java.time.Instant;
import java.util.Arrays;

/**
 * One walk over an uncompressed WriteRequest that makes no objects unless it finds a
 * fault. Confined to one call.
 */
final class WriteRequestCheck {

	private final ProtobufCursor cursor;

	private final byte[] buffer;

	private final WriteLimits limits;

	private final long nowMillis;

	private final long latestMillis;

	private final int maxNameBytes;

	/** Where each label name of the current series begins and ends. */
	private final int[] names;

	/** Where the first series' message begins, its length in front; 0 before it. */
	private int firstSeries;

	private int seriesFrom;

	private int seriesTo;

	private int labels;

	private boolean sorted;

	private boolean named;

	private long previousSampleMillis;

	private long previousHistogramMillis;

	private int samplesOfSeries;

	private int histogramsOfSeries;

	private int series;

	private int samples;

	private int histograms;

	private WriteRequestCheck(byte[] buffer, int length, WriteLimits limits, long nowMillis) {
		this.cursor = new ProtobufCursor(buffer, 0, length);
		this.buffer = buffer;
		this.limits = limits;
		this.nowMillis = nowMillis;
		this.latestMillis = nowMillis + limits.maxFuture().toMillis();
		this.maxNameBytes = limits.maxLabelValueBytes() / 4;
		this.names = new int[2 * limits.maxLabelsPerSeries()];
	}

	static WriteSummary check(byte[] buffer, int length, WriteLimits limits, long nowMillis)
			throws InvalidWriteRequestException {
		WriteRequestCheck check = new WriteRequestCheck(buffer, length, limits, nowMillis);
		check.request();
		return check.summary(length);
	}

	/** Checks as {@link #check} does, and makes objects of the first series' labels. */
	static IdentifiedWrite identify(byte[] buffer, int length, WriteLimits limits, long nowMillis)
			throws InvalidWriteRequestException {
		WriteRequestCheck check = new WriteRequestCheck(buffer, length, limits, nowMillis);
		check.request();
		Labels labels = (check.series > 0) ? WriteRequestReader.labelsAt(buffer, check.firstSeries, length)
				: Labels.of();
		return new IdentifiedWrite(check.summary(length), labels);
	}

	private WriteSummary summary(int length) {
		return new WriteSummary(this.series, this.samples, this.histograms, length);
	}

	private void request() throws InvalidWriteRequestException {
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.REQUEST_SERIES) {
				series();
			}
			else if (tag == WriteRequestFields.REQUEST_METADATA) {
				metadata();
			}
			else if (tag == WriteRequestFields.REQUEST_2_SYMBOLS || tag == WriteRequestFields.REQUEST_2_SERIES) {
				// passing these over would acknowledge samples that nobody reads
				throw this.cursor.malformed("this is remote write 2.0, send 1.0");
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.REQUEST_KNOWN);
			}
		}
	}

	private void series() throws InvalidWriteRequestException {
		if (this.series == 0) {
			this.firstSeries = this.cursor.position();
		}
		int outer = this.cursor.enter();
		this.seriesFrom = this.cursor.position();
		this.seriesTo = this.cursor.limit();
		this.labels = 0;
		this.sorted = true;
		this.named = false;
		this.samplesOfSeries = 0;
		this.histogramsOfSeries = 0;
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.SERIES_LABEL) {
				label();
			}
			else if (tag == WriteRequestFields.SERIES_SAMPLE) {
				sample();
			}
			else if (tag == WriteRequestFields.SERIES_EXEMPLAR) {
				exemplar();
			}
			else if (tag == WriteRequestFields.SERIES_HISTOGRAM) {
				histogram();
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.SERIES_KNOWN);
			}
		}
		this.cursor.leave(outer);
		if (!this.named) {
			throw fault(Reason.BAD_NAME, "metric name is missing");
		}
		this.series++;
		this.samples += this.samplesOfSeries;
		this.histograms += this.histogramsOfSeries;
	}

	private void label() throws InvalidWriteRequestException {
		int outer = this.cursor.enter();
		int nameFrom = 0;
		int nameTo = 0;
		int valueFrom = 0;
		int valueTo = 0;
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.LABEL_NAME) {
				int length = this.cursor.length();
				nameFrom = this.cursor.position();
				nameTo = nameFrom + length;
				this.cursor.advance(length);
			}
			else if (tag == WriteRequestFields.LABEL_VALUE) {
				int length = this.cursor.length();
				valueFrom = this.cursor.position();
				valueTo = valueFrom + length;
				this.cursor.advance(length);
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.LABEL_KNOWN);
			}
		}
		this.cursor.leave(outer);
		checkName(nameFrom, nameTo);
		checkValue(nameFrom, nameTo, valueFrom, valueTo);
	}

	private void checkName(int from, int to) throws InvalidWriteRequestException {
		if (this.labels == this.limits.maxLabelsPerSeries()) {
			throw fault(Reason.LABEL_LIMIT, "more than " + this.limits.maxLabelsPerSeries() + " labels");
		}
		if (to - from > this.maxNameBytes) {
			throw fault(Reason.LABEL_LIMIT,
					"label name is too long: bytes=" + (to - from) + " limit=" + this.maxNameBytes);
		}
		if (!Names.isLabelName(this.buffer, from, to)) {
			throw badName("label name must match [a-zA-Z_][a-zA-Z0-9_]*", from, to);
		}
		if (this.labels > 0) {
			checkNotTwice(from, to);
		}
		this.names[2 * this.labels] = from;
		this.names[2 * this.labels + 1] = to;
		this.labels++;
	}

	private void checkNotTwice(int from, int to) throws InvalidWriteRequestException {
		if (this.sorted && compareNames(this.labels - 1, from, to) < 0) {
			return;
		}
		this.sorted = false;
		for (int i = 0; i < this.labels; i++) {
			if (compareNames(i, from, to) == 0) {
				throw fault(Reason.DUPLICATE_LABEL, "label stands there twice: name=" + text(from, to));
			}
		}
	}

	private int compareNames(int earlier, int from, int to) {
		return Arrays.compareUnsigned(this.buffer, this.names[2 * earlier], this.names[2 * earlier + 1], this.buffer,
				from, to);
	}

	private void checkValue(int nameFrom, int nameTo, int from, int to) throws InvalidWriteRequestException {
		if (to - from > this.limits.maxLabelValueBytes()) {
			throw fault(Reason.LABEL_LIMIT, "label value is too long: name=" + text(nameFrom, nameTo) + " bytes="
					+ (to - from) + " limit=" + this.limits.maxLabelValueBytes());
		}
		if (Names.isMetricNameLabel(this.buffer, nameFrom, nameTo)) {
			if (!Names.isMetricName(this.buffer, from, to)) {
				throw badName("metric name must match [a-zA-Z_:][a-zA-Z0-9_:]*", from, to);
			}
			this.named = true;
		}
		else if (!Utf8.isValid(this.buffer, from, to)) {
			throw fault(Reason.NOT_UTF8, "label value is not UTF-8: name=" + text(nameFrom, nameTo));
		}
	}

	private void sample() throws InvalidWriteRequestException {
		int outer = this.cursor.enter();
		long timestamp = 0;
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.SAMPLE_VALUE) {
				this.cursor.advance(Long.BYTES);
			}
			else if (tag == WriteRequestFields.SAMPLE_TIMESTAMP) {
				timestamp = this.cursor.varint();
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.SAMPLE_KNOWN);
			}
		}
		this.cursor.leave(outer);
		if (this.samplesOfSeries++ > 0) {
			checkForward(this.previousSampleMillis, timestamp);
		}
		checkNotFuture(timestamp);
		this.previousSampleMillis = timestamp;
	}

	private void histogram() throws InvalidWriteRequestException {
		long timestamp = NativeHistogramCheck.check(this.cursor);
		if (this.histogramsOfSeries++ > 0) {
			checkForward(this.previousHistogramMillis, timestamp);
		}
		checkNotFuture(timestamp);
		this.previousHistogramMillis = timestamp;
	}

	private void checkForward(long previous, long timestamp) throws InvalidWriteRequestException {
		if (timestamp <= previous) {
			throw fault(Reason.OUT_OF_ORDER,
					"samples do not go forward in time: timestamp=" + timestamp + " after=" + previous);
		}
	}

	private void checkNotFuture(long timestamp) throws InvalidWriteRequestException {
		if (timestamp > this.latestMillis) {
			throw fault(Reason.FUTURE,
					"sample lies too far ahead of this machine's clock: timestamp=" + timestamp + " now="
							+ Instant.ofEpochMilli(this.nowMillis) + " (" + this.nowMillis + ") allowed="
							+ this.limits.maxFuture());
		}
	}

	private void exemplar() throws InvalidWriteRequestException {
		int outer = this.cursor.enter();
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.EXEMPLAR_LABEL) {
				strings(WriteRequestFields.LABEL_KNOWN, "exemplar's label");
			}
			else if (tag == WriteRequestFields.EXEMPLAR_VALUE || tag == WriteRequestFields.EXEMPLAR_TIMESTAMP) {
				this.cursor.passOverValue(tag);
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.EXEMPLAR_KNOWN);
			}
		}
		this.cursor.leave(outer);
	}

	private void metadata() throws InvalidWriteRequestException {
		this.seriesFrom = 0;
		this.seriesTo = 0;
		strings(WriteRequestFields.METADATA_KNOWN, "metadata");
	}

	/** Walks a message whose known fields are strings, but for metadata's type. */
	private void strings(int known, String what) throws InvalidWriteRequestException {
		int outer = this.cursor.enter();
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			int field = tag >>> 3;
			boolean isString = (tag & 7) == ProtobufCursor.LENGTH_DELIMITED && field < Integer.SIZE
					&& (known & (1 << field)) != 0;
			if (isString && !(known == WriteRequestFields.METADATA_KNOWN && field == 1)) {
				int length = this.cursor.length();
				int from = this.cursor.position();
				this.cursor.advance(length);
				if (!Utf8.isValid(this.buffer, from, from + length)) {
					throw fault(Reason.NOT_UTF8, what + " is not UTF-8: " + text(from, from + length));
				}
			}
			else if (known == WriteRequestFields.METADATA_KNOWN && tag == WriteRequestFields.METADATA_TYPE) {
				this.cursor.varint();
			}
			else {
				this.cursor.passOver(tag, known);
			}
		}
		this.cursor.leave(outer);
	}

	private InvalidWriteRequestException badName(String rule, int from, int to) {
		if (!Utf8.isValid(this.buffer, from, to)) {
			return fault(Reason.NOT_UTF8, "name is not UTF-8: '" + text(from, to) + "'");
		}
		return fault(Reason.BAD_NAME, rule + ": '" + text(from, to) + "'");
	}

	private InvalidWriteRequestException fault(Reason reason, String detail) {
		String of = (this.seriesTo > 0) ? " series=" + SeriesText.of(this.buffer, this.seriesFrom, this.seriesTo) : "";
		return new InvalidWriteRequestException(reason, detail + of);
	}

	private String text(int from, int to) {
		return SeriesText.shortened(this.buffer, from, to);
	}

}
