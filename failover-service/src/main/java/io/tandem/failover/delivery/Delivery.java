package io.tandem.failover.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.delivery.CurrentRoute.Leg;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.DeliveredRanges;
import io.tandem.failover.spool.Spool;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Takes records from the spool to where it is told to, while the service runs. Until it
 * is told they wait in the spool. Thread-safe.
 */
public final class Delivery implements SmartLifecycle {

	private final Spool spool;

	private final Tiers tiers;

	private final CurrentRoute route;

	private final CurrentRoute twin;

	private final DeliveredRanges delivered;

	private final Duration grace;

	private final Supplier<LaneSet> lanes;

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private volatile @Nullable LaneSet running;

	Delivery(Spool spool, DeliveredRanges delivered, Tiers tiers, CurrentRoute route, CurrentRoute twin,
			Supplier<LaneSet> lanes, Duration grace) {
		this.spool = spool;
		this.delivered = delivered;
		this.tiers = tiers;
		this.route = route;
		this.twin = twin;
		this.lanes = lanes;
		this.grace = grace;
	}

	static Tier nowhere(String machine) {
		return new Tier(Tier.Kind.SPOOL, machine);
	}

	/**
	 * Sends records to the tier from now on. What is under way at another tier is given
	 * up and sent to this one at once. Does not block.
	 * @param since when it was decided
	 * @throws IllegalArgumentException if no such tier is set up
	 */
	public void use(Tier tier, String reason, Instant since) {
		this.route.use(this.tiers.require(tier), reason, since);
	}

	/**
	 * Sends new records of critical agents to this hub as well, as long as it is not the
	 * one in use. Does not block.
	 * @param tier null for none
	 * @throws IllegalArgumentException if no such tier is set up
	 */
	public void twin(@Nullable Tier tier) {
		Tier second = (tier != null) ? this.tiers.require(tier) : this.tiers.spool();
		this.twin.use(second, "", Instant.EPOCH);
	}

	/** Returns the tiers that have an address, in the order of preference. */
	public Map<Tier, URI> urls() {
		return this.tiers.urls();
	}

	public RouteStatus status() {
		Leg leg = this.route.leg();
		Tier second = this.twin.leg().tier();
		return new RouteStatus(leg.tier(), leg.since(), leg.reason(), second.isHub() ? second : null,
				this.delivered.undelivered(this.spool.durable()), backlogRate(), Duration.ofMillis(liveAgeMillis()),
				this.tiers.urls());
	}

	private double backlogRate() {
		LaneSet now = this.running;
		return (now != null) ? now.backlog().recordsPerSecond() : 0;
	}

	private long liveAgeMillis() {
		LaneSet now = this.running;
		return (now != null) ? now.live().ageMillis() : 0;
	}

	void bindTo(MeterRegistry registry) {
		Gauge.builder("tandem.delivery.backlog", this, (self) -> self.delivered.undelivered(self.spool.durable()))
			.description("Records that are durable and not delivered")
			.baseUnit("records")
			.register(registry);
		Gauge.builder("tandem.delivery.backlog.rate", this, Delivery::backlogRate)
			.description("Records a second that the backlog may go at")
			.register(registry);
		Gauge.builder("tandem.delivery.islands", this, (self) -> self.delivered.islands())
			.description("Ranges of delivered records beyond the first undelivered one")
			.register(registry);
		Gauge.builder("tandem.delivery.live.age", this, (self) -> self.liveAgeMillis() / 1000.0)
			.description("How old the live lane's record in turn is")
			.baseUnit("seconds")
			.register(registry);
	}

	@Override
	public synchronized void start() {
		if (this.running != null) {
			return;
		}
		this.tiers.prepare();
		LaneSet started = this.lanes.get();
		this.running = started;
		started.tasks().forEach((name, task) -> this.threads.add(Thread.ofPlatform().daemon().name(name).start(task)));
	}

	@Override
	public synchronized void stop() {
		LaneSet stopping = this.running;
		if (stopping == null) {
			return;
		}
		stopping.stop();
		long end = System.nanoTime() + this.grace.toNanos();
		try {
			for (Thread thread : this.threads) {
				thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		stopping.progress().persist();
		this.threads.clear();
		this.running = null;
	}

	@Override
	public boolean isRunning() {
		return this.running != null;
	}

	/** Returns a route that leads nowhere yet. */
	static CurrentRoute waiting(String machine, InstantSource clock) {
		return new CurrentRoute(nowhere(machine), "not decided yet", clock.instant());
	}

}
