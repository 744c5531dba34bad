package io.tandem.fleet;

/** What an agent does while one that it depends on is gone. Immutable. */
public sealed interface Fallback {

	/** Nothing: it is gone, too. */
	Fallback NONE = new None();

	/** It goes on by itself: from a cache, with a queue, with less to offer. */
	Fallback SELF = new Self();

	/** Returns the word that the fleet file has for it. */
	String word();

	/** Nothing: it is gone, too. */
	record None() implements Fallback {

		static final String WORD = "none";

		@Override
		public String word() {
			return WORD;
		}

	}

	/** It goes on by itself. */
	record Self() implements Fallback {

		static final String WORD = "self";

		@Override
		public String word() {
			return WORD;
		}

	}

	/**
	 * It turns to another agent, and is gone only when that one is gone as well.
	 *
	 * @param name the other agent
	 */
	record Agent(String name) implements Fallback {

		@Override
		public String word() {
			return this.name;
		}

	}

}
