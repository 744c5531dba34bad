package io.tandem.hub.window;

import java.util.Locale;

/** Why a sample is not in the window. The stream has it all the same. */
enum DropReason {

	/** Its time lies before the window: a late delivery. Nothing is wrong with it. */
	TOO_OLD,
	/** Its time lies further ahead than the window is long. */
	FUTURE,
	/** It would need a new series, and there are as many as may be. */
	SERIES_LIMIT,
	/** It would need a new series, and the memory for label sets is used up. */
	LABEL_LIMIT,
	/** Its series has as many samples as may be: the oldest of them went. */
	SAMPLE_LIMIT,
	/** There is no more room for samples: the oldest of its series went. */
	WINDOW_FULL;

	/** Returns the name as the meter's tag has it. */
	String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** Tells whether it shows that the window is too small for what is pushed. */
	boolean isOverflow() {
		return this != TOO_OLD && this != FUTURE;
	}

}
