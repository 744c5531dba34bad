package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Symptom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the nodes. Immutable: nobody changes a map that it was made of.
 *
 * @param heard the last word of each node
 * @param symptoms what fails
 * @param frozen what failed when its machine was last heard, of machines that are not
 * heard now
 * @param onsets when a node began to fail, lately
 * @param held until when a node that flaps counts as failing though it is well
 * @param cuts machines that are not heard, and since when
 * @param hearingSince since when a machine is heard again
 * @param relayed nodes of which the last word came by way of another machine
 * @param passedOver how many words were passed over because there are too many nodes
 */
record Known(Map<String, Heard> heard, Map<String, Symptom> symptoms, Map<String, Symptom> frozen,
		Map<String, List<Instant>> onsets, Map<String, Instant> held, Map<String, Instant> cuts,
		Map<String, Instant> hearingSince, Set<String> relayed, long passedOver) {

	static final Known NOTHING = new Known(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(),
			Set.of(), 0);

}
