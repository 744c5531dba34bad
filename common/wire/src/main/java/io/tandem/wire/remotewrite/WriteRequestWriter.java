package io.tandem.wire.remotewrite;

import com.google.protobuf.CodedOutputStream;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.util.Collection;

/** Makes a message of objects. Holds no state. */
final class WriteRequestWriter {

	private static final int VALUE_SIZE = 1 + Double.BYTES;

	private WriteRequestWriter() {
	}

	static byte[] write(Collection<TimeSeries> all) {
		int size = 0;
		for (TimeSeries series : all) {
			size += nested(size(series));
		}
		byte[] message = new byte[size];
		CodedOutputStream out = CodedOutputStream.newInstance(message);
		try {
			for (TimeSeries series : all) {
				write(out, series);
			}
			out.checkNoSpaceLeft();
		}
		catch (IOException ex) {
			throw new IllegalStateException("writing to memory failed", ex);
		}
		return message;
	}

	private static void write(CodedOutputStream out, TimeSeries series) throws IOException {
		begin(out, Fields.TIME_SERIES, size(series));
		Labels labels = series.labels();
		for (int i = 0; i < labels.size(); i++) {
			begin(out, Fields.LABEL, labelSize(labels, i));
			out.writeString(1, labels.name(i));
			out.writeString(2, labels.value(i));
		}
		for (Sample sample : series.samples()) {
			begin(out, Fields.SAMPLE, sampleSize(sample));
			out.writeDouble(1, sample.value());
			out.writeInt64(2, sample.timestampMillis());
		}
	}

	private static void begin(CodedOutputStream out, int tag, int size) throws IOException {
		out.writeUInt32NoTag(tag);
		out.writeUInt32NoTag(size);
	}

	private static int size(TimeSeries series) {
		int size = 0;
		for (int i = 0; i < series.labels().size(); i++) {
			size += nested(labelSize(series.labels(), i));
		}
		for (Sample sample : series.samples()) {
			size += nested(sampleSize(sample));
		}
		return size;
	}

	private static int labelSize(Labels labels, int index) {
		return CodedOutputStream.computeStringSize(1, labels.name(index))
				+ CodedOutputStream.computeStringSize(2, labels.value(index));
	}

	private static int sampleSize(Sample sample) {
		return VALUE_SIZE + CodedOutputStream.computeInt64Size(2, sample.timestampMillis());
	}

	private static int nested(int size) {
		return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
	}

}
