package io.tandem.hub.mirror;

import io.tandem.jetstream.StreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;

/** Begins rescues. Thread-safe. */
final class Rescues {

	private final StreamReader reader;

	private final HttpClient client;

	private final Map<String, URI> hubs;

	/**
	 * @param hubs by the machine's name
	 */
	Rescues(StreamReader reader, HttpClient client, Map<String, URI> hubs) {
		this.reader = reader;
		this.client = client;
		this.hubs = hubs;
	}

	/**
	 * Begins to give back what a mirror alone has; empty if it holds nothing that a hub
	 * takes.
	 * @param after the last sequence that both have
	 * @param upTo the mirror's last
	 */
	Optional<Rescue> begin(String machine, String stream, long after, long upTo) {
		URI hub = this.hubs.get(machine);
		boolean isOfHub = stream.startsWith("METRICS_") || stream.startsWith("BACKLOG_");
		return (hub != null && isOfHub && upTo > after)
				? Optional.of(new Rescue(this.reader.durable(stream, Rescue.DURABLE), this.client, hub, after, upTo))
				: Optional.empty();
	}

}
