package io.tandem.wire.exposition;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.tandem.wire.exposition.MetricFamily.Type;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses MetricFamily messages, each behind its length, into the lines that the text
 * format would have. Native histograms are passed over, their classic buckets are read.
 * Confined to one call.
 *
 * @see <a href=
 * "https://github.com/prometheus/client_model/blob/master/io/prometheus/client/metrics.proto">metrics.proto</a>
 */
final class ProtobufParser {

	private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*+");

	private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*+");

	private static final int GAUGE_HISTOGRAM = 5;

	private static final Type[] TYPES = { Type.COUNTER, Type.GAUGE, Type.SUMMARY, Type.UNTYPED, Type.HISTOGRAM,
			Type.UNTYPED };

	private final CodedInputStream in;

	private final Map<String, FamilyBuilder> families = new LinkedHashMap<>();

	private int messages;

	ProtobufParser(byte[] body) {
		this.in = CodedInputStream.newInstance(body);
	}

	List<MetricFamily> parse() throws InvalidWriteRequestException {
		try {
			while (!this.in.isAtEnd()) {
				this.messages++;
				message(this::family);
			}
		}
		catch (IOException ex) {
			throw fault(String.valueOf(ex.getMessage()));
		}
		return this.families.values().stream().filter((family) -> !family.isEmpty()).map(FamilyBuilder::build).toList();
	}

	private void family() throws IOException, InvalidWriteRequestException {
		String name = "";
		@Nullable String help = null;
		int type = 0;
		List<Metric> metrics = new ArrayList<>();
		for (int tag = this.in.readTag(); tag != 0; tag = this.in.readTag()) {
			switch (WireFormat.getTagFieldNumber(tag)) {
				case 1 -> name = string(tag);
				case 2 -> help = string(tag);
				case 3 -> type = (int) varint(tag);
				case 4 -> metrics.add(metric(tag));
				default -> skip(tag);
			}
		}
		if (!METRIC_NAME.matcher(name).matches()) {
			throw fault("metric name must match [a-zA-Z_:][a-zA-Z0-9_:]*: " + ExpositionFaults.quote(name));
		}
		if (type < 0 || type >= TYPES.length) {
			throw fault("unknown metric type: " + type);
		}
		FamilyBuilder family = this.families.computeIfAbsent(name, FamilyBuilder::new);
		if (family.type() != null && family.type() != TYPES[type]) {
			throw fault("second family of the name with another type: " + name);
		}
		family.type(TYPES[type]);
		if (family.help() == null && help != null && !help.isEmpty()) {
			family.help(help);
		}
		for (Metric metric : metrics) {
			add(family, metric, type);
		}
	}

	private void add(FamilyBuilder family, Metric metric, int type) throws InvalidWriteRequestException {
		@Nullable Object value = switch (type) {
			case 0 -> metric.counter;
			case 1 -> metric.gauge;
			case 2 -> metric.summary;
			case 3 -> metric.untyped;
			default -> metric.histogram;
		};
		switch (value) {
			case null -> throw fault("metric has no value of its family's type: " + family.name());
			case Double number -> family.add(family.name(), metric.labels.asList(), number, metric.timestamp);
			case Distribution distribution when type == 2 -> add(family, metric, distribution, "quantile", "", "_");
			case Distribution distribution -> {
				distribution.addInfinity();
				add(family, metric, distribution, "le", "_bucket", (type == GAUGE_HISTOGRAM) ? "_g" : "_");
			}
			default -> throw new IllegalStateException("value=" + value);
		}
	}

	private void add(FamilyBuilder family, Metric metric, Distribution distribution, String bound, String suffix,
			String prefix) throws InvalidWriteRequestException {
		if (metric.labels.contains(bound)) {
			throw fault("label " + bound + " is reserved: " + family.name());
		}
		List<String> labels = metric.labels.asList();
		for (double[] point : distribution.points) {
			List<String> bounded = new ArrayList<>(labels);
			bounded.add(bound);
			bounded.add(GoFloat.format(point[0]));
			family.add(family.name() + suffix, bounded, point[1], metric.timestamp);
		}
		family.add(family.name() + prefix + "sum", labels, distribution.sum, metric.timestamp);
		family.add(family.name() + prefix + "count", labels, distribution.count(), metric.timestamp);
	}

	private Metric metric(int tag) throws IOException, InvalidWriteRequestException {
		Metric metric = new Metric();
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		message(() -> {
			for (int field = this.in.readTag(); field != 0; field = this.in.readTag()) {
				switch (WireFormat.getTagFieldNumber(field)) {
					case 1 -> label(field, metric.labels);
					case 2 -> metric.gauge = value(field);
					case 3 -> metric.counter = value(field);
					case 4 -> metric.summary = distribution(field, 1, 2);
					case 5 -> metric.untyped = value(field);
					case 6 -> metric.timestamp = varint(field);
					case 7 -> metric.histogram = distribution(field, 2, 1);
					default -> skip(field);
				}
			}
		});
		return metric;
	}

	private void label(int tag, LabelPairs labels) throws IOException, InvalidWriteRequestException {
		String[] pair = { "", "" };
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		message(() -> {
			for (int field = this.in.readTag(); field != 0; field = this.in.readTag()) {
				switch (WireFormat.getTagFieldNumber(field)) {
					case 1 -> pair[0] = string(field);
					case 2 -> pair[1] = string(field);
					default -> skip(field);
				}
			}
		});
		if (!LABEL_NAME.matcher(pair[0]).matches() || pair[0].equals(Labels.METRIC_NAME)) {
			throw fault("invalid label name: " + ExpositionFaults.quote(pair[0]));
		}
		if (labels.contains(pair[0])) {
			throw fault("label stands there twice: " + ExpositionFaults.quote(pair[0]));
		}
		labels.put(pair[0], pair[1]);
	}

	/** Reads the one number of a counter, gauge or untyped value. */
	private Double value(int tag) throws IOException, InvalidWriteRequestException {
		double[] value = new double[1];
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		message(() -> {
			for (int field = this.in.readTag(); field != 0; field = this.in.readTag()) {
				if (WireFormat.getTagFieldNumber(field) == 1) {
					value[0] = fixed64(field);
				}
				else {
					skip(field);
				}
			}
		});
		return value[0];
	}

	/**
	 * Reads a summary or histogram, which differ in how a point is laid out.
	 * @param boundField number of the point's quantile or upper bound
	 * @param valueField number of the point's value or cumulative count
	 */
	private Distribution distribution(int tag, int boundField, int valueField)
			throws IOException, InvalidWriteRequestException {
		Distribution distribution = new Distribution();
		boolean isHistogram = boundField == 2;
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		message(() -> {
			for (int field = this.in.readTag(); field != 0; field = this.in.readTag()) {
				int number = WireFormat.getTagFieldNumber(field);
				if (number == 1) {
					distribution.count = unsigned(varint(field));
				}
				else if (number == 2) {
					distribution.sum = fixed64(field);
				}
				else if (number == 3) {
					distribution.points.add(point(field, boundField, valueField));
				}
				else if (number == 4 && isHistogram) {
					distribution.floatCount = fixed64(field);
				}
				else {
					skip(field);
				}
			}
		});
		return distribution;
	}

	private double[] point(int tag, int boundField, int valueField) throws IOException, InvalidWriteRequestException {
		double[] point = new double[2];
		boolean isBucket = boundField == 2;
		double[] floatCount = new double[1];
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		message(() -> {
			for (int field = this.in.readTag(); field != 0; field = this.in.readTag()) {
				int number = WireFormat.getTagFieldNumber(field);
				if (number == boundField) {
					point[0] = fixed64(field);
				}
				else if (number == valueField) {
					point[1] = isBucket ? unsigned(varint(field)) : fixed64(field);
				}
				else if (number == 4 && isBucket) {
					floatCount[0] = fixed64(field);
				}
				else {
					skip(field);
				}
			}
		});
		if (floatCount[0] > 0) {
			point[1] = floatCount[0];
		}
		return point;
	}

	private void message(Body body) throws IOException, InvalidWriteRequestException {
		int outer = this.in.pushLimit(this.in.readRawVarint32());
		body.read();
		this.in.popLimit(outer);
	}

	private String string(int tag) throws IOException, InvalidWriteRequestException {
		require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
		byte[] bytes = this.in.readByteArray();
		return ExpositionFaults.utf8(bytes, 0, bytes.length, "message " + this.messages, "text");
	}

	private long varint(int tag) throws IOException {
		require(tag, WireFormat.WIRETYPE_VARINT);
		return this.in.readRawVarint64();
	}

	private double fixed64(int tag) throws IOException {
		require(tag, WireFormat.WIRETYPE_FIXED64);
		return this.in.readDouble();
	}

	private static double unsigned(long value) {
		return (value >= 0) ? value : (value >>> 1) * 2.0;
	}

	private void skip(int tag) throws IOException {
		if (!this.in.skipField(tag)) {
			throw new InvalidProtocolBufferException("end of a group that did not begin");
		}
	}

	private static void require(int tag, int wireType) throws IOException {
		if (WireFormat.getTagWireType(tag) != wireType) {
			throw new InvalidProtocolBufferException("wrong wire type: field=" + WireFormat.getTagFieldNumber(tag));
		}
	}

	private InvalidWriteRequestException fault(String problem) {
		return new InvalidWriteRequestException(Reason.BAD_EXPOSITION, "message " + this.messages + ": " + problem);
	}

	/** Reads the fields of a message up to its end. */
	@FunctionalInterface
	private interface Body {

		void read() throws IOException, InvalidWriteRequestException;

	}

	/** A metric while it is read: fields may come in any order. */
	private static final class Metric {

		private final LabelPairs labels = new LabelPairs();

		private @Nullable Double counter;

		private @Nullable Double gauge;

		private @Nullable Double untyped;

		private @Nullable Distribution summary;

		private @Nullable Distribution histogram;

		private @Nullable Long timestamp;

	}

	/** A summary or histogram while it is read; a point is a bound and its value. */
	private static final class Distribution {

		private final List<double[]> points = new ArrayList<>();

		private double count;

		private double floatCount;

		private double sum;

		private double count() {
			return (this.floatCount > 0) ? this.floatCount : this.count;
		}

		/** Clients leave the last bucket out, the text format needs it. */
		private void addInfinity() {
			if (this.points.stream().noneMatch((point) -> point[0] == Double.POSITIVE_INFINITY)) {
				this.points.add(new double[] { Double.POSITIVE_INFINITY, count() });
			}
		}

	}

}
