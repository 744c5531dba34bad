package io.tandem.healthsync.correlation;

import io.tandem.fleet.Fallback;
import java.util.Set;

/**
 * That a node needs another one. Immutable.
 *
 * @param from who needs
 * @param to who is needed
 * @param fallback what is done without
 * @param isVoice whether it is only needed to be heard: without it the node works on,
 * unseen
 */
record Need(String from, String to, Fallback fallback, boolean isVoice) {

	static Need work(String from, String to) {
		return new Need(from, to, Fallback.NONE, false);
	}

	static Need voice(String from, String to) {
		return new Need(from, to, Fallback.NONE, true);
	}

	/** Tells whether nothing is left to turn to while these are gone. */
	boolean isHard(Set<String> gone) {
		return switch (this.fallback) {
			case Fallback.None none -> true;
			case Fallback.Self self -> false;
			case Fallback.Agent(String name) -> gone.contains(name);
		};
	}

}
