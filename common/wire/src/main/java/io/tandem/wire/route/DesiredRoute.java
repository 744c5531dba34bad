package io.tandem.wire.route;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way one agent's pushes are to take. Immutable.
 *
 * @param agent its name in the fleet file
 * @param campaign who wants it so
 */
public record DesiredRoute(String agent, AgentRoute route, String campaign) {

	/** The key-value bucket that holds one for each agent, by its name. */
	public static final String BUCKET = "ROUTES";

	/** The stream behind the bucket. */
	public static final String STREAM = "KV_" + BUCKET;

	/** What all its subjects begin with. */
	public static final String SUBJECT_PREFIX = "$KV." + BUCKET + ".";

	private static final JsonMapper JSON = JsonMapper.shared();

	/** Returns the subject under which the bucket keeps it. */
	public String subject() {
		return SUBJECT_PREFIX + this.agent;
	}

	/** Returns it as JSON. */
	public byte[] bytes() {
		return JSON.writeValueAsBytes(JSON.createObjectNode()
			.put("schemaVersion", 1)
			.put("agent", this.agent)
			.put("route", this.route.word())
			.put("campaign", this.campaign));
	}

	/**
	 * Reads what {@link #bytes} wrote, whatever else is in it.
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static DesiredRoute parse(byte[] json) {
		try {
			JsonNode root = JSON.readTree(json);
			String agent = root.path("agent").asString("");
			String word = root.path("route").asString("");
			AgentRoute route = AgentRoute.of(word)
				.orElseThrow(() -> new IllegalArgumentException("unknown route: route=" + word));
			if (agent.isEmpty()) {
				throw new IllegalArgumentException("a desired route names its agent");
			}
			return new DesiredRoute(agent, route, root.path("campaign").asString(""));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

}
