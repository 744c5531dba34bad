package io.tandem.wire.health;

import io.tandem.wire.health.InvalidHealthReportException.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes health reports as JSON, for example
 * {@code {"agent":"shop","machine":"pc2","status":"UP","timestamp":"2026-01-31T12:00:00Z","sequence":7}}.
 * Thread-safe: holds no state.
 */
public final class HealthReports {

	/** The largest body that is taken. */
	public static final int MAX_BODY_BYTES = 64 << 10;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private HealthReports() {
	}

	/**
	 * Reads a report. Unknown fields are passed over, so that newer agents can report to
	 * older services; the status may be in lower case; metrics, epoch and message may be
	 * missing.
	 * @throws InvalidHealthReportException if any field is missing or wrong, naming all
	 * of them
	 */
	public static HealthReport read(byte[] body) throws InvalidHealthReportException {
		if (body.length > MAX_BODY_BYTES) {
			throw invalid("body", "at most " + MAX_BODY_BYTES + " bytes are taken: " + body.length);
		}
		JsonNode json;
		try {
			json = JSON.readTree(body);
		}
		catch (JacksonException ex) {
			throw invalid("body", "is not JSON: " + ex.getOriginalMessage());
		}
		if (!json.isObject()) {
			throw invalid("body", "must be a JSON object");
		}
		return new Reading(json).report();
	}

	/** Returns the report as JSON, without the fields that are null. */
	public static byte[] write(HealthReport report) {
		ObjectNode json = JSON.createObjectNode();
		json.put("agent", report.agent());
		json.put("machine", report.machine());
		json.put("status", report.status().name());
		json.put("timestamp", report.timestamp().toString());
		json.put("sequence", report.sequence());
		if (report.epoch() != null) {
			json.put("epoch", report.epoch());
		}
		ObjectNode metrics = json.putObject("metrics");
		report.metrics().forEach(metrics::put);
		if (report.message() != null) {
			json.put("message", report.message());
		}
		return JSON.writeValueAsBytes(json);
	}

	private static InvalidHealthReportException invalid(String field, String problem) {
		return new InvalidHealthReportException(List.of(new Fault(field, problem)));
	}

	/** One pass over a report that collects faults. Confined to one call. */
	private static final class Reading {

		private final JsonNode json;

		private final List<Fault> faults = new ArrayList<>();

		private Reading(JsonNode json) {
			this.json = json;
		}

		private HealthReport report() throws InvalidHealthReportException {
			String agent = required("agent");
			if (agent != null) {
				HealthReport.checkAgent(agent, this.faults);
			}
			String machine = required("machine");
			if (machine != null) {
				HealthReport.checkMachine(machine, this.faults);
			}
			HealthStatus status = status();
			Instant timestamp = timestamp();
			long sequence = sequence();
			String epoch = optional("epoch");
			if (epoch != null) {
				HealthReport.checkEpoch(epoch, this.faults);
			}
			Map<String, Double> metrics = metrics();
			String message = optional("message");
			HealthReport.checkMessage(message, this.faults);
			if (!this.faults.isEmpty() || agent == null || machine == null || status == null || timestamp == null) {
				throw new InvalidHealthReportException(this.faults);
			}
			return new HealthReport(agent, machine, status, timestamp, sequence, epoch, metrics, message);
		}

		private @Nullable HealthStatus status() {
			String value = required("status");
			if (value == null) {
				return null;
			}
			try {
				return HealthStatus.valueOf(value.toUpperCase(Locale.ROOT));
			}
			catch (IllegalArgumentException ex) {
				fault("status", "must be one of " + Arrays.toString(HealthStatus.values()) + ": '"
						+ HealthReport.shorten(value) + "'");
				return null;
			}
		}

		private @Nullable Instant timestamp() {
			String value = required("timestamp");
			if (value == null) {
				return null;
			}
			try {
				return Timestamp.parse(value);
			}
			catch (DateTimeException ex) {
				fault("timestamp", "must be RFC 3339, as 2026-01-31T12:00:00Z: '" + HealthReport.shorten(value) + "'");
				return null;
			}
		}

		private long sequence() {
			JsonNode node = this.json.get("sequence");
			if (node == null || node.isNull()) {
				fault("sequence", "is missing");
				return 0;
			}
			if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
				fault("sequence", "must be a whole number, at least 0: " + HealthReport.shorten(node.toString()));
				return 0;
			}
			return node.longValue();
		}

		private Map<String, Double> metrics() {
			JsonNode node = this.json.get("metrics");
			if (node == null || node.isNull()) {
				return Map.of();
			}
			if (!node.isObject()) {
				fault("metrics", "must be an object of numbers by name");
				return Map.of();
			}
			Map<String, Double> metrics = new TreeMap<>();
			node.properties().forEach((metric) -> {
				if (metric.getValue().isNumber()) {
					metrics.put(metric.getKey(), metric.getValue().asDouble(Double.NaN));
				}
				else {
					fault("metrics." + HealthReport.shorten(metric.getKey()),
							"must be a number: " + HealthReport.shorten(metric.getValue().toString()));
				}
			});
			HealthReport.checkMetrics(metrics, this.faults);
			return metrics;
		}

		private @Nullable String required(String field) {
			JsonNode node = this.json.get(field);
			if (node == null || node.isNull()) {
				fault(field, "is missing");
				return null;
			}
			return text(field, node);
		}

		private @Nullable String optional(String field) {
			JsonNode node = this.json.get(field);
			return (node == null || node.isNull()) ? null : text(field, node);
		}

		private @Nullable String text(String field, JsonNode node) {
			if (!node.isString()) {
				fault(field, "must be a string: " + HealthReport.shorten(node.toString()));
				return null;
			}
			return node.stringValue();
		}

		private void fault(String field, String problem) {
			this.faults.add(new Fault(field, problem));
		}

	}

}
