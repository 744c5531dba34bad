package io.tandem.failover.control.api;

import io.tandem.failover.control.Control;
import io.tandem.failover.control.LatestState;
import io.tandem.failover.control.PeerBook;
import io.tandem.failover.control.Plan;
import io.tandem.failover.control.RecordRoute;
import io.tandem.failover.control.WallClock;
import io.tandem.failover.control.Words;
import io.tandem.failover.control.api.StateView.LastStall;
import io.tandem.failover.control.api.StateView.OverrideView;
import io.tandem.failover.control.api.StateView.Peer;
import io.tandem.failover.control.api.StateView.RouteNow;
import io.tandem.failover.control.api.StateView.Self;
import io.tandem.failover.control.api.StateView.TierNow;
import io.tandem.failover.control.api.StateView.Word;
import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation.Pin;
import io.tandem.failover.detection.Observation.Via;
import io.tandem.failover.detection.Tier;
import io.tandem.service.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes what is held readable. Thread-safe. */
@Component
class StateReport {

	private static final double MICROS_PER_MILLI = 1000;

	private final Plan plan;

	private final LatestState latest;

	private final PeerBook peers;

	private final RecordRoute route;

	private final Control control;

	private final WallClock clock;

	StateReport(Plan plan, LatestState latest, PeerBook peers, RecordRoute route, Control control, WallClock clock) {
		this.plan = plan;
		this.latest = latest;
		this.peers = peers;
		this.route = route;
		this.control = control;
		this.clock = clock;
	}

	/**
	 * Returns what is held now.
	 * @throws ProblemException before the decider has begun
	 */
	EngineState current() {
		return this.latest.get()
			.orElseThrow(() -> new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "decider-busy",
					"the decider has not begun yet", Duration.ofSeconds(1)));
	}

	StateView state() {
		EngineState state = current();
		Tier twin = this.latest.twin();
		Pin override = state.override();
		return new StateView(this.plan.machine(), shown(this.clock.now()), state.number(), routeNow(state),
				(twin != null) ? twin.toString() : null, (override != null) ? view(override) : null,
				state.tiers().stream().map((view) -> tier(view, state)).toList(), self(state.self()),
				this.peers.peers().stream().map(this::peer).toList(), this.route.backlogRecords());
	}

	RouteNow routeNow(EngineState state) {
		Tier tier = state.route().tier();
		return new RouteNow(tier.toString(), this.plan.address(tier), shown(this.clock.at(state.route().since())),
				state.route().reason());
	}

	static OverrideView view(Pin override) {
		Tier tier = override.tier();
		return new OverrideView((tier != null) ? tier.toString() : null, "off", override.reason(),
				shown(override.since()), shown(override.until()));
	}

	private TierNow tier(TierView view, EngineState state) {
		return new TierNow(view.tier().toString(), this.plan.address(view.tier()), Words.of(view.state()),
				shown(this.clock.at(view.since())), view.tier().equals(state.route().tier()), view.failures(),
				view.successes(),
				(view.sinceSuccessNanos() == Long.MAX_VALUE) ? null : Long.valueOf(millis(view.sinceSuccessNanos())),
				fraction(view.roundTripNanos()), fraction(view.deviationNanos()), view.flaps(),
				millis(view.holdDownNanos()));
	}

	private static @Nullable Double fraction(long nanos) {
		return (nanos == 0) ? null : Double.valueOf(TimeUnit.NANOSECONDS.toMicros(nanos) / MICROS_PER_MILLI);
	}

	private Self self(SelfView self) {
		var last = self.lastStall();
		return new Self(self.stalls(), millis(self.stalledNanos()),
				(last == null) ? null : new LastStall(shown(this.clock.at(last.at())), millis(last.at() - last.from()),
						Words.of(last.cause())),
				this.control.queued(), this.control.dropped());
	}

	private Peer peer(String name) {
		return new Peer(name, word(name, Via.NATS), word(name, Via.HTTP));
	}

	private @Nullable Word word(String peer, Via via) {
		long now = this.clock.nanos();
		return this.peers.last(peer, via)
			.map((heard) -> new Word(millis(heard.ageNanos(now)), millis(heard.delayNanos()), heard.view().boot(),
					heard.view().number(), heard.view().route(), Objects.requireNonNull(heard.view().tiers())))
			.orElse(null);
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

	static Instant shown(Instant time) {
		return time.truncatedTo(ChronoUnit.MILLIS);
	}

}
