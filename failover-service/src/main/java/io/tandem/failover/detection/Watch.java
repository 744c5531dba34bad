package io.tandem.failover.detection;

import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Overdue;
import io.tandem.failover.detection.Observation.PeerView;
import io.tandem.failover.detection.Observation.Result.Failure;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Observation.Stall;
import org.jspecify.annotations.Nullable;

/**
 * Watches one tier: holds what is known of it, and says what it is by {@link Rule}.
 * Immutable: fields are only set on a copy that nobody else has seen.
 */
public final class Watch implements Cloneable {

	private static final long NEVER = Long.MIN_VALUE;

	private final Tier tier;

	private final WatchSettings settings;

	private TierState state = TierState.RECOVERING;

	private boolean unknown = true;

	private long since;

	private @Nullable Rule rule;

	private String why = "";

	private RoundTrip roundTrip = RoundTrip.UNKNOWN;

	private RoundTrip deliveryTrip = RoundTrip.UNKNOWN;

	private Run run = Run.NONE;

	private Run deliveries = Run.NONE;

	private int endedFailures;

	private Silence silence = Silence.UNKNOWN;

	private Probing probing;

	private Recovery recovery = Recovery.NONE;

	private long peerToldAt = NEVER;

	private long peerSuccessAt = NEVER;

	private Trail trail = Trail.EMPTY;

	/**
	 * Begins to watch a tier of which nothing is known; its first probe is due at once.
	 */
	public Watch(Tier tier, WatchSettings settings, long at) {
		this.tier = tier;
		this.settings = settings;
		this.since = at;
		this.probing = Probing.from(at);
	}

	/**
	 * Returns what is held after a try has ended.
	 * @param at now; not before the try's end
	 */
	public Watch ended(Outcome outcome, long at) {
		Watch next = copy();
		next.trail = this.trail.and(outcome);
		if (outcome.source() == Source.PROBE) {
			next.probing = this.probing.ended(outcome.startedAt());
		}
		News news = (outcome.result() instanceof Failure failure) ? next.fail(outcome, failure)
				: next.succeed(outcome, at);
		return next.follow(news, at);
	}

	private News succeed(Outcome outcome, long at) {
		if (outcome.source() == Source.PROBE) {
			this.roundTrip = this.roundTrip.observe(outcome.at() - outcome.startedAt());
		}
		else {
			this.deliveryTrip = this.deliveryTrip.observe(outcome.at() - outcome.startedAt());
			this.deliveries = Run.NONE;
		}
		this.endedFailures = this.run.failures();
		this.run = Run.NONE;
		this.silence = this.silence.broken(outcome.startedAt());
		this.recovery = this.recovery.succeeded(at);
		return News.SUCCESS;
	}

	private News fail(Outcome outcome, Failure failure) {
		boolean hard = switch (failure.kind()) {
			case REFUSED, STATUS -> true;
			case TIMEOUT, BROKEN -> false;
		};
		boolean discredited = isDiscredited(outcome.startedAt(), outcome.at());
		if (!hard && discredited) {
			return News.NONE;
		}
		if (outcome.source() == Source.DELIVERY) {
			this.deliveries = this.deliveries.failed(outcome.startedAt(), outcome.at(), hard);
		}
		if (!hard && this.silence.isOutdated(outcome.startedAt())) {
			return News.NONE;
		}
		this.run = this.run.failed(outcome.startedAt(), outcome.at(), hard);
		this.recovery = this.recovery.failed();
		// what was said during a stall is true, but old by now: the next try has the last
		// word
		return (hard && !discredited) ? News.HARD : News.SOFT;
	}

	/** Returns what is held while a try is late. */
	public Watch overdue(Overdue overdue, long at) {
		Watch next = copy();
		next.trail = this.trail.and(overdue);
		if (isDiscredited(overdue.startedAt(), overdue.at())) {
			return next;
		}
		// a later try may have succeeded: that is reason to look, but no failure begins
		// there
		if (!this.silence.isOutdated(overdue.startedAt())) {
			next.run = this.run.doubted(overdue.startedAt(), overdue.at());
		}
		return next.follow(News.OVERDUE, at);
	}

	/**
	 * Returns what is held after this process stood still: what it may have caused is
	 * taken back.
	 */
	public Watch stalled(Stall stall) {
		Watch next = copy();
		next.run = this.run.without(stall);
		next.deliveries = this.deliveries.without(stall);
		next.silence = this.silence.stalled(stall);
		return next;
	}

	/** Returns what is held after a peer's word. */
	public Watch told(PeerView view) {
		if (view.state() != TierState.HEALTHY || view.ageNanos() >= this.settings.peerSuccess().toNanos()) {
			return this;
		}
		Watch next = copy();
		next.peerToldAt = view.at();
		next.peerSuccessAt = view.at() - view.ageNanos();
		return next;
	}

	/** Returns what is held now that time has passed. */
	public Watch passed(long at) {
		return follow(News.NONE, at);
	}

	/** Returns what is held after a probe was asked for. */
	public Watch probed(long at) {
		Watch next = copy();
		long backOff = Math.min(2 * this.probing.backOffNanos(), this.settings.down().max().toNanos());
		next.probing = this.probing.begun(at, at + probeEveryNanos(), backOff);
		return next;
	}

	/**
	 * Returns what is held after records no longer go there: its deliveries say nothing
	 * any more.
	 */
	public Watch left() {
		Watch next = copy();
		next.deliveries = Run.NONE;
		return next;
	}

	private Watch follow(News news, long at) {
		for (Rule candidate : Rule.of(this.state)) {
			if (candidate.holds(this, news, at)) {
				return moved(candidate, at);
			}
		}
		return this;
	}

	private Watch moved(Rule by, long at) {
		Watch next = copy();
		next.rule = by;
		next.why = by.why(this, at);
		next.state = by.to();
		next.since = at;
		next.unknown = false;
		switch (by.to()) {
			case HEALTHY -> {
				next.recovery = (this.state == TierState.RECOVERING && !this.unknown) ? this.recovery.back(at)
						: this.recovery;
				next.probing = this.probing.at(at + this.settings.steadyNanos(this.roundTrip), 0);
			}
			case SUSPECT -> next.probing = this.probing.at(at, 0);
			case DOWN -> {
				long backOff = this.settings.down().min().toNanos();
				next.recovery = (this.state == TierState.RECOVERING) ? this.recovery
						: this.recovery.lost(at, this.settings);
				next.deliveries = Run.NONE;
				next.probing = this.probing.at(at + backOff, backOff);
			}
			case RECOVERING -> next.probing = this.probing.at(at + this.settings.recoverEvery().toNanos(), 0);
		}
		return next;
	}

	private Watch copy() {
		try {
			return (Watch) super.clone();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean isDiscredited(long startedAt, long at) {
		return this.silence.isDiscredited(startedAt, at, this.settings.settle().toNanos());
	}

	private long probeEveryNanos() {
		return switch (this.state) {
			case HEALTHY -> this.settings.steadyNanos(this.roundTrip);
			// a refusal comes at once, however slow answers are
			case SUSPECT ->
				(this.run.hard() > 0) ? this.settings.fast().min().toNanos() : this.settings.fastNanos(this.roundTrip);
			case DOWN -> this.probing.backOffNanos();
			case RECOVERING ->
				this.unknown ? this.settings.fastNanos(this.roundTrip) : this.settings.recoverEvery().toNanos();
		};
	}

	/** Tells whether it should be probed now. */
	public boolean isProbeDue(long at) {
		return this.probing.isDue(at, this.settings.inFlight());
	}

	/** Returns the earliest moment at which something is due if nothing is observed. */
	public long dueAt(long now) {
		long due = this.probing.dueAt(this.settings.inFlight());
		if (isJudged() && this.run.failures() >= this.settings.failures()) {
			due = Math.min(due, silentAt(now));
		}
		if (isUsable() && this.deliveries.failures() >= this.settings.failures()) {
			due = Math.min(due, this.deliveries.since() + this.settings.silence().toNanos());
		}
		return due;
	}

	/** Tells whether records may go there for all that is known. */
	public boolean isUsable() {
		return this.state == TierState.HEALTHY || this.state == TierState.SUSPECT;
	}

	/** Tells whether failures are still weighed; false if they are obvious. */
	boolean isJudged() {
		return this.state == TierState.SUSPECT || this.unknown;
	}

	/** Returns when silence has lasted long enough. */
	long silentAt(long now) {
		long at = silenceOrigin() + this.settings.silence().toNanos();
		return isVouchedFor(now) ? at + this.settings.peerHold().toNanos() : at;
	}

	/** Tells whether a peer had an answer while this machine had none. */
	boolean isVouchedFor(long at) {
		return this.peerToldAt != NEVER && at - this.peerToldAt < this.settings.peerFresh().toNanos()
				&& this.peerSuccessAt > silenceOrigin();
	}

	long silenceOrigin() {
		return this.silence.origin(this.run);
	}

	public Tier tier() {
		return this.tier;
	}

	public TierState state() {
		return this.state;
	}

	/** Returns when it got this state. */
	public long since() {
		return this.since;
	}

	/** Tells whether nothing was decided of it since this process started. */
	public boolean isUnknown() {
		return this.unknown;
	}

	/** Returns the rule that led to this state; null in the beginning. */
	public @Nullable Rule rule() {
		return this.rule;
	}

	/** Returns why that rule held. */
	public String why() {
		return this.why;
	}

	/** Returns what was observed of it. */
	public Trail trail() {
		return this.trail;
	}

	/** Returns after how many nanoseconds a try at it is late. */
	public long doubtAfterNanos() {
		return this.settings.doubtAfterNanos(this.roundTrip, this.deliveryTrip);
	}

	/** Returns after how many nanoseconds a probe of it is given up. */
	public long timeoutNanos() {
		return this.settings.timeoutNanos(this.roundTrip);
	}

	public long roundTripNanos() {
		return this.roundTrip.smoothedNanos();
	}

	public long deviationNanos() {
		return this.roundTrip.deviationNanos();
	}

	/**
	 * Returns how many failures in a row there were, of probes and deliveries together.
	 */
	public int failures() {
		return this.run.failures();
	}

	/** Returns how many successes in a row there were. */
	public int successes() {
		return this.recovery.successes();
	}

	/**
	 * Returns how often it was left soon after it was back, less what it has outlived.
	 */
	public int flaps(long at) {
		return this.recovery.flaps(at, this.settings);
	}

	/** Returns for how long it must answer to be used again. */
	public long holdDownNanos(long at) {
		return this.settings.holdDownNanos(flaps(at));
	}

	/** Returns for how long no try has begun that succeeded; the maximum if none has. */
	public long sinceSuccessNanos(long at) {
		return this.silence.isKnown() ? Math.max(0, at - this.silence.from()) : Long.MAX_VALUE;
	}

	WatchSettings settings() {
		return this.settings;
	}

	Run run() {
		return this.run;
	}

	Run deliveries() {
		return this.deliveries;
	}

	/** Returns how long the run was that the last success ended. */
	int endedFailures() {
		return this.endedFailures;
	}

	long firstSuccessAt() {
		return this.recovery.firstSuccessAt();
	}

}
