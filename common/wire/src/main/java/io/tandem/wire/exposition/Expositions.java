package io.tandem.wire.exposition;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses and writes expositions. Thread-safe: holds no state.
 */
public final class Expositions {

	private Expositions() {
	}

	/**
	 * Returns the format that a Content-Type names; anything unknown or missing is text,
	 * as the Pushgateway takes it.
	 */
	public static ExpositionFormat formatOf(@Nullable String contentType) {
		if (contentType == null) {
			return ExpositionFormat.TEXT;
		}
		String[] parts = contentType.split(";");
		Set<String> parameters = new HashSet<>();
		for (int i = 1; i < parts.length; i++) {
			parameters.add(parts[i].replace("\"", "").replaceAll("\\s", ""));
		}
		return switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
			case "application/openmetrics-text" -> ExpositionFormat.OPENMETRICS;
			case "application/vnd.google.protobuf" -> parameters.contains("proto=io.prometheus.client.MetricFamily")
					&& parameters.contains("encoding=delimited") ? ExpositionFormat.PROTOBUF : ExpositionFormat.TEXT;
			default -> ExpositionFormat.TEXT;
		};
	}

	/**
	 * Parses a body as promtool and the Pushgateway would. Like them it takes the same
	 * series twice. OpenMetrics' types become the text format's: {@code _created}
	 * samples, info, stateset and gaugehistogram are gauges of their own, unknown is
	 * untyped.
	 * @return families that have a sample, in the body's order
	 * @throws InvalidWriteRequestException if any line is wrong, with the line's number;
	 * in protobuf, the message's
	 */
	public static List<MetricFamily> parse(byte[] body, ExpositionFormat format) throws InvalidWriteRequestException {
		return switch (format) {
			case TEXT -> new TextParser(body).parse();
			case OPENMETRICS -> new OpenMetricsParser(body).parse();
			case PROTOBUF -> new ProtobufParser(body).parse();
		};
	}

	/**
	 * Returns the families in the text format, version 0.0.4, in their order; those of
	 * one name are written as one, with the type and help of the first.
	 */
	public static byte[] write(List<MetricFamily> families) {
		return TextWriter.write(families);
	}

}
