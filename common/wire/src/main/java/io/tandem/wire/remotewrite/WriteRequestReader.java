package io.tandem.wire.remotewrite;

import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes series of an uncompressed WriteRequest. Confined to one call. */
final class WriteRequestReader {

	private final ProtobufCursor cursor;

	WriteRequestReader(byte[] buffer, int length) {
		this.cursor = new ProtobufCursor(buffer, 0, length);
	}

	/**
	 * Returns the labels of one series.
	 * @param from where its message begins, the length in front
	 */
	static Labels labelsAt(byte[] buffer, int from, int to) throws InvalidWriteRequestException {
		WriteRequestReader reader = new WriteRequestReader(buffer, to);
		reader.cursor.advance(from);
		return reader.series().labels();
	}

	void read(Consumer<TimeSeries> consumer) throws InvalidWriteRequestException {
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.REQUEST_SERIES) {
				consumer.accept(series());
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.REQUEST_KNOWN & ~(1 << 3));
			}
		}
	}

	private TimeSeries series() throws InvalidWriteRequestException {
		int outer = this.cursor.enter();
		List<String> labels = new ArrayList<>(32);
		List<Sample> samples = new ArrayList<>(1);
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.SERIES_LABEL) {
				label(labels);
			}
			else if (tag == WriteRequestFields.SERIES_SAMPLE) {
				samples.add(sample());
			}
			else {
				this.cursor.passOver(tag, (1 << 1) | (1 << 2));
			}
		}
		this.cursor.leave(outer);
		return new TimeSeries(labels(labels), samples);
	}

	private static Labels labels(List<String> namesAndValues) throws InvalidWriteRequestException {
		try {
			return Labels.of(namesAndValues.toArray(String[]::new));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidWriteRequestException(Reason.DUPLICATE_LABEL, String.valueOf(ex.getMessage()));
		}
	}

	private void label(List<String> labels) throws InvalidWriteRequestException {
		int outer = this.cursor.enter();
		String name = "";
		String value = "";
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.LABEL_NAME) {
				name = string();
			}
			else if (tag == WriteRequestFields.LABEL_VALUE) {
				value = string();
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.LABEL_KNOWN);
			}
		}
		this.cursor.leave(outer);
		labels.add(name);
		labels.add(value);
	}

	private String string() throws InvalidWriteRequestException {
		int length = this.cursor.length();
		int from = this.cursor.position();
		this.cursor.advance(length);
		if (!Utf8.isValid(this.cursor.buffer, from, from + length)) {
			throw new InvalidWriteRequestException(Reason.NOT_UTF8,
					"label is not UTF-8: " + SeriesText.shortened(this.cursor.buffer, from, from + length));
		}
		return new String(this.cursor.buffer, from, length, StandardCharsets.UTF_8);
	}

	private Sample sample() throws InvalidWriteRequestException {
		int outer = this.cursor.enter();
		double value = 0;
		long timestamp = 0;
		while (!this.cursor.atEnd()) {
			int tag = this.cursor.tag();
			if (tag == WriteRequestFields.SAMPLE_VALUE) {
				value = Double.longBitsToDouble(this.cursor.fixed64());
			}
			else if (tag == WriteRequestFields.SAMPLE_TIMESTAMP) {
				timestamp = this.cursor.varint();
			}
			else {
				this.cursor.passOver(tag, WriteRequestFields.SAMPLE_KNOWN);
			}
		}
		this.cursor.leave(outer);
		return new Sample(timestamp, value);
	}

}
