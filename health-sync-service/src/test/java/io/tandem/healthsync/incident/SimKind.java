package io.tandem.healthsync.incident;

/** What happens in a simulated world. */
enum SimKind {

	/** Nothing; a report is lost now and then. */
	QUIET(false),
	/** Short failures that mend themselves, with what they do to dependents. */
	BLIPS(false),
	/** Reports are lost and late. */
	LATE_REPORTS(false),
	/** The link is cut for some seconds, again and again. */
	LINK_BLIPS(false),
	/** Agents are restarted one after another. */
	RESTARTS(false),
	/** One agent fails on which nobody depends. */
	LEAF(true),
	/** The root says that it is down, and takes others with it. */
	CASCADE(true),
	/** The root only works worse. */
	WORN(true),
	/** The root says nothing any more. */
	SILENT_ROOT(true),
	/** The root finds out after its dependents. */
	LATE_ROOT(true),
	/** Many dependents stay well. */
	DENIERS(true),
	/** Two causes at one time that have nothing to do with each other. */
	COINCIDENCE(true),
	/** The root and some dependents are on different machines. */
	CROSS_MACHINE(true),
	/** The root says that it is well. */
	GRAY_ROOT(true),
	/** One agent fails again and again for minutes. */
	FLAPPING(true),
	/** All agents of a machine are silent, and the link is well. */
	MACHINE_SILENT(true),
	/** A machine is gone. */
	MACHINE_GONE(true),
	/** A hub is down. */
	HUB(true),
	/** The link is cut for minutes. */
	PARTITION(true),
	/** A cascade begins while the link is cut, on either side. */
	FAULT_IN_CUT(true),
	/** The link is cut while a cascade goes on. */
	CUT_IN_CASCADE(true),
	/** The service of one machine is away for minutes while causes come and go. */
	SERVICE_AWAY(true);

	final boolean isIncident;

	SimKind(boolean isIncident) {
		this.isIncident = isIncident;
	}

}
