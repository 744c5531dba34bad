package io.tandem.binder.properties;

/** Where a consumer begins when it has no position yet. */
public enum ReplayFrom {

	/** Begin with the oldest message the stream has. */
	ALL,

	/** Begin with what is stored after the consumer was opened. */
	NEW,

	/** Begin with what was stored within {@code replay-window} before now. */
	BY_START_TIME,

	/** Begin with the newest message of each subject. */
	LAST_PER_SUBJECT

}
