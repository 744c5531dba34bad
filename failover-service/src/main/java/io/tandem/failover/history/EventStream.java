package io.tandem.failover.history;

import org.jspecify.annotations.Nullable;

/** The machine's event stream. Thread-safe. */
@FunctionalInterface
public interface EventStream {

	/** The header by which a reader recognises a copy that comes after minutes. */
	String ID_HEADER = "Tandem-Event";

	/**
	 * Sends once, and waits for the stream to have it. What has failed may be in the
	 * stream all the same.
	 * @param id the same for every copy
	 * @return null if the stream has it, else why not
	 */
	@Nullable String send(String subject, String id, byte[] json);

}
