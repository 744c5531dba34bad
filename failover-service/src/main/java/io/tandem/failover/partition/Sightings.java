package io.tandem.failover.partition;

import io.tandem.failover.partition.Look.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the looks at one thing came to. A look in vain is not counted if this process
 * slept through it, or if a later one was answered. Confined to one thread.
 */
final class Sightings {

	private @Nullable Look last;

	private @Nullable Look lastAnswer;

	private @Nullable Look lastRefusal;

	/** Since when every look was answered; nothing if the last was not. */
	private @Nullable Long answeringSince;

	/** Since when every look was in vain; nothing if the last was not. */
	private @Nullable Long failingSince;

	private int failures;

	private int silences;

	/** Forgets failures that began before a moment, which was no time to look. */
	private long notBefore = Long.MIN_VALUE;

	void take(Look look) {
		boolean isOutdated = look.began() < this.notBefore
				|| (this.lastAnswer != null && look.began() < this.lastAnswer.began());
		if (look.outcome() != Outcome.ANSWERED && isOutdated) {
			return;
		}
		this.last = look;
		switch (look.outcome()) {
			case ANSWERED -> {
				this.lastAnswer = look;
				this.answeringSince = (this.answeringSince != null) ? this.answeringSince : Long.valueOf(look.ended());
				forgetFailures();
			}
			case REFUSED, SILENT -> {
				this.answeringSince = null;
				this.failingSince = (this.failingSince != null) ? this.failingSince : Long.valueOf(look.began());
				this.failures++;
				if (look.outcome() == Outcome.REFUSED) {
					this.lastRefusal = look;
					this.silences = 0;
				}
				else {
					this.silences++;
				}
			}
			case UNKNOWN -> {
				this.answeringSince = null;
				forgetFailures();
			}
		}
	}

	/** Counts only what begins from now on as in vain. */
	void startOver(long moment) {
		this.notBefore = moment;
		forgetFailures();
	}

	private void forgetFailures() {
		this.failingSince = null;
		this.failures = 0;
		this.silences = 0;
	}

	@Nullable Look last() {
		return this.last;
	}

	/** Returns when it answered last, or said that nobody is there. */
	@Nullable Long lastPacketAt() {
		Long answer = lastAnswerAt();
		Long refusal = (this.lastRefusal != null) ? Long.valueOf(this.lastRefusal.ended()) : null;
		return (answer == null || (refusal != null && refusal - answer > 0)) ? refusal : answer;
	}

	@Nullable Long lastAnswerAt() {
		return (this.lastAnswer != null) ? Long.valueOf(this.lastAnswer.ended()) : null;
	}

	@Nullable Long answeringSince() {
		return this.answeringSince;
	}

	@Nullable Long failingSince() {
		return this.failingSince;
	}

	/** Returns how many looks in a row were in vain. */
	int failures() {
		return this.failures;
	}

	/** Returns how many looks in a row were not answered at all. */
	int silences() {
		return this.silences;
	}

	boolean isRefused() {
		return this.last != null && this.last.outcome() == Outcome.REFUSED;
	}

}
