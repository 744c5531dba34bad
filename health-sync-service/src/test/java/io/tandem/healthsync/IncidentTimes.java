package io.tandem.healthsync;

import java.util.ArrayList;
import java.util.List;

/** Settings under which an incident takes seconds. */
final class IncidentTimes {

	private IncidentTimes() {
	}

	static String[] with(String alertmanagers) {
		List<String> settings = new ArrayList<>(List.of("--tandem.alerting.alertmanager-urls=" + alertmanagers,
				"--tandem.alerting.repeat=2s", "--tandem.incidents.cluster-interval=1s"));
		settings.addAll(List.of("settle-service=1s", "settle-down=2s", "settle-small=3s", "settle-longest=4s",
				"quiet=500ms", "recovery=2s")
			.stream()
			.map((time) -> "--tandem.incidents." + time)
			.toList());
		return settings.toArray(String[]::new);
	}

}
