package io.tandem.acceptance.demo;

import java.time.Duration;
import java.util.List;

/**
 * The demonstration's command line. Immutable.
 *
 * @param mainpc address of the centre
 * @param pc2 address of the edge
 * @param agents simulated agents on both machines, at most those of the reference fleet
 * @param duration how long they push
 * @param series samples in one push
 */
record Options(String mainpc, String pc2, int agents, Duration duration, int series) {

	static final int FLEET = 77;

	static final int FLEET_OF_MAINPC = 37;

	/**
	 * @throws IllegalArgumentException if a number is out of its bounds
	 */
	Options {
		require("--agents", agents, 1, FLEET);
		require("--seconds", duration.toSeconds(), 1, 3600);
		require("--series", series, 1, 1000);
	}

	/**
	 * Parses {@code --name=value} and {@code --name value}.
	 * @throws IllegalArgumentException if an option is not known or its value is not a
	 * number
	 */
	static Options parse(List<String> arguments) {
		String mainpc = "127.0.0.1";
		String pc2 = "127.0.0.2";
		int agents = FLEET;
		int seconds = 60;
		int series = 20;
		for (int i = 0; i < arguments.size(); i++) {
			String name = arguments.get(i);
			String value;
			int equals = name.indexOf('=');
			if (equals >= 0) {
				value = name.substring(equals + 1);
				name = name.substring(0, equals);
			}
			else if (++i < arguments.size()) {
				value = arguments.get(i);
			}
			else {
				throw new IllegalArgumentException(name + " needs a value");
			}
			switch (name) {
				case "--mainpc" -> mainpc = value;
				case "--pc2" -> pc2 = value;
				case "--agents" -> agents = number(name, value);
				case "--seconds" -> seconds = number(name, value);
				case "--series" -> series = number(name, value);
				default -> throw new IllegalArgumentException(
						"there is no option " + name + "; there are --agents, --seconds, --series");
			}
		}
		return new Options(mainpc, pc2, agents, Duration.ofSeconds(seconds), series);
	}

	private static int number(String name, String value) {
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(name + " must be a whole number: " + value, ex);
		}
	}

	private static void require(String name, long value, int least, int most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + value);
		}
	}

}
