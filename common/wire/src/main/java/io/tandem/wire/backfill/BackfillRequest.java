package io.tandem.wire.backfill;

import io.tandem.wire.identity.SequenceRange;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a spool for records that are missing. Immutable.
 *
 * @param by the machine that misses them
 * @param epoch the life of the spool that numbered them
 * @param ranges 1 to {@value #MOST_RANGES}
 */
public record BackfillRequest(String by, String epoch, List<SequenceRange> ranges) {

	public static final int MOST_RANGES = 1000;

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * @throws IllegalArgumentException if a name is not one, or there are no ranges or
	 * too many
	 */
	public BackfillRequest {
		requireName("by", by);
		requireName("epoch", epoch);
		ranges = List.copyOf(ranges);
		if (ranges.isEmpty() || ranges.size() > MOST_RANGES) {
			throw new IllegalArgumentException("ranges must be 1 to " + MOST_RANGES + ": ranges=" + ranges.size());
		}
	}

	private static void requireName(String what, String value) {
		if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
			throw new IllegalArgumentException(what + " must match [A-Za-z0-9_-]{1,64}: " + what + "=" + value);
		}
	}

	/**
	 * Reads what {@link #bytes} wrote, whatever else is in it.
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static BackfillRequest parse(byte[] json) {
		JsonNode root;
		try {
			root = JSON.readTree(json);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("not JSON: " + ex.getOriginalMessage(), ex);
		}
		List<SequenceRange> ranges = new ArrayList<>();
		for (JsonNode range : root.path("ranges")) {
			if (!range.path("first").isIntegralNumber() || !range.path("last").isIntegralNumber()
					|| range.path("first").asLong() < 1) {
				throw new IllegalArgumentException("a range needs whole numbers first >= 1 and last: " + range);
			}
			ranges.add(new SequenceRange(range.path("first").asLong(), range.path("last").asLong()));
		}
		return new BackfillRequest(root.path("by").asString(""), root.path("epoch").asString(""), ranges);
	}

	/** Returns the request as JSON. */
	public byte[] bytes() {
		ObjectNode root = JSON.createObjectNode().put("schemaVersion", 1).put("by", this.by).put("epoch", this.epoch);
		ArrayNode list = root.putArray("ranges");
		this.ranges.forEach((range) -> list.addObject().put("first", range.first()).put("last", range.last()));
		return JSON.writeValueAsBytes(root);
	}

}
