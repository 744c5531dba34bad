package io.tandem.failover.detection;

import static io.tandem.failover.detection.TierState.DOWN;
import static io.tandem.failover.detection.TierState.HEALTHY;
import static io.tandem.failover.detection.TierState.RECOVERING;
import static io.tandem.failover.detection.TierState.SUSPECT;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The transition table of a tier: of the rules for its state, the first that holds is
 * followed. A tier begins as RECOVERING, with nothing known of it.
 */
public enum Rule {

	/** Nothing was known of the tier. */
	START(EnumSet.of(RECOVERING), HEALTHY, "start", "nothing was known of it, and a try succeeds",
			(watch, news, at) -> watch.isUnknown() && news == News.SUCCESS, Why::start),

	/** Probes succeed, but what counts does not. */
	DELIVERIES_FAIL(EnumSet.of(HEALTHY, SUSPECT), DOWN, "deliveries-fail",
			"`failures` deliveries or more failed and none succeeded for `silence`, although probes may succeed",
			(watch, news, at) -> watch.deliveries().failures() >= watch.settings().failures()
					&& at - watch.deliveries().since() >= watch.settings().silence().toNanos(),
			Why::deliveriesFail),

	/** The other side says no, again and again. */
	REFUSED_RUN(EnumSet.of(SUSPECT, RECOVERING), DOWN, "refused-run",
			"`failures` tries or more were refused or answered with an error status since the last success, "
					+ "over at least `hardSpan`; while RECOVERING only if nothing was known of it",
			(watch, news, at) -> watch.isJudged() && news == News.HARD
					&& watch.run().hard() >= watch.settings().failures()
					&& at - watch.run().firstHardAt() >= watch.settings().hardSpan().toNanos(),
			Why::refusedRun),

	/** No answer, long enough. */
	SILENT(EnumSet.of(SUSPECT, RECOVERING), DOWN, "silence",
			"`failures` tries or more failed in a row, and nothing that began in the last `silence` succeeded "
					+ "(`peerHold` longer while a peer reaches it); while RECOVERING only if nothing was known of it",
			(watch, news, at) -> watch.isJudged() && watch.run().failures() >= watch.settings().failures()
					&& at >= watch.silentAt(at),
			Why::silent),

	/** The first doubt, by a failure. */
	FAILURE(EnumSet.of(HEALTHY), SUSPECT, "failure", "a try failed", (watch, news, at) -> news.isFailure(),
			Why::failure),

	/** The first doubt, by lateness. */
	OVERDUE(EnumSet.of(HEALTHY), SUSPECT, "overdue", "a try is late by `doubt`",
			(watch, news, at) -> news == News.OVERDUE, Why::overdue),

	/** Data flows: any doubt is over. */
	SUCCESS(EnumSet.of(SUSPECT), HEALTHY, "success", "a try succeeds", (watch, news, at) -> news == News.SUCCESS,
			Why::success),

	/** It answers again. */
	ANSWERS(EnumSet.of(DOWN), RECOVERING, "answers", "a try succeeds", (watch, news, at) -> news == News.SUCCESS,
			Why::answers),

	/** It has answered for long enough. */
	STEADY(EnumSet.of(RECOVERING), HEALTHY, "steady",
			"`recoverSuccesses` tries or more succeeded in a row, the first of them at least `holdDown` ago (doubled with each flap)",
			(watch, news, at) -> news == News.SUCCESS && watch.successes() >= watch.settings().recoverSuccesses()
					&& at - watch.firstSuccessAt() >= watch.holdDownNanos(at),
			Why::steady),

	/** It does not answer after all. */
	RELAPSE(EnumSet.of(RECOVERING), DOWN, "relapse",
			"a try was refused or answered with an error status, or two in a row failed; only if something was known of it",
			(watch, news, at) -> !watch.isUnknown()
					&& (news == News.HARD || news == News.SOFT && watch.run().failures() >= 2),
			Why::relapse);

	private static final Rule[][] BY_STATE = Arrays.stream(TierState.values())
		.map((state) -> Arrays.stream(values()).filter((rule) -> rule.from.contains(state)).toArray(Rule[]::new))
		.toArray(Rule[][]::new);

	private final Set<TierState> from;

	private final TierState to;

	private final String trigger;

	private final String condition;

	private final Holds holds;

	private final Words words;

	Rule(Set<TierState> from, TierState to, String trigger, String condition, Holds holds, Words words) {
		this.from = from;
		this.to = to;
		this.trigger = trigger;
		this.condition = condition;
		this.holds = holds;
		this.words = words;
	}

	/** Returns the rules for that state, in the order in which they are tried. */
	static Rule[] of(TierState state) {
		return BY_STATE[state.ordinal()];
	}

	boolean holds(Watch watch, News news, long at) {
		return this.holds.test(watch, news, at);
	}

	String why(Watch watch, long at) {
		return this.words.tell(watch, at);
	}

	/** Returns the states that it applies to. */
	public Set<TierState> from() {
		return EnumSet.copyOf(this.from);
	}

	/** Returns the state that it leads to. */
	public TierState to() {
		return this.to;
	}

	/** Returns its word in events, for example {@code refused-run}. */
	public String trigger() {
		return this.trigger;
	}

	/** Returns when it holds, in words; settings are quoted. */
	public String condition() {
		return this.condition;
	}

	private interface Holds {

		boolean test(Watch watch, News news, long at);

	}

	private interface Words {

		String tell(Watch watch, long at);

	}

}
