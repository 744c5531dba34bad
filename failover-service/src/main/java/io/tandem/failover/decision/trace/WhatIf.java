package io.tandem.failover.decision.trace;

import io.tandem.failover.decision.EngineSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Prints what would have been decided, and when, had the settings been others, beside
 * what was decided. It rests on the evidence that was recorded: probes that were not made
 * cannot be asked.
 */
public final class WhatIf {

	private static final int OK = 0;

	private static final int USAGE = 2;

	private WhatIf() {
	}

	public static void main(String[] args) {
		System.exit(run(args, System.out, System.err));
	}

	static int run(String[] args, PrintStream out, PrintStream err) {
		Options options;
		try {
			options = Options.parse(args);
		}
		catch (IllegalArgumentException ex) {
			err.println(ex.getMessage());
			err.println(Options.USAGE);
			return USAGE;
		}
		if (!Files.isReadable(options.trace()) || Files.isDirectory(options.trace())) {
			err.println("not a file that can be read: " + options.trace());
			return USAGE;
		}
		try {
			ask(options, Trace.read(options.trace()), out);
			return OK;
		}
		catch (IllegalArgumentException ex) {
			err.println(options.trace() + ": " + ex.getMessage());
		}
		catch (IOException ex) {
			err.println("cannot read " + options.trace() + ": " + ex);
		}
		return USAGE;
	}

	private static void ask(Options options, Trace trace, PrintStream out) {
		Header header = trace.header();
		Duration interval = options.probeInterval();
		Duration recorded = header.settings().watch().steady().min();
		if (interval != null && interval.compareTo(recorded) < 0) {
			throw new IllegalArgumentException("healthy tiers were probed every " + recorded.toMillis()
					+ " ms at most, so nobody knows what a probe every " + interval.toMillis()
					+ " ms would have seen; ask for no less");
		}
		EngineSettings settings = options.changed(header.settings());
		List<Decided> would = new Replay(header, settings, (interval != null) ? interval.toNanos() : 0).run(trace);
		out.println("trace     " + header.machine() + ", " + time(header, header.at()) + " to "
				+ time(header, trace.until()) + ", " + trace.observations().size() + " observations"
				+ (trace.isTorn() ? ", the last line is torn" : ""));
		out.println("what if   " + (options.changes().isEmpty() ? "nothing is changed" : options.changes()));
		List<Entry> entries = new ArrayList<>();
		trace.decisions().forEach((decided) -> entries.add(new Entry("decided", decided)));
		would.forEach((decided) -> entries.add(new Entry("would be", decided)));
		entries.sort(Comparator.comparingLong((Entry entry) -> entry.decided.at())
			.thenComparing((entry) -> !entry.word.equals("decided")));
		for (Entry entry : entries) {
			if (options.isAll() || entry.decided.isOfRoute()) {
				out.println(line(header, entry));
			}
		}
		out.println("routes    decided " + routes(trace.decisions()) + ", would be " + routes(would));
	}

	private static String line(Header header, Entry entry) {
		Decided decided = entry.decided;
		return "%s  %-8s  %s %s > %s  (%s: %s)".formatted(time(header, decided.at()), entry.word, decided.of(),
				decided.from(), decided.to(), decided.trigger(), decided.why());
	}

	private static Instant time(Header header, long at) {
		return header.wall().plusNanos(at - header.at()).truncatedTo(ChronoUnit.MILLIS);
	}

	private static long routes(List<Decided> decisions) {
		return decisions.stream().filter(Decided::isOfRoute).count();
	}

	private record Entry(String word, Decided decided) {
	}

}
