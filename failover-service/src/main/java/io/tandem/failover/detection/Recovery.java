package io.tandem.failover.detection;

/**
 * The way home of a tier: its successes in a row, and how often it did not last.
 * Immutable.
 *
 * @param successes in a row
 * @param firstSuccessAt when the first of them was told
 * @param isBack whether it is, or was last, used again after a DOWN
 * @param backAt since when
 * @param left how often it was left soon after
 */
record Recovery(int successes, long firstSuccessAt, boolean isBack, long backAt, int left) {

	static final Recovery NONE = new Recovery(0, 0, false, 0, 0);

	private static final int MOST = 1000;

	Recovery succeeded(long at) {
		return new Recovery(Math.min(this.successes + 1, Integer.MAX_VALUE - 1),
				(this.successes == 0) ? at : this.firstSuccessAt, this.isBack, this.backAt, this.left);
	}

	Recovery failed() {
		return (this.successes == 0) ? this : new Recovery(0, 0, this.isBack, this.backAt, this.left);
	}

	/** It is used again. */
	Recovery back(long at) {
		return new Recovery(this.successes, this.firstSuccessAt, true, at, this.left);
	}

	/** It is DOWN, after it was used. */
	Recovery lost(long at, WatchSettings settings) {
		int flaps = flaps(at, settings);
		if (this.isBack && at - this.backAt < settings.flapWithin().toNanos()) {
			flaps = Math.min(flaps + 1, MOST);
		}
		return new Recovery(0, 0, false, at, flaps);
	}

	int flaps(long at, WatchSettings settings) {
		return this.isBack ? (int) Math.max(0, this.left - (at - this.backAt) / settings.flapDecay().toNanos())
				: this.left;
	}

}
