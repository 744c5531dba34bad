package io.tandem.agent.push;

import java.time.Duration;

/** What became of a body. */
public sealed interface PushOutcome {

	/**
	 * It was answered 2xx.
	 *
	 * @param target who took it: {@code gateway}, {@code hub}, or {@code peer} and its
	 * number
	 */
	record Accepted(String target) implements PushOutcome {
	}

	/** It will never be taken as it is: the fault is its own. */
	record Rejected(String target, int status, String detail) implements PushOutcome {
	}

	/**
	 * Nobody took it now. It may be stored all the same, if an answer was lost.
	 *
	 * @param detail why the last one asked did not
	 * @param retryAfter when the first of them is to be asked again
	 */
	record Unreachable(String detail, Duration retryAfter) implements PushOutcome {
	}

}
