package io.tandem.wire.remotewrite;

import com.google.protobuf.CodedInputStream;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes objects of a message. Holds no state. */
final class WriteRequestReader {

	private WriteRequestReader() {
	}

	static void read(byte[] message, Consumer<TimeSeries> consumer) throws InvalidWriteRequestException {
		CodedInputStream in = CodedInputStream.newInstance(message);
		try {
			for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
				if (tag == Fields.TIME_SERIES) {
					int outer = in.pushLimit(in.readRawVarint32());
					consumer.accept(series(in));
					in.popLimit(outer);
				}
				else if (!in.skipField(tag)) {
					throw new IOException("a group ends that has not begun");
				}
			}
		}
		catch (IOException ex) {
			throw new InvalidWriteRequestException(Reason.BAD_PROTOBUF, "not a WriteRequest: " + ex.getMessage());
		}
	}

	private static TimeSeries series(CodedInputStream in) throws IOException {
		Map<String, String> labels = new HashMap<>();
		List<Sample> samples = new ArrayList<>(1);
		for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
			switch (tag) {
				case Fields.LABEL -> label(in, labels);
				case Fields.SAMPLE -> samples.add(sample(in));
				default -> in.skipField(tag);
			}
		}
		return new TimeSeries(Labels.of(labels), samples);
	}

	private static void label(CodedInputStream in, Map<String, String> labels) throws IOException {
		int outer = in.pushLimit(in.readRawVarint32());
		String name = "";
		String value = "";
		for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
			switch (tag) {
				case Fields.NAME -> name = in.readStringRequireUtf8();
				case Fields.LABEL_VALUE -> value = in.readStringRequireUtf8();
				default -> in.skipField(tag);
			}
		}
		in.popLimit(outer);
		labels.put(name, value);
	}

	private static Sample sample(CodedInputStream in) throws IOException {
		int outer = in.pushLimit(in.readRawVarint32());
		double value = 0;
		long timestamp = 0;
		for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
			switch (tag) {
				case Fields.VALUE -> value = in.readDouble();
				case Fields.TIMESTAMP -> timestamp = in.readInt64();
				default -> in.skipField(tag);
			}
		}
		in.popLimit(outer);
		return new Sample(timestamp, value);
	}

}
