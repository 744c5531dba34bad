package io.tandem.acceptance.testbed;

import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs that have been killed and stay dead until this is closed: their supervisors
 * are stopped meanwhile. Confined to one thread.
 */
public final class Killed implements AutoCloseable {

	private final Testbed testbed;

	private final List<Long> supervisors = new ArrayList<>();

	public Killed(Testbed testbed) {
		this.testbed = testbed;
	}

	/** Kills programs of a machine. */
	public void kill(Site site, String... programs) throws IOException, InterruptedException {
		List<String> words = new ArrayList<>(List.of("kill", "-KILL"));
		for (String program : programs) {
			words.add(Long.toString(this.testbed.pid(site, program)));
		}
		long supervisor = Long.parseLong(this.testbed.control(site, "pid"));
		this.supervisors.add(supervisor);
		Command.run("kill", "-STOP", Long.toString(supervisor));
		Command.run(words.toArray(String[]::new));
	}

	/** Lets the supervisors start them again. */
	@Override
	public void close() throws IOException, InterruptedException {
		for (long supervisor : this.supervisors) {
			Command.run("kill", "-CONT", Long.toString(supervisor));
		}
	}

}
