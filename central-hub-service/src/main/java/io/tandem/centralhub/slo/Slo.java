package io.tandem.centralhub.slo;

import io.tandem.centralhub.migration.Uptime;
import io.tandem.centralhub.slo.SloReport.OutageView;
import io.tandem.centralhub.slo.SloReport.TargetView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Judges the availability from what the observers have seen. Thread-safe. */
class Slo implements Uptime {

	/** What nobody can have written down yet. */
	private static final Duration SETTLE = Duration.ofSeconds(5);

	/** A gate is asked every second. */
	private static final Duration GATE_EVERY = Duration.ofSeconds(10);

	private static final Availability.Target NONE = new Availability.Target(null, 0, 0, 0, 0, 100, Map.of(), List.of());

	private final SloProperties properties;

	private final Sources sources;

	private final Clock clock;

	private Instant gateAt = Instant.EPOCH;

	private OptionalDouble gate = OptionalDouble.empty();

	Slo(SloProperties properties, Sources sources, Clock clock) {
		this.properties = properties;
		this.sources = sources;
		this.clock = clock;
	}

	/** Judges the time up to now. */
	Judgement judge(Duration window) {
		List<String> missing = new ArrayList<>();
		Availability judged = judge(window, missing);
		List<String> silent = new ArrayList<>();
		List<Happening> happenings = this.sources.happenings(judged.from(), judged.to(), silent);
		missing.addAll(silent);
		Map<String, TargetView> targets = new LinkedHashMap<>();
		judged.targets().forEach((name, target) -> targets.put(name, view(target, happenings)));
		return new Judgement(new SloReport(window.toString(), judged.from(), judged.to(),
				this.properties.objectivePercent(), targets, missing), happenings, silent);
	}

	/**
	 * Judges the time up to now.
	 * @param missing takes a line for each observer that does not answer
	 */
	private Availability judge(Duration window, List<String> missing) {
		Instant to = this.clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(SETTLE);
		Instant from = to.minus(window);
		return Availability.judge(this.sources.records(from, to, missing), from, to,
				this.properties.objectivePercent());
	}

	private TargetView view(Availability.Target target, List<Happening> happenings) {
		List<OutageView> outages = new ArrayList<>();
		Sources.explained(target.outages(), happenings)
			.forEach((outage,
					explanations) -> outages.add(new OutageView(outage.from(), outage.to(), outage.seconds(),
							outage.unseenSeconds(), outage.reasons(),
							!explanations.isEmpty() || outage.unseenSeconds() == outage.seconds(), explanations)));
		Double percent = target.percent();
		String verdict = (percent == null) ? "unknown"
				: (percent >= this.properties.objectivePercent()) ? "met" : "missed";
		return new TargetView(verdict, percent, target.upSeconds(), target.downSeconds(), target.unseenSeconds(),
				target.budgetSeconds(), target.budgetLeftPercent(), target.burnRates(), outages);
	}

	/**
	 * Returns the availability of the whole; empty if not enough was observed, or an
	 * observer does not answer: what it knows may be better.
	 */
	@Override
	public synchronized OptionalDouble percent() {
		Instant now = this.clock.instant();
		if (now.isBefore(this.gateAt.plus(GATE_EVERY)) && !now.isBefore(this.gateAt)) {
			return this.gate;
		}
		this.gateAt = now;
		List<String> missing = new ArrayList<>();
		Availability judged = judge(this.properties.gateWindow(), missing);
		Double percent = judged.targets().getOrDefault(Availability.ANY, NONE).percent();
		boolean isEnough = Duration.between(judged.from(), judged.to()).compareTo(this.properties.gateAfter()) >= 0;
		this.gate = (percent != null && isEnough && missing.isEmpty()) ? OptionalDouble.of(percent)
				: OptionalDouble.empty();
		return this.gate;
	}

}
