package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.Command;
import io.tandem.acceptance.testbed.PacketFilter;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Switches faults of one machine's hub on and off. What a fault takes to prepare is done
 * before, so that switching takes as good as no time. Confined to one thread.
 */
final class FaultSwitch implements AutoCloseable {

	private final Testbed testbed;

	private final Site site;

	private final @Nullable Relay relay;

	private final List<Process> helpers = new ArrayList<>();

	private long hub;

	private long nats;

	private long supervisor;

	private @Nullable Fault on;

	/**
	 * @param relay stands before the hub; null if the machines were started without
	 */
	FaultSwitch(Testbed testbed, Site site, @Nullable Relay relay) {
		this.testbed = testbed;
		this.site = site;
		this.relay = relay;
	}

	/** Looks up what the next fault strikes. */
	void aim() throws IOException, InterruptedException {
		this.hub = this.testbed.pid(this.site, Testbed.hub(this.site));
		this.nats = this.testbed.pid(this.site, "nats");
		this.supervisor = Long.parseLong(this.testbed.control(this.site, "pid"));
	}

	void on(Fault fault) throws IOException, InterruptedException {
		this.on = fault;
		switch (fault) {
			case SIGKILL -> kill("KILL", this.hub);
			case SIGSTOP -> kill("STOP", this.hub);
			case GC_1S -> {
				kill("STOP", this.hub);
				TimeUnit.SECONDS.sleep(1);
				kill("CONT", this.hub);
			}
			case LISTENER_CLOSED -> rules("-I INPUT -p tcp --dport %d -j REJECT --reject-with tcp-reset");
			case BLACKHOLE -> rules("-I INPUT -p tcp --dport %d -j DROP", "-I OUTPUT -p tcp --sport %d -j DROP");
			case LOSS_5 -> rules("-I INPUT -p tcp --dport %d -m statistic --mode random --probability 0.05 -j DROP",
					"-I OUTPUT -p tcp --sport %d -m statistic --mode random --probability 0.05 -j DROP");
			case NATS_DEAD -> {
				kill("STOP", this.supervisor);
				kill("KILL", this.nats);
			}
			case DISK_FULL -> Command.run("sh", "-c",
					"cd " + store() + "; fallocate -l $(expr $(stat -f -c '%a * %S' .) - 1048576) filler;"
							+ " dd if=/dev/zero of=filler2 bs=64k 2>/dev/null; true");
			case HTTP_5XX -> relay().mode(Relay.Mode.REFUSE);
			case SLOW_X100 -> relay().mode(Relay.Mode.SLOW);
			case LATENCY_300 -> relay().mode(Relay.Mode.LATE);
			case CPU_100 -> {
				for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
					this.helpers.add(Command.start("ip", "netns", "exec", Testbed.namespace(this.site), "timeout", "10",
							"sh", "-c", "while :; do :; done"));
				}
			}
			case SLOW_FSYNC -> {
				for (int i = 0; i < 4; i++) {
					this.helpers.add(Command.start("ip", "netns", "exec", Testbed.namespace(this.site), "sh", "-c",
							"while :; do dd if=/dev/zero of=" + this.testbed.state(this.site).resolve("dsync" + i)
									+ " bs=256k count=200 oflag=dsync conv=notrunc 2>/dev/null; done"));
				}
			}
		}
	}

	/** Undoes the fault that is on, if any is. */
	void off() throws IOException, InterruptedException {
		Fault fault = this.on;
		this.on = null;
		this.helpers.forEach(Command::end);
		this.helpers.clear();
		if (fault == null) {
			return;
		}
		switch (fault) {
			case SIGSTOP, GC_1S -> kill("CONT", this.hub);
			case LISTENER_CLOSED, BLACKHOLE, LOSS_5 -> PacketFilter.clear(this.site);
			case NATS_DEAD -> kill("CONT", this.supervisor);
			case DISK_FULL -> {
				Command.run("sh", "-c", "cd " + store() + "; rm -f filler filler2");
				this.testbed.control(this.site, "restart", "nats");
			}
			case HTTP_5XX, SLOW_X100, LATENCY_300 -> relay().mode(Relay.Mode.PASS);
			case SIGKILL, CPU_100, SLOW_FSYNC -> {
			}
		}
	}

	@Override
	public void close() throws IOException, InterruptedException {
		off();
	}

	private Path store() {
		return this.testbed.state(this.site).resolve("nats");
	}

	private Relay relay() {
		if (this.relay == null) {
			throw new IllegalStateException("the machines were started without a relay");
		}
		return this.relay;
	}

	private static void kill(String signal, long pid) throws IOException, InterruptedException {
		Command.run("kill", "-" + signal, Long.toString(pid));
	}

	/** Adds packet filter rules for the hub's port, all at one moment. */
	private void rules(String... rules) throws IOException, InterruptedException {
		PacketFilter.add(this.site,
				Stream.of(rules).map((rule) -> rule.formatted(this.site.hubPort())).toArray(String[]::new));
	}

}
