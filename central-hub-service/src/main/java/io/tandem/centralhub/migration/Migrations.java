package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.CampaignEngine.Level;
import io.tandem.centralhub.migration.CampaignEngine.OfStep;
import io.tandem.centralhub.migration.CampaignEngine.Standing;
import io.tandem.database.Worker;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.wire.route.AgentRoute;
import io.tandem.wire.route.DesiredRoute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the campaign under way: looks at the facts, decides, stores what it is about to
 * do, and does it, over and over. All that it does is to say which route each agent is to
 * have; that follows from what is stored, so after a crash it is said again and the
 * campaign goes on where it was. Thread-safe: changes are made under its lock.
 */
final class Migrations extends Worker {

	private static final Logger logger = LoggerFactory.getLogger(Migrations.class);

	private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(2);

	private final MigrationStore store;

	private final GateHistory history;

	private final Facts facts;

	private final Gates gates;

	private final CampaignMeters meters;

	private final StreamPublisher publisher;

	private final ReloadingFleet fleet;

	private final Clock clock;

	private final Duration interval;

	private final Map<String, AgentRoute> told = new HashMap<>();

	private boolean isLoaded;

	private volatile @Nullable Migration current;

	private volatile List<OfStep> judged = List.of();

	private volatile Standing standing = new Standing(0, OptionalDouble.empty());

	Migrations(MigrationStore store, GateHistory history, Facts facts, Uptime uptime, StreamPublisher publisher,
			ReloadingFleet fleet, CampaignMeters meters, Clock clock, Duration interval) {
		super("migrations", Duration.ofSeconds(10));
		this.store = store;
		this.history = history;
		this.facts = facts;
		this.gates = new Gates(facts, uptime);
		this.publisher = publisher;
		this.fleet = fleet;
		this.meters = meters;
		this.clock = clock;
		this.interval = interval;
	}

	/** Returns the campaign under way, or the one that ended last. */
	Optional<Migration> current() {
		return Optional.ofNullable(this.current);
	}

	/** Returns what gates said when they were asked last. */
	List<OfStep> judged() {
		return this.judged;
	}

	Standing standing() {
		return this.standing;
	}

	/**
	 * Begins a campaign: every agent of it is put on the old path.
	 * @throws IllegalStateException if another one is under way
	 */
	synchronized Migration start(String text, @Nullable Double timeScale) throws InvalidCampaignException {
		load();
		Migration running = this.current;
		if (running != null && running.isInTheWay()) {
			throw new IllegalStateException("a campaign is under way: " + running.id());
		}
		Campaign read = CampaignFile.parse(text, "the campaign", this.fleet.current());
		Campaign campaign = (timeScale != null) ? read.withTimeScale(timeScale) : read;
		Instant now = now();
		Migration begun = new Migration(campaign.name() + "-" + now.getEpochSecond(), campaign, text, this.facts.lost(),
				now, Progress.of(campaign, now));
		this.store.save(begun, begun.progress(), now, () -> {
		});
		this.current = begun;
		this.judged = List.of();
		this.told.clear();
		this.meters.show(begun, now);
		wake();
		return begun;
	}

	/**
	 * Lets it go on that waits for a human.
	 * @param who approves, by the name of the token
	 * @param why in the human's words
	 */
	synchronized Migration approve(String who, String why) {
		Instant now = now();
		return change((progress) -> CampaignEngine.approve(progress, now, why), now,
				(before) -> this.history.approved(before.id(), WeekGate.answeredBy(before.progress()), who, why, now));
	}

	/** Takes back what has moved. */
	synchronized Migration rollBack(Level level, String why) {
		Instant now = now();
		return change((progress) -> CampaignEngine.rollBack(progress, level, now, why), now, (before) -> {
		});
	}

	private Migration change(Function<Progress, Progress> change, Instant now, Consumer<Migration> with) {
		Migration before = this.current;
		if (before == null) {
			throw new IllegalStateException("there is no campaign");
		}
		Migration after = before.with(change.apply(before.progress()));
		this.store.save(after, before.progress(), now, () -> with.accept(before));
		this.current = after;
		this.meters.show(after, now);
		wake();
		return after;
	}

	@Override
	protected synchronized Duration work() {
		load();
		look();
		this.meters.looked(this.current, now());
		return this.interval;
	}

	private void look() {
		Migration running = this.current;
		if (running == null) {
			return;
		}
		tell(running);
		if (!running.isActive()) {
			return;
		}
		Instant now = now();
		this.standing = this.gates.standing(running.lostBefore());
		this.judged = this.gates.judge(running.campaign(), running.progress(), running.lostBefore(), now);
		Progress next = CampaignEngine.next(running.campaign(), running.progress(), this.judged, this.standing, now);
		if (next.version() != running.progress().version()) {
			Migration after = running.with(next);
			List<WeekGate> gates = WeekGate.of(running.campaign(), running.progress(), next, this.judged,
					this.standing);
			this.store.save(after, running.progress(), now, () -> this.history.judged(after.id(), gates, now));
			this.current = after;
			logger.atInfo()
				.addKeyValue("migration", after.id())
				.addKeyValue("state", next.state().word())
				.addKeyValue("reason", next.reason())
				.addKeyValue("turn", next.turn())
				.addKeyValue("version", next.version())
				.log("Campaign changed");
			tell(after);
		}
	}

	private void load() {
		if (this.isLoaded) {
			return;
		}
		try {
			this.current = this.store.newest(this.fleet.current()).orElse(null);
			this.isLoaded = true;
		}
		catch (InvalidCampaignException ex) {
			// the fleet file has changed under it: nothing moves until it is mended
			throw new IllegalStateException("the campaign does not fit the fleet any more: " + ex.getMessage(), ex);
		}
	}

	/** Says which route each agent is to have, where it was not said yet. */
	private void tell(Migration migration) {
		for (Map.Entry<String, AgentRoute> each : migration.progress().routes().entrySet()) {
			if (this.told.get(each.getKey()) == each.getValue()) {
				continue;
			}
			DesiredRoute desired = new DesiredRoute(each.getKey(), each.getValue(), migration.id());
			PublishOutcome outcome = this.publisher.publish(desired.subject(), Map.of(), desired.bytes(),
					migration.id() + "/" + migration.progress().version() + "/" + each.getKey(), PUBLISH_WITHIN);
			if (!(outcome instanceof PublishOutcome.Stored)) {
				logger.atWarn()
					.addKeyValue("agent", each.getKey())
					.addKeyValue("outcome", outcome)
					.log("Cannot say a route; it is tried again");
				return;
			}
			this.told.put(each.getKey(), each.getValue());
		}
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

}
