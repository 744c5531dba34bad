package io.tandem.healthsync.correlation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells when nodes were last heard. */
public interface Hearing {

	/** Returns when the node last spoke, whatever it said; null if it never has. */
	@Nullable Instant heardAt(String node);

	/**
	 * Returns when its next word is late; null if none is expected of it, or none could
	 * come here.
	 */
	@Nullable Instant lateAt(String node);

}
