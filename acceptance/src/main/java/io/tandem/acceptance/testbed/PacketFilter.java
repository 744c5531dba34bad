package io.tandem.acceptance.testbed;

import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Packet filter rules of a machine's network namespace. Thread-safe: holds no state. */
public final class PacketFilter {

	private PacketFilter() {
	}

	/**
	 * Adds rules, all at one moment.
	 * @param rules by the words of iptables, without the table
	 */
	public static void add(Site site, String... rules) throws IOException, InterruptedException {
		String text = "*filter\n" + String.join("\n", rules) + "\nCOMMIT\n";
		Process process = new ProcessBuilder("ip", "netns", "exec", Testbed.namespace(site), "iptables-restore",
				"--noflush")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		process.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		process.getOutputStream().close();
		if (process.waitFor() != 0) {
			throw new IOException("iptables-restore failed for " + text);
		}
	}

	/** Removes all rules. */
	public static void clear(Site site) throws IOException, InterruptedException {
		Command.run("ip", "netns", "exec", Testbed.namespace(site), "iptables", "-F");
	}

}
