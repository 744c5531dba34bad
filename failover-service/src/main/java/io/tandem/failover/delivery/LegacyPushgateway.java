package io.tandem.failover.delivery;

import io.tandem.failover.delivery.PushgatewayGroups.Group;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The path that pushes took before there was a spool: straight to the machine's
 * Pushgateway, where they are scraped. Keeps the last value of each series only.
 * Thread-safe; a push blocks the calling thread until it is answered.
 */
public final class LegacyPushgateway implements AutoCloseable {

	private static final int MAX_BODY_BYTES = 16 << 10;

	private final PushgatewayPaths paths;

	private final PushgatewayGroups groups;

	private final HttpExchanges exchanges;

	/**
	 * @param url the Pushgateway's, without a path
	 * @param machine whose agents they are
	 */
	public LegacyPushgateway(URI url, String machine, Duration connectTimeout, Duration requestTimeout) {
		this.paths = PushgatewayPaths.legacy(url, machine);
		this.groups = new PushgatewayGroups(machine, PushgatewayGroups.MAX_SERIES);
		this.exchanges = new HttpExchanges(connectTimeout, requestTimeout);
	}

	/**
	 * Shows the values of a record.
	 * @param body a snappy-compressed WriteRequest
	 * @return null if the Pushgateway has taken all of it, else why not
	 */
	public @Nullable String push(byte[] body) {
		Set<Group> touched = new LinkedHashSet<>();
		try {
			long dropped = this.groups.update(body, touched, System.nanoTime());
			String failure = (dropped > 0) ? "series that it cannot show: " + dropped : null;
			for (Group group : touched) {
				String refused = put(group);
				failure = (refused != null) ? refused : failure;
			}
			return failure;
		}
		catch (InvalidWriteRequestException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	/** Takes the group away, because the agent is not on this path any more. */
	public void remove(String job, String instance) {
		Group group = new Group(job, instance);
		this.groups.forget(group);
		put(group);
	}

	private @Nullable String put(Group group) {
		byte[] text = this.groups.exposition(group, System.nanoTime());
		HttpRequest.Builder request = HttpRequest.newBuilder(this.paths.group(group))
			.header("Content-Type", "text/plain; version=0.0.4");
		DeliveryOutcome outcome = this.exchanges
			.send(((text.length > 0) ? request.PUT(HttpRequest.BodyPublishers.ofByteArray(text)) : request.DELETE())
				.build(), LegacyPushgateway::outcome)
			.join();
		return switch (outcome) {
			case DeliveryOutcome.Accepted accepted -> null;
			case DeliveryOutcome.Rejected rejected -> "status-" + rejected.status();
			case DeliveryOutcome.Retry retry -> retry.reason();
		};
	}

	private static DeliveryOutcome outcome(HttpResponse<InputStream> response) throws IOException {
		response.body().readNBytes(MAX_BODY_BYTES);
		return (response.statusCode() / 100 == 2) ? new DeliveryOutcome.Accepted()
				: new DeliveryOutcome.Retry("status-" + response.statusCode(), null);
	}

	@Override
	public void close() {
		this.exchanges.close();
	}

}
