package io.tandem.centralhub.migration;

import java.util.Locale;

/**
 * What a gate says of one criterion. Immutable.
 *
 * @param evidence what it rests on, in words
 */
record Judgement(Criterion criterion, Verdict verdict, String evidence) {

	private static final int LONGEST = 500;

	Judgement {
		evidence = evidence.substring(0, Math.min(LONGEST, evidence.length()));
	}

	static Judgement pass(Criterion criterion, String evidence) {
		return new Judgement(criterion, Verdict.PASS, evidence);
	}

	static Judgement fail(Criterion criterion, String evidence) {
		return new Judgement(criterion, Verdict.FAIL, evidence);
	}

	static Judgement unknown(Criterion criterion, String evidence) {
		return new Judgement(criterion, Verdict.UNKNOWN, evidence);
	}

	/** What a gate can say. */
	enum Verdict {

		/** It holds. */
		PASS,
		/** It does not. */
		FAIL,
		/** Cannot tell: whatever waits for it waits on. */
		UNKNOWN;

		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
