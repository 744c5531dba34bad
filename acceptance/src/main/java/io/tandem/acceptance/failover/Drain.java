package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/**
 * How one machine's backlog grows and drains, and how old the newest of its records in
 * the store is meanwhile. Confined to one thread.
 */
final class Drain {

	private static final double FRESH_SECONDS = 2;

	private static final long DRAINED_RECORDS = OpenLoad.PUSHES_PER_SECOND;

	private final Testbed testbed;

	private final Site site;

	private final String newest;

	private final List<Sample> samples = new ArrayList<>();

	Drain(Testbed testbed, Site site, String run) {
		this.testbed = testbed;
		this.site = site;
		this.newest = "max(timestamp(demo_push_number{run=\"" + run + "\",instance=~\"" + site.machine() + ".*\"}))";
	}

	/** Takes a look; what cannot be asked now is left out. */
	void sample() throws InterruptedException {
		long backlog = -1;
		double age = Double.NaN;
		String tier = "";
		try {
			JsonNode route = this.testbed.route(this.site);
			backlog = route.path("backlogRecords").asLong(-1);
			tier = route.path("tier").asString("");
			double at = Double.parseDouble(this.testbed.observer.query(this.testbed.mainpc, this.newest)
				.path(0)
				.path("value")
				.path(1)
				.asString("NaN"));
			age = Instant.now().toEpochMilli() / 1000.0 - at;
		}
		catch (IOException ex) {
			age = Double.NaN;
		}
		this.samples.add(new Sample(System.nanoTime(), tier, backlog, age));
	}

	/**
	 * Returns every look as a line of comma-separated values.
	 * @param up when the outage ended, by {@link System#nanoTime()}
	 */
	String table(long up) {
		return this.samples.stream()
			.map((sample) -> "%s,%.1f,%s,%d,%.3f%n".formatted(this.site.machine(), (sample.at - up) / 1e9, sample.tier,
					sample.backlog, sample.age))
			.collect(Collectors.joining());
	}

	/** Tells whether next to nothing waited at the last look. */
	boolean isDrained() {
		return isDrained(this.samples.getLast());
	}

	private static boolean isDrained(Sample sample) {
		return sample.backlog >= 0 && sample.backlog < DRAINED_RECORDS;
	}

	/**
	 * Returns what was seen.
	 * @param down when the outage began, by {@link System#nanoTime()}
	 * @param up when it ended
	 * @param storing from when the centre's hub was up again until it had stored the
	 * backlog
	 */
	String report(long down, long up, Span storing) {
		Sample peak = this.samples.getFirst();
		for (Sample sample : this.samples) {
			peak = (sample.backlog > peak.backlog) ? sample : peak;
		}
		Sample end = this.samples.getLast();
		for (Sample sample : this.samples.reversed()) {
			if (sample.at - peak.at > 0 && isDrained(sample)) {
				end = sample;
			}
		}
		double drainSeconds = (end.at - peak.at) / 1e9;
		double heldSeconds = (peak.at - down) / 1e9;
		return """
				%s: backlog %d records of %.0f s at its highest, %.1f s after the end of the outage; drained to %d in %.1f s: %.0f records/s, %.1f times real time
				  newest record in the store: %s
				  while the centre's hub stored the backlog: %s
				"""
			.formatted(this.site.machine(), peak.backlog, heldSeconds, (peak.at - up) / 1e9, end.backlog, drainSeconds,
					(peak.backlog - end.backlog) / drainSeconds, heldSeconds / drainSeconds,
					freshness(this.samples, up), ages(this.samples, storing.from(), storing.to()));
	}

	/** Says how old the newest record in the store was in that time. */
	static String ages(List<Sample> samples, long from, long to) {
		Histogram ages = new Histogram(3);
		samples.stream()
			.filter((sample) -> sample.at - from >= 0 && sample.at - to <= 0 && !Double.isNaN(sample.age))
			.forEach((sample) -> ages.recordValue(Math.max(0, (long) (sample.age * 1000))));
		return (ages.getTotalCount() == 0) ? "no look at the store in that time"
				: "p50 %d, p99 %d, max %d ms old (%d looks)".formatted(ages.getValueAtPercentile(50),
						ages.getValueAtPercentile(99), ages.getMaxValue(), ages.getTotalCount());
	}

	/**
	 * Says from when on the store had records younger than 2 s, and how old they were.
	 */
	static String freshness(List<Sample> samples, long up) {
		List<Sample> after = samples.stream()
			.filter((sample) -> sample.at - up > 0 && !Double.isNaN(sample.age))
			.toList();
		if (after.isEmpty()) {
			return "not known, the store could not be asked or had none after the outage";
		}
		Sample youngest = after.stream().min(Comparator.comparingDouble(Sample::age)).orElseThrow();
		if (youngest.age >= FRESH_SECONDS) {
			return "never younger than 2 s after the outage, %.1f s at best (%d looks)".formatted(youngest.age,
					after.size());
		}
		List<Sample> fresh = after.stream().dropWhile((sample) -> sample.age >= FRESH_SECONDS).toList();
		return "younger than 2 s from %.1f s after the end of the outage on; then %s"
			.formatted((fresh.getFirst().at - up) / 1e9, ages(fresh, fresh.getFirst().at, fresh.getLast().at));
	}

	/** A time, by {@link System#nanoTime()}. */
	record Span(long from, long to) {
	}

	/**
	 * @param tier where its records went; empty if it could not be asked
	 * @param backlog records that wait; -1 if it could not be asked
	 * @param age of the newest stored record in seconds; NaN if it could not be asked
	 */
	record Sample(long at, String tier, long backlog, double age) {
	}

}
