package io.tandem.healthsync.correlation;

import io.tandem.healthsync.correlation.Symptom.Status;

/**
 * How likely what is seen of a node is, in natural logarithms. The figures are rough on
 * purpose: what matters is their order of magnitude, and that each doubt costs.
 */
final class Likelihood {

	/** That a given node fails by itself within the window. */
	static final double ROOT = Math.log(0.001);

	/** That a report of a node that is well is late. */
	private static final double LATE_THOUGH_WELL = 0.03;

	/** After how many seconds a dependent has met the failure. */
	private static final double MEETS_IT_WITHIN = 45;

	private Likelihood() {
	}

	/** What is seen of a node that fails by itself. */
	static double ofRoot(Status status) {
		return Math.log(switch (status) {
			case DOWN -> 0.4;
			case SILENT -> 0.25;
			case DEGRADED -> 0.15;
		});
	}

	/** That a node which fails by itself is late. */
	static double ofLateRoot() {
		return Math.log(0.25 / LATE_THOUGH_WELL);
	}

	/** That a node which fails by itself was not heard since, and was not due. */
	static double ofUnheardRoot() {
		return Math.log(0.25);
	}

	/** That a node which fails by itself says that it is well. */
	static double ofRootThatSaysItIsWell() {
		return Math.log(0.02);
	}

	/** What is seen of a node that has lost what it cannot do without. */
	static double ofLost(Status status) {
		return Math.log(switch (status) {
			case DOWN -> 0.55;
			case SILENT -> 0.05;
			case DEGRADED -> 0.25;
		});
	}

	/** What is seen of a node whose support works worse, or that has a fallback. */
	static double ofWorn(Status status, boolean isHard) {
		return Math.log(switch (status) {
			case DEGRADED -> isHard ? 0.4 : 0.35;
			case DOWN -> isHard ? 0.15 : 0.0003;
			case SILENT -> 0.0003;
		});
	}

	/**
	 * That a node on a machine, or behind a way, that is gone is silent.
	 * @param missedBefore so many of its reports were missed before
	 */
	static double ofCutOff(long missedBefore) {
		return Math.log(0.95) + missedBefore * Math.log(LATE_THOUGH_WELL);
	}

	/** That a node on a machine that is gone is late. */
	static double ofLateCutOff() {
		return Math.log(0.9 / LATE_THOUGH_WELL);
	}

	/** That a node on a machine that is gone was heard. */
	static double ofHeardThoughGone() {
		return Math.log(0.01);
	}

	/**
	 * That a dependent is well so many seconds after.
	 * @param isHard whether it has no fallback
	 */
	static double ofDenier(boolean isHard, double seconds) {
		double met = Math.min(1, seconds / MEETS_IT_WITHIN);
		return Math.log(1 - (isHard ? 0.85 : 0.35) * met);
	}

}
