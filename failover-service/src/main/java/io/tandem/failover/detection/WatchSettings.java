package io.tandem.failover.detection;

import java.time.Duration;

/**
 * The thresholds that one tier is judged by. Immutable.
 *
 * @param failures how many failures in a row make a tier DOWN. More of them outlast more
 * kinds of noise, and add {@code fast} each to every failover
 * @param hardSpan how far apart the first and the last of a run of refusals must be. More
 * of it outlasts a longer restart of a listener, and adds itself to the failover after a
 * crash
 * @param silence how long nothing may have succeeded before late or broken tries make a
 * tier DOWN. More of it outlasts longer pauses of a hub; a hang is noticed that much
 * later. Counted from the start of a try, so a pause is outlasted if it is shorter by the
 * time an answer takes
 * @param doubt after how long a try is late: twice {@code srtt + 4 * rttvar} of probes or
 * of deliveries, whichever is more, within this range. More of it makes fewer extra
 * probes, and a hang's first check later
 * @param fast how often a doubtful tier is probed: four times {@code srtt}, and at the
 * least once it refuses. More of it makes failovers slower, less of it more probes while
 * in doubt
 * @param steady how often a healthy tier is probed: 50 times {@code srtt}. More of it is
 * less load, and an idle tier's failure is seen that much later
 * @param timeout when a probe is given up: eight times {@code srtt + 4 * rttvar}. More of
 * it outlasts longer pauses; three of them must fail before {@code silence} is over, or
 * the failover waits for them
 * @param down how often a tier that is DOWN is probed, doubled from the least to the most
 * @param inFlight how many probes of a tier may be under way at once. More of them keep
 * {@code fast} up while a tier hangs
 * @param recoverEvery how often a tier that answers again is probed
 * @param recoverSuccesses how many successes in a row it needs to be used again
 * @param holdDown for how long it must answer to be used again: the least, doubled with
 * each flap up to the most. More of it means fewer switches, and a longer way home
 * @param flapWithin how soon after it was used again a DOWN counts as a flap
 * @param flapDecay for how long it must be healthy for one flap to be forgotten
 * @param peerHold how much longer silence must last while a peer still reaches the tier.
 * More of it spares failovers that only this machine's link calls for; a cut link is
 * noticed that much later
 * @param peerFresh how old a peer's word may be
 * @param peerSuccess how old a peer's newest success may have been when it told of it
 * @param settle for how long after a stall of this process a failing try that had begun
 * before its end is still put down to the stall. More of it forgives slower catching up;
 * a decider that stalls more often than this notices no hang
 */
public record WatchSettings(int failures, Duration hardSpan, Duration silence, Range doubt, Range fast, Range steady,
		Range timeout, Range down, int inFlight, Duration recoverEvery, int recoverSuccesses, Range holdDown,
		Duration flapWithin, Duration flapDecay, Duration peerHold, Duration peerFresh, Duration peerSuccess,
		Duration settle) {

	/**
	 * @throws IllegalArgumentException if a number is out of its bounds, or two of them
	 * do not fit
	 */
	public WatchSettings {
		require(failures >= 1 && failures <= 100, "failures is 1 to 100: failures=" + failures);
		require(inFlight >= 1 && inFlight <= 16, "inFlight is 1 to 16: inFlight=" + inFlight);
		require(recoverSuccesses >= 1, "recoverSuccesses is at least 1: recoverSuccesses=" + recoverSuccesses);
		require(positive(silence) && positive(recoverEvery) && positive(flapWithin) && positive(flapDecay),
				"times are positive: silence=" + silence + " recoverEvery=" + recoverEvery + " flapWithin=" + flapWithin
						+ " flapDecay=" + flapDecay);
		require(!hardSpan.isNegative() && !peerHold.isNegative() && !peerFresh.isNegative() && !peerSuccess.isNegative()
				&& !settle.isNegative(),
				"times are not negative: hardSpan=" + hardSpan + " peerHold=" + peerHold + " peerFresh=" + peerFresh
						+ " peerSuccess=" + peerSuccess + " settle=" + settle);
		require(hardSpan.compareTo(silence) <= 0,
				"a refusal is surer than silence, so hardSpan is no longer than silence: hardSpan=" + hardSpan
						+ " silence=" + silence);
		require(doubt.max().compareTo(timeout.min()) < 0,
				"a probe is late before it is given up: doubt.max=" + doubt.max() + " timeout.min=" + timeout.min());
		require(fast.max().compareTo(steady.min()) <= 0,
				"a doubtful tier is probed at least as often as a healthy one: fast.max=" + fast.max() + " steady.min="
						+ steady.min());
	}

	/** Returns what Tandem runs with if nothing is set. */
	public static WatchSettings defaults() {
		return new WatchSettings(3, Duration.ofMillis(100), Duration.ofMillis(1400), Range.millis(100, 400),
				Range.millis(50, 150), Range.millis(500, 2000), Range.millis(600, 900), Range.millis(250, 2000), 4,
				Duration.ofMillis(400), 5, Range.millis(3000, 60_000), Duration.ofMinutes(5), Duration.ofMinutes(10),
				Duration.ofMillis(300), Duration.ofMillis(1500), Duration.ofMillis(700), Duration.ofMillis(300));
	}

	private static boolean positive(Duration value) {
		return value.isPositive();
	}

	private static void require(boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalArgumentException(otherwise);
		}
	}

	long doubtAfterNanos(RoundTrip ofProbes, RoundTrip ofDeliveries) {
		long usual = Math.max(ofProbes.usualNanos(), ofDeliveries.usualNanos());
		return this.doubt.clamp((usual > 0) ? 2 * usual : Long.MAX_VALUE);
	}

	long timeoutNanos(RoundTrip roundTrip) {
		return this.timeout.clamp(roundTrip.isKnown() ? 8 * roundTrip.usualNanos() : Long.MAX_VALUE);
	}

	long fastNanos(RoundTrip roundTrip) {
		return this.fast.clamp(4 * roundTrip.smoothedNanos());
	}

	long steadyNanos(RoundTrip roundTrip) {
		return this.steady.clamp(50 * roundTrip.smoothedNanos());
	}

	long holdDownNanos(int flaps) {
		return this.holdDown.clamp(this.holdDown.min().toNanos() << Math.min(flaps, 20));
	}

}
