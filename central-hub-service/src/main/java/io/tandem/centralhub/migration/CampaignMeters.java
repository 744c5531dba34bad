package io.tandem.centralhub.migration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tandem.wire.route.AgentRoute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows the newest campaign: its state, what it waits for and how long already, and how
 * far its batches and agents are. Without a campaign only the age of the last look is
 * shown. Thread-safe.
 */
class CampaignMeters {

	private final InstantSource clock;

	private final MultiGauge state;

	private final MultiGauge hold;

	private final MultiGauge patience;

	private final MultiGauge batches;

	private final MultiGauge agents;

	private @Nullable Shown shown;

	private volatile Instant lookedAt;

	CampaignMeters(MeterRegistry registry, InstantSource clock) {
		this.clock = clock;
		this.lookedAt = clock.instant();
		this.state = MultiGauge.builder("tandem.campaign.state")
			.description("1 for the state of the newest campaign, what put it there, and what it waits for")
			.register(registry);
		this.hold = MultiGauge.builder("tandem.campaign.hold.age")
			.description("How long the newest campaign has waited; 0 while it goes on by itself")
			.baseUnit("seconds")
			.register(registry);
		this.patience = MultiGauge.builder("tandem.campaign.patience")
			.description("How long what is missing is unknown to its gates, before it is a failure")
			.baseUnit("seconds")
			.register(registry);
		this.batches = MultiGauge.builder("tandem.campaign.batches")
			.description("Batches of the newest campaign, by how far they are")
			.register(registry);
		this.agents = MultiGauge.builder("tandem.campaign.agents")
			.description("Agents of the newest campaign, by the route that is desired of them")
			.register(registry);
		Gauge.builder("tandem.campaign.look.age", this, (meters) -> seconds(since(meters.lookedAt)))
			.description("How long ago the facts were looked at last, whether or not there is a campaign")
			.baseUnit("seconds")
			.register(registry);
	}

	private Duration since(Instant then) {
		return Duration.between(then, this.clock.instant());
	}

	private static double seconds(Duration duration) {
		return Math.max(0, duration.toMillis() / 1000.0);
	}

	/**
	 * Shows a campaign, after a look at its facts that went well.
	 * @param migration null if there is none
	 */
	void looked(@Nullable Migration migration, Instant now) {
		this.lookedAt = now;
		if (migration != null) {
			show(migration, now);
		}
	}

	/** Shows a campaign instead of whatever was shown. */
	synchronized void show(Migration migration, Instant now) {
		Progress progress = migration.progress();
		Hold waits = Hold.of(migration.campaign(), progress, now);
		Shown next = new Shown(migration.id(), progress.version(), waits);
		if (next.equals(this.shown)) {
			return;
		}
		this.shown = next;
		Tags campaign = Tags.of("campaign", migration.id());
		Tags waiting = campaign.and("waits_for", waits.waitsFor().word());
		this.state
			.register(
					List.of(MultiGauge.Row
						.of(waiting.and("state", progress.state().word()).and("cause", progress.cause().word()), 1)),
					true);
		this.hold.register(List.of(MultiGauge.Row.of(waiting, waits, age())), true);
		this.patience.register(
				List.of(MultiGauge.Row.of(campaign, migration.campaign().patience(), CampaignMeters::seconds)), true);
		Map<StepState, Long> byState = progress.steps()
			.stream()
			.filter((step) -> step.batch() != null)
			.collect(Collectors.groupingBy(Step::state, Collectors.counting()));
		this.batches.register(rows(campaign, "state", StepState.values(), StepState::word, byState), true);
		Map<AgentRoute, Long> byRoute = progress.routes()
			.values()
			.stream()
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		this.agents.register(rows(campaign, "route", AgentRoute.values(), AgentRoute::word, byRoute), true);
	}

	private ToDoubleFunction<Hold> age() {
		return (waits) -> seconds(waits.age(this.clock.instant()));
	}

	private static <E> List<MultiGauge.Row<?>> rows(Tags campaign, String tag, E[] all, Function<E, String> word,
			Map<E, Long> counts) {
		return Arrays.stream(all).<MultiGauge.Row<?>>map((each) -> {
			long count = Objects.requireNonNullElse(counts.get(each), 0L);
			return MultiGauge.Row.of(campaign.and(tag, word.apply(each)), count);
		}).toList();
	}

	/** What the meters say now, but for what the clock alone changes. */
	private record Shown(String id, long version, Hold hold) {
	}

}
