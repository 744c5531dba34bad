package io.tandem.wire.remotewrite;

import com.google.protobuf.CodedOutputStream;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.util.Collection;

/** Makes an uncompressed WriteRequest of series. */
final class WriteRequestWriter {

	private WriteRequestWriter() {
	}

	static byte[] write(Collection<TimeSeries> series) {
		int[] sizes = new int[series.size()];
		int total = 0;
		int i = 0;
		for (TimeSeries one : series) {
			sizes[i] = size(one);
			total = Math.addExact(total, messageSize(sizes[i++]));
		}
		byte[] bytes = new byte[total];
		CodedOutputStream out = CodedOutputStream.newInstance(bytes);
		try {
			i = 0;
			for (TimeSeries one : series) {
				out.writeUInt32NoTag(WriteRequestFields.REQUEST_SERIES);
				out.writeUInt32NoTag(sizes[i++]);
				write(one, out);
			}
			out.checkNoSpaceLeft();
		}
		catch (IOException ex) {
			throw new IllegalStateException("size was computed wrongly: bytes=" + total, ex);
		}
		return bytes;
	}

	private static void write(TimeSeries series, CodedOutputStream out) throws IOException {
		String[] pairs = pairs(series.labels());
		for (int i = 0; i < pairs.length; i += 2) {
			out.writeUInt32NoTag(WriteRequestFields.SERIES_LABEL);
			out.writeUInt32NoTag(labelSize(pairs[i], pairs[i + 1]));
			out.writeString(1, pairs[i]);
			out.writeString(2, pairs[i + 1]);
		}
		for (Sample sample : series.samples()) {
			out.writeUInt32NoTag(WriteRequestFields.SERIES_SAMPLE);
			out.writeUInt32NoTag(sampleSize(sample));
			out.writeDouble(1, sample.value());
			out.writeInt64(2, sample.timestampMillis());
		}
	}

	private static int size(TimeSeries series) {
		int size = 0;
		String[] pairs = pairs(series.labels());
		for (int i = 0; i < pairs.length; i += 2) {
			size += messageSize(labelSize(pairs[i], pairs[i + 1]));
		}
		for (Sample sample : series.samples()) {
			size = Math.addExact(size, messageSize(sampleSize(sample)));
		}
		return size;
	}

	private static String[] pairs(Labels labels) {
		String[] pairs = new String[2 * labels.size()];
		int[] at = { 0 };
		labels.forEach((name, value) -> {
			pairs[at[0]++] = name;
			pairs[at[0]++] = value;
		});
		return pairs;
	}

	private static int labelSize(String name, String value) {
		return CodedOutputStream.computeStringSize(1, name) + CodedOutputStream.computeStringSize(2, value);
	}

	private static int sampleSize(Sample sample) {
		return CodedOutputStream.computeDoubleSize(1, sample.value())
				+ CodedOutputStream.computeInt64Size(2, sample.timestampMillis());
	}

	private static int messageSize(int size) {
		return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
	}

}
