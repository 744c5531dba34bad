package io.tandem.service;

import org.springframework.http.HttpStatus;

/** Checks how much of a list is asked for. Holds no state. */
public final class ListLimit {

	private ListLimit() {
	}

	/**
	 * Checks the parameter {@code limit}.
	 * @param most the most that is returned at once
	 * @throws ProblemException {@code bad-limit} if it is not 1 to {@code most}
	 */
	public static void require(int limit, int most) {
		if (limit < 1 || limit > most) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-limit",
					"limit must be 1 to " + most + ": limit=" + limit);
		}
	}

}
