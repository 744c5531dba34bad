package io.tandem.failover.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.detection.Tier;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back what was put at the Pushgateway, so that nothing that is gone looks alive: a
 * group that was not pushed for a while by its own {@code push_time_seconds}, and all
 * groups once records have gone to a hub again for a while. Those of a former life of
 * this service are found by their labels; those of others are not touched. Confined to
 * the thread that runs it, but for {@link #stop}.
 */
final class PushgatewayExpiry implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(PushgatewayExpiry.class);

	private final PushgatewayPaths paths;

	private final PushgatewayReceiver receiver;

	private final CurrentRoute route;

	private final InstantSource clock;

	private final Times times;

	private final HttpExchanges exchanges;

	private final Counter expired;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private boolean mayHaveGroups = true;

	private boolean homeSinceKnown;

	private long homeSince;

	private int failures;

	PushgatewayExpiry(PushgatewayPaths paths, PushgatewayReceiver receiver, CurrentRoute route, InstantSource clock,
			Times times, Duration requestTimeout, MeterRegistry registry) {
		this.paths = paths;
		this.receiver = receiver;
		this.route = route;
		this.clock = clock;
		this.times = times;
		this.exchanges = new HttpExchanges(requestTimeout, requestTimeout);
		this.expired = Counter.builder("tandem.delivery.pushgateway.expired")
			.description("Groups taken back from the Pushgateway")
			.register(registry);
	}

	@Override
	public void run() {
		try {
			while (!this.stopped.await(this.times.lookEvery().toMillis(), TimeUnit.MILLISECONDS)) {
				look();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.exchanges.close();
		}
	}

	private void look() {
		Tier tier = this.route.leg().tier();
		boolean shown = tier.kind() == Tier.Kind.PUSHGATEWAY;
		this.mayHaveGroups |= shown;
		if (!tier.isHub()) {
			this.homeSinceKnown = false;
		}
		else if (!this.homeSinceKnown) {
			this.homeSinceKnown = true;
			this.homeSince = System.nanoTime();
		}
		if (this.mayHaveGroups) {
			boolean all = this.homeSinceKnown
					&& System.nanoTime() - this.homeSince >= this.times.afterReturn().toNanos();
			expire(all, shown);
		}
	}

	/**
	 * @param all whether the values are not needed any more
	 */
	private void expire(boolean all, boolean shown) {
		List<PushgatewayListing.Pushed> ours = new ArrayList<>();
		DeliveryOutcome outcome = this.exchanges
			.send(HttpRequest.newBuilder(this.paths.metrics()).build(), (response) -> {
				if (response.statusCode() != 200) {
					return new DeliveryOutcome.Retry("status-" + response.statusCode(), null);
				}
				ours.addAll(PushgatewayListing.read(response.body(), this.paths::isOurs));
				return new DeliveryOutcome.Accepted();
			})
			.join();
		if (outcome instanceof DeliveryOutcome.Retry(String reason, Duration retryAfter)) {
			failed(reason);
			return;
		}
		if (this.failures > 0) {
			logger.atInfo().addKeyValue("failures", this.failures).log("Looks after the Pushgateway's groups again");
			this.failures = 0;
		}
		double oldest = this.clock.millis() / 1000.0 - this.times.unrefreshed().toMillis() / 1000.0;
		int left = 0;
		for (PushgatewayListing.Pushed pushed : ours) {
			if ((all || pushed.atSeconds() < oldest) && delete(pushed.group())) {
				this.expired.increment();
				this.receiver.forget(pushed.group());
			}
			else {
				left++;
			}
		}
		if (all && left == 0) {
			this.receiver.forget();
		}
		this.mayHaveGroups = shown || left > 0;
	}

	private boolean delete(PushgatewayGroups.Group group) {
		DeliveryOutcome outcome = this.exchanges
			.send(HttpRequest.newBuilder(this.paths.group(group)).DELETE().build(), (response) -> {
				int status = response.statusCode();
				return (status >= 200 && status < 300) ? new DeliveryOutcome.Accepted()
						: new DeliveryOutcome.Retry("status-" + status, null);
			})
			.join();
		logger.atDebug().addKeyValue("group", group).addKeyValue("outcome", outcome).log("Takes a group back");
		return outcome instanceof DeliveryOutcome.Accepted;
	}

	private void failed(String reason) {
		if (this.failures++ == 0) {
			logger.atWarn()
				.addKeyValue("url", this.paths.metrics())
				.addKeyValue("reason", reason)
				.log("Cannot look after the Pushgateway's groups");
		}
	}

	/** Asks the running thread to end. */
	void stop() {
		this.stopped.countDown();
	}

	/**
	 * When groups are taken back.
	 *
	 * @param lookEvery how often it is looked, and with it how late it may be
	 * @param unrefreshed how long a group is kept that nobody pushes
	 * @param afterReturn how long groups are kept once records go to a hub again; long
	 * enough for one scrape to see the hub's values first
	 */
	record Times(Duration lookEvery, Duration unrefreshed, Duration afterReturn) {

		static final Times DEFAULT = new Times(Duration.ofSeconds(15), PushgatewayGroups.REMEMBERED,
				Duration.ofSeconds(60));

	}

}
