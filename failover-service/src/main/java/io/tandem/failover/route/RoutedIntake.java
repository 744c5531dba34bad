package io.tandem.failover.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.delivery.LegacyPushgateway;
import io.tandem.failover.gateway.LocalAgents;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushedBy;
import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.RecordIntake;
import io.tandem.wire.route.AgentRoute;
import io.tandem.wire.series.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends each push by its agent's route. On the old path alone the answer is the
 * Pushgateway's; in the overlap it is the spool's, and what the Pushgateway says is only
 * counted. What a Prometheus has scraped and sends on is nobody's push and goes by
 * Tandem. Thread-safe.
 */
final class RoutedIntake implements RecordIntake {

	private static final Duration SOON = Duration.ofSeconds(1);

	private final RecordIntake spool;

	private final @Nullable LegacyPushgateway pushgateway;

	private final RouteBook book;

	private final LocalAgents agents;

	private final String machine;

	private final InstantSource clock;

	private final Map<String, AgentTraffic> traffic = new ConcurrentHashMap<>();

	private final Map<String, Shown> shown = new ConcurrentHashMap<>();

	private final Counter handedOn;

	private final Counter failures;

	/**
	 * @param pushgateway the old path; null if the machine has none
	 */
	RoutedIntake(RecordIntake spool, @Nullable LegacyPushgateway pushgateway, RouteBook book, ReloadingFleet fleet,
			String machine, InstantSource clock, MeterRegistry registry) {
		this.spool = spool;
		this.pushgateway = pushgateway;
		this.book = book;
		this.agents = new LocalAgents(fleet, machine);
		this.machine = machine;
		this.clock = clock;
		this.handedOn = Counter.builder("tandem.route.legacy.pushes")
			.description("Pushes that the Pushgateway took by the old path")
			.register(registry);
		this.failures = Counter.builder("tandem.route.legacy.failures")
			.description("Pushes that the Pushgateway did not take by the old path")
			.register(registry);
	}

	@Override
	public boolean wantsPushedBy() {
		return !this.book.isEmpty() || this.spool.wantsPushedBy();
	}

	@Override
	public Outcome accept(PushedRecord record) {
		String agent = agentOf(record.by());
		if (agent == null) {
			return this.spool.accept(record);
		}
		AgentTraffic seen = this.traffic.computeIfAbsent(agent, (name) -> new AgentTraffic());
		AgentRoute route = this.book.routeOf(agent);
		long started = System.nanoTime();
		Outcome outcome = route.isTandem() ? this.spool.accept(record) : legacy(agent, record, seen);
		if (!(outcome instanceof Outcome.Durable) && !(outcome instanceof Outcome.HandedOn)) {
			return outcome;
		}
		seen.waited(route, System.nanoTime() - started);
		if (route.isTandem()) {
			seen.tandem(this.clock.millis());
		}
		if (route == AgentRoute.OVERLAP) {
			legacy(agent, record, seen);
		}
		else if (route == AgentRoute.TANDEM) {
			leave(agent);
		}
		return outcome;
	}

	private Outcome legacy(String agent, PushedRecord record, AgentTraffic seen) {
		LegacyPushgateway to = this.pushgateway;
		String failure = (to != null) ? to.push(record.body()) : "there is no Pushgateway";
		seen.legacy(this.clock.millis(), failure);
		if (failure != null) {
			this.failures.increment();
			return new Outcome.Refused("pushgateway", "the Pushgateway did not take it: " + failure, SOON);
		}
		this.handedOn.increment();
		if (record.by() != null) {
			Labels labels = record.by().firstSeries();
			this.shown.put(agent,
					new Shown(orElse(labels.get("job"), "unknown"), orElse(labels.get("instance"), this.machine)));
		}
		return new Outcome.HandedOn(AgentRoute.LEGACY.word());
	}

	/** What the Pushgateway shows of it would look alive for ever. */
	private void leave(String agent) {
		Shown left = this.shown.remove(agent);
		LegacyPushgateway from = this.pushgateway;
		if (left != null && from != null) {
			from.remove(left.job(), left.instance());
		}
	}

	private static String orElse(@Nullable String value, String otherwise) {
		return (value != null) ? value : otherwise;
	}

	/** Returns what was seen of the agent. */
	AgentTraffic.Seen seen(String agent) {
		AgentTraffic known = this.traffic.get(agent);
		return (known != null) ? known.seen() : new AgentTraffic().seen();
	}

	private @Nullable String agentOf(@Nullable PushedBy by) {
		if (by == null || by.firstSeries().get("tandem_path") != null) {
			return null;
		}
		return this.agents.nameOf(by);
	}

	private record Shown(String job, String instance) {
	}

}
