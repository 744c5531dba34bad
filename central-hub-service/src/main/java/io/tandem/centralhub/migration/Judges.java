package io.tandem.centralhub.migration;

import io.tandem.centralhub.migration.Campaign.Limits;
import io.tandem.centralhub.migration.Judgement.Figure;
import io.tandem.centralhub.migration.Judgement.Verdict;
import io.tandem.wire.route.AgentRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges facts. Pure. What is missing is unknown until {@code patience} is over and a
 * failure then; a source that does not answer is unknown for ever.
 */
final class Judges {

	/** Clocks and scrapes are not exact: the two paths stamp one value differently. */
	private static final Duration SLACK = Duration.ofSeconds(10);

	/**
	 * So long after its first push by both paths may the old one show a value before it.
	 */
	private static final Duration SETTLED = Duration.ofSeconds(2);

	/** So much later than newer ones may a record arrive that was left behind. */
	private static final Duration LATE = Duration.ofSeconds(30);

	private Judges() {
	}

	/**
	 * Judges whether each agent is on its route and pushes by it.
	 * @param facts by agent; null if the machine does not answer
	 */
	static Judgement paths(@Nullable Map<String, AgentFact> facts, List<String> agents, AgentRoute wanted,
			Instant since, Instant now, Limits limits, boolean isOverdue) {
		if (facts == null) {
			return Judgement.unknown(Criterion.PATHS, "the machine's failover-service does not answer");
		}
		List<String> faults = new ArrayList<>();
		for (String agent : agents) {
			AgentFact fact = facts.get(agent);
			if (fact == null || fact.route() != wanted) {
				faults.add(agent + " is on " + ((fact != null) ? fact.route().word() : "no route"));
			}
			else if (fact.unapplied() != null) {
				faults.add(agent + " was not told: " + fact.unapplied());
			}
			else if (wanted.isTandem() && !isFresh(fact.lastTandem(), since, now, limits)) {
				faults.add(agent + " has not pushed by tandem");
			}
			else if (wanted.isLegacy() && !isFresh(fact.lastLegacy(), since, now, limits)) {
				faults.add(agent + " has not pushed by the old path");
			}
		}
		// an agent has one fault at the most
		Figure figure = Figure.ofAgents(agents.size() - faults.size(), agents.size());
		if (faults.isEmpty()) {
			return Judgement.pass(Criterion.PATHS, agents.size() + " agents push by " + wanted.word(), figure);
		}
		return late(Criterion.PATHS, isOverdue, String.join(", ", faults), figure);
	}

	private static boolean isFresh(@Nullable Instant last, Instant since, Instant now, Limits limits) {
		return last != null && last.isAfter(since) && last.isAfter(now.minus(limits.freshWithin()));
	}

	/**
	 * Judges whether every sample of the old path is found on the new one.
	 * @param old what was scraped, by series; null if the store does not answer
	 * @param fresh what was delivered, by series
	 * @param since when the overlap was asked for
	 */
	static Judgement comparison(@Nullable List<StoredSeries> old, @Nullable List<StoredSeries> fresh,
			List<String> agents, Instant since, boolean isOverdue) {
		if (old == null || fresh == null) {
			return Judgement.unknown(Criterion.COMPARISON, "the metric store does not answer");
		}
		List<String> compared = new ArrayList<>();
		long matched = 0;
		String waiting = null;
		for (StoredSeries series : old) {
			StoredSeries other = fresh.stream()
				.filter((each) -> each.labels().equals(series.labels()))
				.findFirst()
				.orElse(null);
			long begin = (other != null) ? other.firstMillis(since.toEpochMilli()) : Long.MAX_VALUE;
			if (other == null || begin == Long.MAX_VALUE) {
				waiting = series.agent() + ": " + series.labels() + " is not on the new path";
				continue;
			}
			for (StoredSeries.At sample : series.samples()) {
				if (sample.millis() < begin + SETTLED.toMillis()) {
					// pushed before the overlap began, and only scraped in it
					continue;
				}
				if (other.hasNear(sample, SLACK)) {
					matched++;
					compared.add(series.agent());
					continue;
				}
				String words = series.agent() + ": " + series.labels() + " was " + sample.value()
						+ " on the old path and not on the new one";
				if (other.newestMillis() > sample.millis() + LATE.toMillis()) {
					return Judgement.fail(Criterion.COMPARISON, words, ofSamples(matched));
				}
				waiting = words;
			}
		}
		List<String> without = agents.stream().filter((agent) -> !compared.contains(agent)).toList();
		if (waiting != null || !without.isEmpty()) {
			return late(Criterion.COMPARISON, isOverdue,
					(waiting != null) ? waiting : "nothing to compare yet of " + String.join(", ", without),
					ofSamples(matched));
		}
		return Judgement.pass(Criterion.COMPARISON, matched + " samples of " + old.size() + " series agree",
				ofSamples(matched));
	}

	private static Figure ofSamples(long matched) {
		return new Figure(matched, "samples that agree", "all that the old path has, of each agent");
	}

	/**
	 * Judges what agents say of themselves.
	 * @param statuses by agent; null if nobody answers
	 */
	static Judgement health(@Nullable Map<String, String> statuses, List<String> agents, boolean isOverdue) {
		if (statuses == null) {
			return Judgement.unknown(Criterion.HEALTH, "the health-sync-service does not answer");
		}
		List<String> bad = agents.stream().filter((agent) -> !"UP".equals(statuses.get(agent))).toList();
		Figure figure = Figure.ofAgents(agents.size() - bad.size(), agents.size());
		if (bad.isEmpty()) {
			return Judgement.pass(Criterion.HEALTH, agents.size() + " agents are up", figure);
		}
		String words = String.join(", ",
				bad.stream().map((agent) -> agent + " is " + statuses.getOrDefault(agent, "not known")).toList());
		boolean isDown = bad.stream().anyMatch((agent) -> "DOWN".equals(statuses.get(agent)));
		return isDown ? Judgement.fail(Criterion.HEALTH, words, figure)
				: late(Criterion.HEALTH, isOverdue, words, figure);
	}

	/** Judges how long agents wait for their answers, before and now. */
	static Judgement latency(@Nullable Map<String, AgentFact> facts, List<String> agents, Limits limits,
			boolean isOverdue) {
		if (facts == null) {
			return Judgement.unknown(Criterion.LATENCY, "the machine's failover-service does not answer");
		}
		List<String> unmeasured = new ArrayList<>();
		long worst = 0;
		for (String agent : agents) {
			AgentFact fact = facts.get(agent);
			long now = (fact != null) ? fact.tandemWaitMicros() : -1;
			long before = (fact != null) ? fact.legacyWaitMicros() : -1;
			if (now < 0) {
				unmeasured.add(agent);
				continue;
			}
			worst = Math.max(worst, now);
			if (now <= limits.latencyFloor().toNanos() / 1000) {
				continue;
			}
			if (before < 0) {
				unmeasured.add(agent);
			}
			else if (now > before * (1 + limits.latencyWorsePercent() / 100)) {
				return Judgement.fail(Criterion.LATENCY, agent + " waits " + now + " us, before " + before + " us",
						ofWait(now, limits));
			}
		}
		if (!unmeasured.isEmpty()) {
			return late(Criterion.LATENCY, isOverdue, "not measured of " + String.join(", ", unmeasured), null);
		}
		return Judgement.pass(Criterion.LATENCY,
				"the longest median wait of " + agents.size() + " agents is " + worst + " us", ofWait(worst, limits));
	}

	private static Figure ofWait(long micros, Limits limits) {
		return new Figure(micros / 1000.0, "ms", "at most " + limits.latencyFloor().toMillis() + " ms, or "
				+ limits.latencyWorsePercent() + " % more than on the old path");
	}

	/**
	 * Judges the ledger.
	 * @param lost records lost since the campaign began
	 * @param missing records missing now
	 */
	static Judgement ledger(long lost, long missing, boolean isOverdue) {
		if (lost > 0) {
			return lost(lost);
		}
		Figure figure = new Figure(missing, "records missing", "0");
		if (missing > 0) {
			return late(Criterion.LEDGER, isOverdue, "records missing: " + missing, figure);
		}
		return Judgement.pass(Criterion.LEDGER, "no record is missing", figure);
	}

	/** Judges that records were lost. */
	static Judgement lost(long lost) {
		return Judgement.fail(Criterion.LEDGER, "records lost: " + lost, new Figure(lost, "records lost", "0"));
	}

	/** Judges an availability that is known. */
	static Judgement uptime(double percent, double limit) {
		return new Judgement(Criterion.UPTIME, (percent >= limit) ? Verdict.PASS : Verdict.FAIL,
				"uptime " + percent + " %, at least " + limit + " % is asked for",
				new Figure(percent, "%", "at least " + limit));
	}

	/**
	 * Judges the failover test of a batch, whose hub is taken out of the route.
	 * @param wasAway whether the records were seen to go to another hub
	 * @param isHome whether they go to their own hub again
	 * @param backlog records not delivered; -1 if unknown
	 */
	static Judgement failover(boolean wasAway, boolean isHome, long backlog, boolean isOverdue) {
		if (backlog < 0) {
			return Judgement.unknown(Criterion.FAILOVER, "the machine's failover-service does not answer");
		}
		Figure figure = new Figure(backlog, "records not delivered", "records go to the other hub and come home");
		if (wasAway && isHome) {
			return Judgement.pass(Criterion.FAILOVER,
					"records went to the other hub and back, not delivered: " + backlog, figure);
		}
		return late(Criterion.FAILOVER, isOverdue,
				wasAway ? "records are not back at their own hub" : "records do not go to the other hub", figure);
	}

	private static Judgement late(Criterion criterion, boolean isOverdue, String evidence, @Nullable Figure figure) {
		return new Judgement(criterion, isOverdue ? Verdict.FAIL : Verdict.UNKNOWN, evidence, figure);
	}

}
