package io.tandem.hub.window;

import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that the window is too small for what is pushed: once when it begins, and once
 * with the number when it has ended. Confined to the sweeping thread.
 */
final class OverflowLog {

	private static final Logger logger = LoggerFactory.getLogger(OverflowLog.class);

	private final Map<DropReason, Episode> episodes = new EnumMap<>(DropReason.class);

	/** Compares the window's counters with those of the last call. */
	void observe(RecentWindow window) {
		for (DropReason reason : DropReason.values()) {
			if (reason.isOverflow()) {
				this.episodes.merge(reason, new Episode(0, window.dropped(reason)),
						(before, now) -> next(reason, before, now.seen));
			}
		}
	}

	private static Episode next(DropReason reason, Episode before, long seen) {
		long more = seen - before.seen;
		if (more > 0 && before.dropped == 0) {
			logger.atWarn()
				.addKeyValue("reason", reason.tag())
				.addKeyValue("dropped", more)
				.log("the window is too small for what is pushed");
		}
		if (more == 0 && before.dropped > 0) {
			logger.atInfo()
				.addKeyValue("reason", reason.tag())
				.addKeyValue("dropped", before.dropped)
				.log("the window takes everything again");
			return new Episode(0, seen);
		}
		return new Episode(before.dropped + more, seen);
	}

	/**
	 * @param dropped since it began; 0 while all is well
	 * @param seen the counter at the last look
	 */
	private record Episode(long dropped, long seen) {
	}

}
