package io.tandem.centralhub.slo;

import java.util.List;

/**
 * What was judged, with what was heard for it.
 *
 * @param report what is shown
 * @param happenings what the system itself has told of in that time
 * @param silent who did not answer when asked for them, a line each
 */
record Judgement(SloReport report, List<Happening> happenings, List<String> silent) {

	Judgement {
		happenings = List.copyOf(happenings);
		silent = List.copyOf(silent);
	}

}
