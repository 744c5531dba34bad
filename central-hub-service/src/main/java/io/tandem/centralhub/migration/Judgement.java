package io.tandem.centralhub.migration;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a gate says of one criterion. Immutable.
 *
 * @param evidence what it rests on, in words
 * @param figure what was measured; null where nothing could be
 */
record Judgement(Criterion criterion, Verdict verdict, String evidence, @Nullable Figure figure) {

	private static final int LONGEST = 500;

	Judgement {
		evidence = StepRow.cut(evidence, LONGEST);
	}

	static Judgement pass(Criterion criterion, String evidence, Figure figure) {
		return new Judgement(criterion, Verdict.PASS, evidence, figure);
	}

	static Judgement fail(Criterion criterion, String evidence, Figure figure) {
		return new Judgement(criterion, Verdict.FAIL, evidence, figure);
	}

	/** Returns that nobody can tell, as nobody answers. */
	static Judgement unknown(Criterion criterion, String evidence) {
		return new Judgement(criterion, Verdict.UNKNOWN, evidence, null);
	}

	/**
	 * What was measured, and what it is to be.
	 *
	 * @param unit of the actual figure, in words
	 * @param target in words
	 */
	record Figure(double actual, String unit, String target) {

		/** Returns how many of some agents are as they should be. */
		static Figure ofAgents(int actual, int all) {
			return new Figure(actual, "agents", "all of " + all);
		}

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
