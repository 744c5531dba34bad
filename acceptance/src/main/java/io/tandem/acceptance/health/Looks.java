package io.tandem.acceptance.health;

import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What both machines say of health and incidents, and when they said it first. Confined
 * to one thread.
 */
public final class Looks {

	private final JsonMapper json = new JsonMapper();

	private final List<Site> sites;

	private final Map<String, Map<String, Seen>> incidents = new LinkedHashMap<>();

	private @Nullable String noIncidents;

	public Looks(List<Site> sites) {
		this.sites = sites;
	}

	/** Tells whether a machine knows that it does not hear another one. */
	boolean isCutOff(Site site, Site from) {
		JsonNode view = ask(site, "/api/v1/health/" + from.machine());
		return view != null && view.path("link").asString("").equals("CUT_OFF");
	}

	/** Tells whether both machines know the same of all agents. */
	public boolean areEqual() {
		String first = null;
		for (Site site : this.sites) {
			JsonNode fleet = ask(site, "/api/v1/health");
			String digest = (fleet != null) ? fleet.path("digest").asString("") : "";
			if (digest.isEmpty() || (first != null && !first.equals(digest))) {
				return false;
			}
			first = digest;
		}
		return true;
	}

	/** Looks at both machines' incidents. */
	void lookAtIncidents() {
		for (Site site : this.sites) {
			JsonNode answer = ask(site, "/api/v1/incidents");
			if (answer == null) {
				continue;
			}
			for (JsonNode incident : answer.path("incidents")) {
				Seen seen = new Seen(System.nanoTime(), incident.path("kind").asString("?"),
						incident.path("root").asString("?"), incident.path("severity").asString("?"),
						incident.path("phase").asString("?"), incident.path("members").size());
				this.incidents.computeIfAbsent(site.machine(), (machine) -> new LinkedHashMap<>())
					.merge(incident.path("id").asString("?"), seen, (before, now) -> now.since(before));
			}
		}
	}

	/** Returns the incidents that a machine has shown, in the order they came. */
	List<Seen> incidents(Site site) {
		return List.copyOf(this.incidents.getOrDefault(site.machine(), Map.of()).values());
	}

	/** Returns why incidents could not be asked for at the last try, if so. */
	@Nullable String noIncidents() {
		return this.noIncidents;
	}

	private @Nullable JsonNode ask(Site site, String path) {
		try {
			JsonNode answer = this.json.readTree(Http.get(site.health(path)));
			if (path.endsWith("/incidents")) {
				this.noIncidents = null;
			}
			return answer;
		}
		catch (IOException ex) {
			if (path.endsWith("/incidents")) {
				this.noIncidents = ex.getMessage();
			}
			return null;
		}
	}

	/**
	 * An incident as a machine showed it last.
	 *
	 * @param at when it was shown first, by {@link System#nanoTime()}
	 */
	record Seen(long at, String kind, String root, String severity, String phase, int members) {

		Seen since(Seen before) {
			return new Seen(before.at, this.kind, this.root, this.severity, this.phase,
					Math.max(before.members, this.members));
		}

	}

}
