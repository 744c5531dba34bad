package io.tandem.acceptance.failover;

import java.util.Arrays;
import java.util.List;

/**
 * What happens to pc2's hub, or to what it stands on.
 */
enum Fault {

	/** The process is killed; its supervisor starts it again. */
	SIGKILL(Needs.NOTHING),
	/** The process hangs: connections are accepted and nothing is answered. */
	SIGSTOP(Needs.NOTHING),
	/** The port answers with a reset. */
	LISTENER_CLOSED(Needs.NOTHING),
	/** Packets to and from the port disappear. */
	BLACKHOLE(Needs.NOTHING),
	/** Every request is answered 503. */
	HTTP_5XX(Needs.RELAY),
	/** Every answer takes 100 times as long as it did. */
	SLOW_X100(Needs.RELAY),
	/** The broker under the hub is killed and stays so. */
	NATS_DEAD(Needs.NOTHING),
	/** The disk of the broker under the hub is full. */
	DISK_FULL(Needs.SMALL_DISK),
	/** 5 % of the packets to and from the port disappear. */
	LOSS_5(Needs.NOTHING),
	/** Every answer comes 300 ms later. */
	LATENCY_300(Needs.RELAY),
	/** The process stands still for a second, as in a garbage collection. */
	GC_1S(Needs.NOTHING),
	/** A busy process for each core, for 10 seconds. */
	CPU_100(Needs.NOTHING),
	/** Others write synchronously to the same disk without end. */
	SLOW_FSYNC(Needs.NOTHING);

	/** Faults that leave a hub that still answers. */
	static final List<Fault> GRAY = List.of(LOSS_5, LATENCY_300, GC_1S, CPU_100, SLOW_FSYNC);

	private final Needs needs;

	Fault(Needs needs) {
		this.needs = needs;
	}

	/** Returns what the machines must have been started with. */
	Needs needs() {
		return this.needs;
	}

	/** Returns the name on the command line and in reports. */
	String word() {
		return (this == HTTP_5XX) ? "5xx" : name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
	}

	/**
	 * @throws IllegalArgumentException if there is no such fault
	 */
	static Fault of(String word) {
		return Arrays.stream(values())
			.filter((fault) -> fault.word().equals(word))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no fault " + word + "; there are "
					+ String.join(", ", Arrays.stream(values()).map(Fault::word).toList())));
	}

	/** What a fault needs to be there before. */
	enum Needs {

		NOTHING, RELAY, SMALL_DISK

	}

}
