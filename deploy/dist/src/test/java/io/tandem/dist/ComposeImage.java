package io.tandem.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image that the compose files name: what its variable says, or else what stands
 * there.
 */
enum ComposeImage {

	NATS, PROMETHEUS;

	private static final String MACHINE = "containers/machine.yaml";

	@Override
	public String toString() {
		String variable = "TANDEM_" + name() + "_IMAGE";
		String chosen = System.getenv(variable);
		if (chosen != null) {
			return chosen;
		}
		Matcher matcher = Pattern.compile("image: \"\\$\\{" + variable + ":-([^}]+)}\"").matcher(machine());
		if (!matcher.find()) {
			throw new IllegalStateException("no default for variable=" + variable + " in " + MACHINE);
		}
		return matcher.group(1);
	}

	private static String machine() {
		try {
			return Files.readString(Tool.DEPLOY.resolve(MACHINE));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
