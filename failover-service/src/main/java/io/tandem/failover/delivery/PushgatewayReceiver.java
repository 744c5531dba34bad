package io.tandem.failover.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.delivery.PushgatewayGroups.Group;
import io.tandem.failover.spool.SpoolRecord;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last values of records visible at a Pushgateway, a group for each job and
 * instance. It stores no record: what it takes is delivered some other time. One batch at
 * a time; groups that do not fit into a batch's time go first with the next one.
 * Thread-safe.
 */
final class PushgatewayReceiver implements Receiver, AutoCloseable {

	private static final int MAX_BODY_BYTES = 16 << 10;

	private final PushgatewayPaths paths;

	private final PushgatewayGroups groups;

	private final HttpExchanges exchanges;

	private final Duration budget;

	private final Counter pushed;

	private final Counter refused;

	private final Counter dropped;

	private final Set<Group> due = new LinkedHashSet<>();

	PushgatewayReceiver(PushgatewayPaths paths, Duration connectTimeout, Duration requestTimeout,
			MeterRegistry registry) {
		this.paths = paths;
		this.groups = new PushgatewayGroups(paths.origin(), PushgatewayGroups.MAX_SERIES);
		this.exchanges = new HttpExchanges(connectTimeout, requestTimeout);
		this.budget = requestTimeout.dividedBy(2);
		this.pushed = Counter.builder("tandem.delivery.pushgateway.groups")
			.description("Groups that the Pushgateway has taken")
			.register(registry);
		this.refused = Counter.builder("tandem.delivery.pushgateway.refused")
			.description("Groups that the Pushgateway did not take because of their content")
			.register(registry);
		this.dropped = Counter.builder("tandem.delivery.pushgateway.dropped")
			.description("Series not shown: no room, or a name that the Pushgateway does not know")
			.register(registry);
	}

	@Override
	public CompletableFuture<DeliveryOutcome> send(Batch batch) {
		CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
		Thread.ofVirtual().name("pushgateway").start(() -> {
			try {
				outcome.complete(push(batch, outcome));
			}
			catch (RuntimeException ex) {
				outcome.complete(new DeliveryOutcome.Retry("broken", null));
			}
		});
		return outcome;
	}

	private synchronized DeliveryOutcome push(Batch batch, CompletableFuture<DeliveryOutcome> givenUp) {
		long start = System.nanoTime();
		for (SpoolRecord record : batch.records()) {
			try {
				this.dropped.increment(this.groups.update(record.payload(), this.due, start));
			}
			catch (InvalidWriteRequestException ex) {
				// a hub will say what is wrong with it; here it only cannot be shown
				this.dropped.increment();
			}
		}
		for (Iterator<Group> groups = this.due.iterator(); groups.hasNext();) {
			if (givenUp.isDone() || System.nanoTime() - start > this.budget.toNanos()) {
				break;
			}
			DeliveryOutcome outcome = put(groups.next(), givenUp);
			if (outcome instanceof DeliveryOutcome.Retry) {
				return outcome;
			}
			groups.remove();
		}
		return new DeliveryOutcome.Accepted();
	}

	private DeliveryOutcome put(Group group, CompletableFuture<DeliveryOutcome> givenUp) {
		byte[] body = this.groups.exposition(group, System.nanoTime());
		HttpRequest.Builder request = HttpRequest.newBuilder(this.paths.group(group))
			.header("Content-Type", "text/plain; version=0.0.4");
		// all of a group's series go each time, so that none of another batch gets lost
		CompletableFuture<DeliveryOutcome> exchange = this.exchanges
			.send(((body.length > 0) ? request.PUT(HttpRequest.BodyPublishers.ofByteArray(body)) : request.DELETE())
				.build(), this::outcome);
		givenUp.whenComplete((ended, failure) -> exchange.complete(new DeliveryOutcome.Retry("given-up", null)));
		return exchange.join();
	}

	private DeliveryOutcome outcome(HttpResponse<InputStream> response) throws IOException {
		int status = response.statusCode();
		response.body().readNBytes(MAX_BODY_BYTES);
		if (status >= 200 && status < 300) {
			this.pushed.increment();
			return new DeliveryOutcome.Accepted();
		}
		if (status == 400 || status == 413) {
			this.refused.increment();
			return new DeliveryOutcome.Accepted();
		}
		@Nullable String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
		return new DeliveryOutcome.Retry("status-" + status, HttpReceiver.retryAfter(retryAfter));
	}

	/** Forgets a group's values, because nobody pushes them any more. */
	synchronized void forget(Group group) {
		this.due.remove(group);
		this.groups.forget(group);
	}

	/** Forgets all values, because they are not shown any more. */
	synchronized void forget() {
		this.due.clear();
		this.groups.forget();
	}

	@Override
	public void close() {
		this.exchanges.close();
	}

}
