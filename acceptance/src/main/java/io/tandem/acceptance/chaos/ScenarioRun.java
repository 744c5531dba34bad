package io.tandem.acceptance.chaos;

import io.tandem.acceptance.chaos.Scenario.Step;
import io.tandem.acceptance.chaos.Verdicts.Played;
import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.health.Crossings;
import io.tandem.acceptance.health.Looks;
import io.tandem.acceptance.health.Notification;
import io.tandem.acceptance.health.Receiver;
import io.tandem.acceptance.health.Reporters;
import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Push;
import io.tandem.acceptance.testbed.Testbed;
import io.tandem.fleet.Fleet;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Plays a scenario and judges it. Confined to one thread. */
final class ScenarioRun {

	private static final Duration HOME = Duration.ofSeconds(180);

	private static final String CALLS = "/api/v2/alerts/groups?filter="
			+ Observer.encode("severity=~\"degradation|critical\"");

	private static final Duration RECOVERY = Duration.ofSeconds(180);

	/** Where it is not judged how long that takes, only that it comes to an end. */
	private static final Duration UNTIMED_RECOVERY = Duration.ofMinutes(10);

	private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

	/** Both sides must say what they are to say within this. */
	private static final double TOLD_WITHIN = 6;

	/** Of what needs a while to be measured: loss, and the brokers' link alone. */
	private static final double QUALITY_TOLD_WITHIN = 40;

	private final Testbed testbed;

	private final Journal journal;

	private final Receiver receiver;

	private final Fleet fleet;

	private final Scenario scenario;

	private final boolean isTimed;

	private final Map<Step, Open> open = new HashMap<>();

	private final List<Played> played = new ArrayList<>();

	private final Map<String, Long> disksLostAt = new HashMap<>();

	private long lastEndNanos;

	private long equalAt;

	private final Looks looks;

	/**
	 * @param isTimed false where the machine may be busy with other things: then it is
	 * not judged when verdicts were told, nor which, and recovery may take longer
	 */
	ScenarioRun(Testbed testbed, Journal journal, Receiver receiver, Fleet fleet, Scenario scenario, boolean isTimed) {
		this.testbed = testbed;
		this.journal = journal;
		this.receiver = receiver;
		this.fleet = fleet;
		this.scenario = scenario;
		this.isTimed = isTimed;
		this.looks = new Looks(testbed.sites());
	}

	Outcome run() throws IOException, InterruptedException {
		List<String> problems = new ArrayList<>();
		if (!this.testbed.awaitHome(HOME)) {
			problems.add("the machines were not well before it began");
		}
		if (this.isTimed && this.scenario.mostPages() < Integer.MAX_VALUE) {
			awaitNobodyToCall(problems);
		}
		Instant began = Instant.now();
		long beganNanos = System.nanoTime();
		int pagesBefore = this.receiver.notifications().size();
		String run = this.scenario.name() + "-" + began.getEpochSecond();
		Collection<Push> pushes;
		double equalAfter;
		double storedAfter;
		double reportsP99;
		try (OpenLoad load = new OpenLoad(this.testbed.sites(), (site) -> site.gateway("/api/v1/write"), run,
				this.scenario.pushesPerSecond(), this.scenario.series());
				Crossings crossings = new Crossings(this.testbed);
				Reporters reporters = new Reporters(this.testbed.sites(), run, REPORT_EVERY, crossings)) {
			play(beganNanos, reporters);
			reportsP99 = crossings.p99Since(this.lastEndNanos);
			pushes = load.stop();
			storedAfter = awaitStored(pushes, run, beganNanos);
			equalAfter = (this.equalAt != 0) ? (this.equalAt - this.lastEndNanos) / 1e9 : awaitEqual();
		}
		this.testbed.awaitHome(HOME);
		Duration within = Duration.ofNanos(System.nanoTime() - beganNanos).plusSeconds(30);
		StoredPushes stored = this.testbed.observer.storedPushes(this.testbed.mainpc, run, within);
		Judge judge = Judge.of(pushes, stored, this.disksLostAt);
		Verdicts verdicts = Verdicts.of(this.scenario, this.testbed.sites(), this.testbed.observer, began, this.played);
		List<String> pages = this.receiver.notifications()
			.stream()
			.skip(pagesBefore)
			.filter((page) -> page.isPage() && page.firing())
			.map(ScenarioRun::words)
			.toList();
		check(judge, storedAfter, equalAfter, problems);
		if (stored.samples() != stored.pushes() * this.scenario.series()) {
			problems.add("stored pushes are not whole: %d samples of %d pushes".formatted(stored.samples(),
					stored.pushes()));
		}
		if (!stored.split().isEmpty()) {
			problems.add("agents have more than one series: " + String.join("; ", stored.split()));
		}
		if (this.isTimed) {
			check(verdicts, pages.size(), reportsP99, problems);
		}
		long slowest = pushes.stream().filter(Push::isAcknowledged).mapToLong(Push::latencyMicros).max().orElse(0);
		return new Outcome(this.scenario.name(), this.scenario.title(), this.scenario.words(), judge.acknowledged(),
				judge.acknowledged() * this.scenario.series(), pushes.size() - judge.acknowledged(), slowest / 1000,
				stored.samples(), judge.lost(), judge.gone(), judge.duplicated(), judge.disordered(), storedAfter,
				equalAfter, reportsP99, verdicts.toldAfterSeconds(), verdicts.wrong(), pages, problems);
	}

	/**
	 * Waits until people have been told that what they were called for is over, or a call
	 * of the scenario would be news of that.
	 */
	private void awaitNobodyToCall(List<String> problems) throws InterruptedException {
		long deadline = System.nanoTime() + HOME.toNanos();
		boolean isQuiet = false;
		while (!isQuiet && System.nanoTime() - deadline < 0) {
			TimeUnit.SECONDS.sleep(1);
			isQuiet = this.testbed.sites().stream().allMatch(this::hasNobodyToCall);
		}
		if (!isQuiet) {
			problems.add("people were still called for what was before");
		}
	}

	private boolean hasNobodyToCall(Site site) {
		try {
			return this.testbed.observer.get(site.alertmanager(CALLS)).isEmpty();
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private static String words(Notification page) {
		return page.sender() + " by " + page.channel() + ": " + String.join(", ", page.causes()) + " on "
				+ String.join(", ", page.machines());
	}

	private void play(long beganNanos, Reporters reporters) throws IOException, InterruptedException {
		try {
			List<Step> waiting = new ArrayList<>(this.scenario.steps());
			while (System.nanoTime() - beganNanos < this.scenario.length().toNanos()) {
				Duration now = Duration.ofNanos(System.nanoTime() - beganNanos);
				for (Step step : List.copyOf(this.open.keySet())) {
					if (now.compareTo(step.at().plus(step.lasts())) >= 0) {
						end(step, reporters);
					}
				}
				if (waiting.isEmpty() && this.open.isEmpty() && this.equalAt == 0 && this.looks.areEqual()) {
					this.equalAt = System.nanoTime();
				}
				while (!waiting.isEmpty() && now.compareTo(waiting.getFirst().at()) >= 0) {
					begin(waiting.removeFirst());
				}
				this.open.values().forEach((each) -> each.spread(reporters));
				TimeUnit.MILLISECONDS.sleep(50);
			}
		}
		finally {
			for (Step step : List.copyOf(this.open.keySet())) {
				end(step, reporters);
			}
		}
	}

	private void begin(Step step) throws IOException, InterruptedException {
		Fault fault = step.fault();
		int number = this.journal.open(fault.end());
		System.out.println("  " + fault.text() + " for " + step.lasts().toSeconds() + " s");
		Open open = new Open(number, Instant.now(), fault.waves(this.fleet));
		this.open.put(step, open);
		Shell.run(fault.begin());
		// what is answered until then is on that disk alone
		String machine = fault.losesDiskOf();
		if (machine != null) {
			this.disksLostAt.put(machine, System.nanoTime());
		}
		// to find a program takes longer than to stop it
		this.open.put(step, open.since(Instant.now()));
	}

	private void end(Step step, Reporters reporters) throws IOException, InterruptedException {
		Open open = this.open.remove(step);
		if (open != null) {
			this.journal.close(open.number);
			open.waves.forEach((wave) -> wave.forEach((agent) -> reporters.change(agent, HealthStatus.UP)));
			this.played.add(new Played(step.fault(), open.from, Instant.now()));
			this.lastEndNanos = System.nanoTime();
		}
	}

	/**
	 * Returns the seconds from the last push until all is stored; -1 for never.
	 */
	private double awaitStored(Collection<Push> pushes, String run, long beganNanos) throws InterruptedException {
		long from = System.nanoTime();
		while (System.nanoTime() - from < recovery().toNanos()) {
			try {
				Duration within = Duration.ofNanos(System.nanoTime() - beganNanos).plusSeconds(30);
				StoredPushes stored = this.testbed.observer.storedPushes(this.testbed.mainpc, run, within);
				if (Judge.of(pushes, stored, this.disksLostAt).lost() == 0) {
					return (System.nanoTime() - from) / 1e9;
				}
			}
			catch (IOException ex) {
				// the store is not up
			}
			TimeUnit.SECONDS.sleep(1);
		}
		return -1;
	}

	private Duration recovery() {
		return this.isTimed ? RECOVERY : UNTIMED_RECOVERY;
	}

	private double awaitEqual() throws InterruptedException {
		long deadline = System.nanoTime() + recovery().toNanos();
		while (System.nanoTime() - deadline < 0) {
			if (this.looks.areEqual()) {
				return (System.nanoTime() - this.lastEndNanos) / 1e9;
			}
			TimeUnit.MILLISECONDS.sleep(200);
		}
		return -1;
	}

	private void check(Judge judge, double storedAfter, double equalAfter, List<String> problems) {
		if (judge.acknowledged() == 0) {
			problems.add("nothing was acknowledged");
		}
		if (judge.lost() > 0) {
			problems.add(judge.lost() + " acknowledged pushes are not stored: " + judge.first());
		}
		if (judge.duplicated() > 0 || judge.disordered() > 0) {
			problems.add(judge.duplicated() + " numbers are stored twice, " + judge.disordered() + " out of order");
		}
		if (storedAfter < 0) {
			problems.add("not all was stored " + recovery().toSeconds() + " s after");
		}
		if (equalAfter < 0) {
			problems.add("health was not equal on both machines " + recovery().toSeconds() + " s after");
		}
	}

	private void check(Verdicts verdicts, int pages, double reportsP99, List<String> problems) {
		verdicts.wrong().forEach((wrong) -> problems.add("wrong verdict: " + wrong));
		verdicts.toldAfterSeconds().forEach((machine, after) -> {
			boolean isQuality = this.scenario.expected(machine).getFirst().equals("link-degraded");
			if (after < 0 || after > (isQuality ? QUALITY_TOLD_WITHIN : TOLD_WITHIN)) {
				problems.add(machine + " told after " + after + " s");
			}
		});
		if (pages < this.scenario.fewestPages() || pages > this.scenario.mostPages()) {
			problems.add("%d calls to people, not %d to %d".formatted(pages, this.scenario.fewestPages(),
					this.scenario.mostPages()));
		}
		Duration within = this.scenario.reportsWithin();
		if (within != null && reportsP99 > within.toMillis()) {
			problems.add("99 of 100 reports showed within %.0f ms, not %d".formatted(reportsP99, within.toMillis()));
		}
	}

	/**
	 * A fault that is being done.
	 *
	 * @param number in the journal
	 * @param waves of agents that fail, a second apart
	 */
	private record Open(int number, Instant from, List<Set<String>> waves) {

		Open since(Instant now) {
			return new Open(this.number, now, this.waves);
		}

		void spread(Reporters reporters) {
			long seconds = Duration.between(this.from, Instant.now()).toSeconds();
			this.waves.stream()
				.limit(seconds + 1)
				.forEach((wave) -> wave.forEach((agent) -> reporters.change(agent, HealthStatus.DOWN)));
		}

	}

}
