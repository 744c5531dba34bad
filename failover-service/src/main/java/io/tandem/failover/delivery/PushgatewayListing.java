package io.tandem.failover.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the answer of {@code GET /api/v1/metrics} without holding more of it than the
 * groups that are asked for.
 *
 * @see <a href="https://github.com/prometheus/pushgateway#query-api">Pushgateway, query
 * API</a>
 */
final class PushgatewayListing {

	private PushgatewayListing() {
	}

	/**
	 * @param wanted is given a group's labels
	 * @throws IOException if it cannot be read, or is something else
	 */
	static List<Pushed> read(InputStream body, Predicate<Map<String, String>> wanted) throws IOException {
		List<Pushed> groups = new ArrayList<>();
		try (JsonParser json = JsonMapper.shared().createParser(body)) {
			require(json.nextToken(), JsonToken.START_OBJECT);
			while (json.nextToken() == JsonToken.PROPERTY_NAME) {
				boolean data = "data".equals(json.currentName());
				if (json.nextToken() != JsonToken.START_ARRAY || !data) {
					json.skipChildren();
					continue;
				}
				while (json.nextToken() == JsonToken.START_OBJECT) {
					Pushed group = group(json, wanted);
					if (group != null) {
						groups.add(group);
					}
				}
			}
		}
		catch (JacksonException ex) {
			throw new IOException(ex);
		}
		return groups;
	}

	private static @Nullable Pushed group(JsonParser json, Predicate<Map<String, String>> wanted) throws IOException {
		Map<String, String> labels = Map.of();
		double pushedAt = Double.NaN;
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = json.currentName();
			JsonToken value = json.nextToken();
			if (name.equals("labels") && value == JsonToken.START_OBJECT) {
				labels = strings(json);
			}
			else if (name.equals("push_time_seconds") && value == JsonToken.START_OBJECT) {
				pushedAt = firstValue(json);
			}
			else {
				json.skipChildren();
			}
		}
		if (Double.isNaN(pushedAt) || !wanted.test(labels)) {
			return null;
		}
		return new Pushed(
				new PushgatewayGroups.Group(labels.getOrDefault("job", ""), labels.getOrDefault("instance", "")),
				pushedAt);
	}

	private static Map<String, String> strings(JsonParser json) {
		Map<String, String> strings = new HashMap<>();
		while (json.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = json.currentName();
			json.nextToken();
			strings.put(name, json.getString());
		}
		return strings;
	}

	/** Reads a family to its end and returns its first metric's value, or NaN. */
	private static double firstValue(JsonParser json) throws IOException {
		double value = Double.NaN;
		int depth = 1;
		while (depth > 0) {
			JsonToken token = json.nextToken();
			if (token == null) {
				throw new IOException("the listing ends early");
			}
			if (token.isStructStart()) {
				depth++;
			}
			else if (token.isStructEnd()) {
				depth--;
			}
			else if (Double.isNaN(value) && token == JsonToken.VALUE_STRING && "value".equals(json.currentName())) {
				value = number(json.getString());
			}
		}
		return value;
	}

	private static double number(String text) throws IOException {
		try {
			return Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			throw new IOException("not a time: " + text, ex);
		}
	}

	private static void require(@Nullable JsonToken token, JsonToken expected) throws IOException {
		if (token != expected) {
			throw new IOException("expected " + expected + ", got " + token);
		}
	}

	/**
	 * A group.
	 *
	 * @param atSeconds when it was pushed last, seconds since the Unix epoch by the
	 * Pushgateway's clock
	 */
	record Pushed(PushgatewayGroups.Group group, double atSeconds) {
	}

}
