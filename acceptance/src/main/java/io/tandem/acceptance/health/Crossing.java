package io.tandem.acceptance.health;

/**
 * One report's way to the other machine; times are by {@link System#nanoTime()} of one
 * process, so no clocks are compared. Immutable.
 *
 * @param origin the machine it was reported on
 * @param sentAt just before its POST
 * @param answeredAt when that was answered
 * @param missedAt when the last question began that was answered without it; what is
 * between this and {@code seenAt} is not known any closer
 * @param seenAt when the first answer with it had been read; 0 if there was none in time
 */
record Crossing(String origin, String agent, long sequence, long sentAt, long answeredAt, long missedAt, long seenAt) {

	boolean isSeen() {
		return this.seenAt != 0;
	}

	/** Returns how long it took to be seen, never too short. */
	long latencyMicros() {
		return Math.max(0, (this.seenAt - this.sentAt) / 1000);
	}

	/** Returns by how much that may be too long. */
	long uncertaintyMicros() {
		return Math.max(0, (this.seenAt - Math.max(this.missedAt, this.sentAt)) / 1000);
	}

	long answerMicros() {
		return Math.max(0, (this.answeredAt - this.sentAt) / 1000);
	}

}
