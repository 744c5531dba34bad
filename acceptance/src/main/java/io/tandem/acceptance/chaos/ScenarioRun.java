package io.tandem.acceptance.chaos;

import io.tandem.acceptance.chaos.Scenario.Step;
import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.health.Looks;
import io.tandem.acceptance.health.Notification;
import io.tandem.acceptance.health.Receiver;
import io.tandem.acceptance.health.Reporters;
import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Push;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Plays a scenario and judges it. Confined to one thread. */
final class ScenarioRun {

	private static final Duration HOME = Duration.ofSeconds(180);

	private static final Duration RECOVERY = Duration.ofSeconds(180);

	private static final Duration REPORT_EVERY = Duration.ofSeconds(5);

	/** Both sides must say what they are to say within this. */
	private static final double TOLD_WITHIN = 6;

	/** Of what needs a while to be measured: loss, and the brokers' link alone. */
	private static final double QUALITY_TOLD_WITHIN = 40;

	private final Testbed testbed;

	private final Journal journal;

	private final Receiver receiver;

	private final Scenario scenario;

	private final boolean isTimed;

	private final Map<Step, Integer> open = new HashMap<>();

	private Instant firstFault = Instant.MAX;

	private Instant lastEnd = Instant.MIN;

	private long lastEndNanos;

	private long equalAt;

	private final Looks looks;

	/**
	 * @param isTimed false where the machine may be busy with other things: then it is
	 * not judged when verdicts were told, nor which
	 */
	ScenarioRun(Testbed testbed, Journal journal, Receiver receiver, Scenario scenario, boolean isTimed) {
		this.testbed = testbed;
		this.journal = journal;
		this.receiver = receiver;
		this.scenario = scenario;
		this.isTimed = isTimed;
		this.looks = new Looks(testbed.sites());
	}

	Outcome run() throws IOException, InterruptedException {
		List<String> problems = new ArrayList<>();
		if (!this.testbed.awaitHome(HOME)) {
			problems.add("the machines were not well before it began");
		}
		Instant began = Instant.now();
		long beganNanos = System.nanoTime();
		int pagesBefore = this.receiver.notifications().size();
		String run = this.scenario.name() + "-" + began.getEpochSecond();
		Collection<Push> pushes;
		double equalAfter;
		double storedAfter;
		try (OpenLoad load = new OpenLoad(this.testbed.sites(), (site) -> site.gateway("/api/v1/write"), run,
				this.scenario.pushesPerSecond());
				Reporters reporters = new Reporters(this.testbed.sites(), run, REPORT_EVERY)) {
			play(beganNanos);
			pushes = load.stop();
			storedAfter = awaitStored(pushes, run, beganNanos);
			equalAfter = (this.equalAt != 0) ? (this.equalAt - this.lastEndNanos) / 1e9 : awaitEqual();
		}
		this.testbed.awaitHome(HOME);
		Duration within = Duration.ofNanos(System.nanoTime() - beganNanos).plusSeconds(30);
		StoredPushes stored = this.testbed.observer.storedPushes(this.testbed.mainpc, run, within);
		Judge judge = Judge.of(pushes, stored);
		Verdicts verdicts = Verdicts.of(this.scenario, this.testbed.sites(), this.testbed.observer, began,
				(this.firstFault.equals(Instant.MAX)) ? began : this.firstFault, this.lastEnd);
		List<String> pages = this.receiver.notifications()
			.stream()
			.skip(pagesBefore)
			.filter((page) -> page.isPage() && page.firing())
			.map(ScenarioRun::words)
			.toList();
		check(judge, verdicts, storedAfter, equalAfter, problems);
		long slowest = pushes.stream().filter(Push::isAcknowledged).mapToLong(Push::latencyMicros).max().orElse(0);
		return new Outcome(this.scenario.name(), this.scenario.title(),
				this.scenario.steps()
					.stream()
					.map((step) -> "at %d s %s for %d s".formatted(step.at().toSeconds(), step.fault().text(),
							step.lasts().toSeconds()))
					.toList(),
				judge.acknowledged(), judge.acknowledged() * OpenLoad.SERIES, pushes.size() - judge.acknowledged(),
				slowest / 1000, stored.samples(), judge.lost(), judge.duplicated(), judge.disordered(), storedAfter,
				equalAfter, verdicts.toldAfterSeconds(), verdicts.wrong(), pages, problems);
	}

	private static String words(Notification page) {
		return page.sender() + " by " + page.channel() + ": " + String.join(", ", page.causes()) + " on "
				+ String.join(", ", page.machines());
	}

	private void play(long beganNanos) throws IOException, InterruptedException {
		try {
			List<Step> waiting = new ArrayList<>(this.scenario.steps());
			while (System.nanoTime() - beganNanos < this.scenario.length().toNanos()) {
				Duration now = Duration.ofNanos(System.nanoTime() - beganNanos);
				for (Step step : List.copyOf(this.open.keySet())) {
					if (now.compareTo(step.at().plus(step.lasts())) >= 0) {
						end(step);
					}
				}
				if (waiting.isEmpty() && this.open.isEmpty() && this.equalAt == 0 && this.looks.areEqual()) {
					this.equalAt = System.nanoTime();
				}
				while (!waiting.isEmpty() && now.compareTo(waiting.getFirst().at()) >= 0) {
					begin(waiting.removeFirst());
				}
				TimeUnit.MILLISECONDS.sleep(50);
			}
		}
		finally {
			for (Step step : List.copyOf(this.open.keySet())) {
				end(step);
			}
		}
	}

	private void begin(Step step) throws IOException, InterruptedException {
		this.open.put(step, this.journal.open(step.fault().end()));
		System.out.println("  " + step.fault().text() + " for " + step.lasts().toSeconds() + " s");
		Shell.run(step.fault().begin());
		if (this.firstFault.equals(Instant.MAX)) {
			// to find a program takes longer than to stop it
			this.firstFault = Instant.now();
		}
	}

	private void end(Step step) throws IOException, InterruptedException {
		Integer number = this.open.remove(step);
		if (number != null) {
			this.journal.close(number);
			this.lastEnd = Instant.now();
			this.lastEndNanos = System.nanoTime();
		}
	}

	/**
	 * Returns the seconds from the last fault's end until all is stored; -1 for never.
	 */
	private double awaitStored(Collection<Push> pushes, String run, long beganNanos) throws InterruptedException {
		long from = System.nanoTime();
		while (System.nanoTime() - from < RECOVERY.toNanos()) {
			try {
				Duration within = Duration.ofNanos(System.nanoTime() - beganNanos).plusSeconds(30);
				StoredPushes stored = this.testbed.observer.storedPushes(this.testbed.mainpc, run, within);
				if (Judge.of(pushes, stored).lost() == 0) {
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

	private double awaitEqual() throws InterruptedException {
		long deadline = System.nanoTime() + RECOVERY.toNanos();
		while (System.nanoTime() - deadline < 0) {
			if (this.looks.areEqual()) {
				return (System.nanoTime() - this.lastEndNanos) / 1e9;
			}
			TimeUnit.MILLISECONDS.sleep(200);
		}
		return -1;
	}

	private void check(Judge judge, Verdicts verdicts, double storedAfter, double equalAfter, List<String> problems) {
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
			problems.add("not all was stored " + RECOVERY.toSeconds() + " s after");
		}
		if (equalAfter < 0) {
			problems.add("health was not equal on both machines " + RECOVERY.toSeconds() + " s after");
		}
		if (!this.isTimed) {
			return;
		}
		verdicts.wrong().forEach((wrong) -> problems.add("wrong verdict: " + wrong));
		verdicts.toldAfterSeconds().forEach((machine, after) -> {
			boolean isQuality = this.scenario.verdicts()
				.getOrDefault(machine, List.of())
				.getFirst()
				.equals("link-degraded");
			if (after < 0 || after > (isQuality ? QUALITY_TOLD_WITHIN : TOLD_WITHIN)) {
				problems.add(machine + " told after " + after + " s");
			}
		});
	}

}
