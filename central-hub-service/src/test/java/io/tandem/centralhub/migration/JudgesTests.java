package io.tandem.centralhub.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.migration.Campaign.Limits;
import io.tandem.centralhub.migration.Judgement.Figure;
import io.tandem.centralhub.migration.Judgement.Verdict;
import io.tandem.wire.route.AgentRoute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A batch broken in each way, and what its gate says. */
class JudgesTests {

	private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant NOW = SINCE.plusSeconds(60);

	private static final Limits LIMITS = new Limits(10, Duration.ofMillis(10), Duration.ofSeconds(30));

	private static final List<String> AGENTS = List.of("A", "B");

	private static final AgentFact GOOD = new AgentFact(AgentRoute.OVERLAP, NOW, NOW, 5000, 5000, null);

	@Test
	void agentsThatPushByBothPathsPass() {
		assertThat(paths(Map.of("A", GOOD, "B", GOOD), true).verdict()).isEqualTo(Verdict.PASS);
	}

	@Test
	void anAgentOnAnotherRouteIsUnknownAndInTheEndAFailure() {
		AgentFact other = new AgentFact(AgentRoute.LEGACY, NOW, NOW, -1, -1, null);
		assertThat(paths(Map.of("A", GOOD, "B", other), false).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(paths(Map.of("A", GOOD, "B", other), true).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(paths(Map.of("A", GOOD), true).evidence()).contains("B is on no route");
	}

	@Test
	void anAgentThatIsSilentOnEitherPathFails() {
		AgentFact noOld = new AgentFact(AgentRoute.OVERLAP, SINCE.minusSeconds(1), NOW, -1, -1, null);
		AgentFact noNew = new AgentFact(AgentRoute.OVERLAP, NOW, null, -1, -1, null);
		AgentFact stale = new AgentFact(AgentRoute.OVERLAP, NOW, NOW.minusSeconds(31), -1, -1, null);
		assertThat(paths(Map.of("A", GOOD, "B", noOld), true).evidence()).contains("B has not pushed by the old");
		assertThat(paths(Map.of("A", GOOD, "B", noNew), true).evidence()).contains("B has not pushed by tandem");
		assertThat(paths(Map.of("A", GOOD, "B", stale), true).verdict()).isEqualTo(Verdict.FAIL);
	}

	@Test
	void anAgentThatCouldNotBeRestartedFails() {
		AgentFact untold = new AgentFact(AgentRoute.OVERLAP, NOW, NOW, -1, -1, "the restart failed");
		assertThat(paths(Map.of("A", GOOD, "B", untold), true).evidence()).contains("the restart failed");
	}

	@Test
	void aGatewayThatDoesNotAnswerIsUnknownForEver() {
		assertThat(paths(null, true).verdict()).isEqualTo(Verdict.UNKNOWN);
	}

	private static Judgement paths(@Nullable Map<String, AgentFact> facts, boolean isOverdue) {
		return Judges.paths(facts, AGENTS, AgentRoute.OVERLAP, SINCE, NOW, LIMITS, isOverdue);
	}

	@Test
	void pathsThatAgreeSampleBySamplePass() {
		assertThat(compare(List.of(series("A", 5, 2), series("B", 5, 1)),
				List.of(series("A", 1, 1, 4, 2), series("B", 1, 1)), true)
			.verdict()).isEqualTo(Verdict.PASS);
	}

	@Test
	void aValueThatNeverCameByTheNewPathFails() {
		List<StoredSeries> old = List.of(series("A", 5, 7));
		Judgement judgement = compare(old, List.of(series("A", 1, 1, 36, 2)), false);
		assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
		assertThat(judgement.evidence()).contains("7.0 on the old path and not on the new one");
		assertThat(compare(old, List.of(series("A", 1, 1, 20, 2)), false).verdict()).as("it may be on its way")
			.isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void whatWasPushedBeforeTheOverlapIsNotCompared() {
		List<StoredSeries> fresh = List.of(series("A", -9, 3, 1, 1, 50, 2), series("B", 1, 1));
		assertThat(compare(List.of(series("A", 0, 7, 2, 7, 5, 1), series("B", 5, 1)), fresh, false).verdict())
			.isEqualTo(Verdict.PASS);
	}

	@Test
	void aSeriesThatIsMissingOnTheNewPathFailsInTheEnd() {
		List<StoredSeries> old = List.of(series("A", 5, 1), series("B", 5, 1));
		List<StoredSeries> fresh = List.of(series("A", 1, 1), series("B", -20, 1));
		assertThat(compare(old, fresh, false).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(compare(old, fresh, true).verdict()).isEqualTo(Verdict.FAIL);
	}

	@Test
	void anAgentThatNobodyScrapedIsNotCompared() {
		List<StoredSeries> old = List.of(series("A", 5, 1));
		List<StoredSeries> fresh = List.of(series("A", 1, 1));
		assertThat(compare(old, fresh, false).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(compare(old, fresh, true).evidence()).contains("nothing to compare yet of B");
		assertThat(compare(null, fresh, true).verdict()).isEqualTo(Verdict.UNKNOWN);
	}

	private static Judgement compare(@Nullable List<StoredSeries> old, List<StoredSeries> fresh, boolean isOverdue) {
		return Judges.comparison(old, fresh, AGENTS, SINCE, isOverdue);
	}

	@Test
	void anAgentThatIsDownFailsAndOneThatIsSilentInTheEnd() {
		assertThat(Judges.health(Map.of("A", "UP", "B", "UP"), AGENTS, true).verdict()).isEqualTo(Verdict.PASS);
		assertThat(Judges.health(Map.of("A", "UP", "B", "DOWN"), AGENTS, false).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(Judges.health(Map.of("A", "UP"), AGENTS, false).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(Judges.health(Map.of("A", "UP"), AGENTS, true).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(Judges.health(null, AGENTS, true).verdict()).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void aWaitThatGrewByMoreThanTheLimitFails() {
		assertThat(latency(20_000, 21_900).verdict()).isEqualTo(Verdict.PASS);
		assertThat(latency(20_000, 22_100).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(latency(1000, 9000).verdict()).as("below the floor").isEqualTo(Verdict.PASS);
		assertThat(latency(-1, 22_000).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(latency(1000, -1).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(Judges.latency(null, AGENTS, LIMITS, true).verdict()).isEqualTo(Verdict.UNKNOWN);
	}

	private static Judgement latency(long before, long now) {
		AgentFact fact = new AgentFact(AgentRoute.TANDEM, NOW, NOW, before, now, null);
		return Judges.latency(Map.of("A", fact), List.of("A"), LIMITS, false);
	}

	@Test
	void aLostRecordFailsAtOnceAndAMissingOneInTheEnd() {
		assertThat(Judges.ledger(0, 0, true).verdict()).isEqualTo(Verdict.PASS);
		assertThat(Judges.ledger(1, 0, false).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(Judges.ledger(0, 1, false).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(Judges.ledger(0, 1, true).verdict()).isEqualTo(Verdict.FAIL);
	}

	@Test
	void aFailoverTestNeedsTheWayOutAndTheWayHome() {
		assertThat(Judges.failover(true, true, 3, true).verdict()).isEqualTo(Verdict.PASS);
		assertThat(Judges.failover(false, true, 3, false).verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(Judges.failover(false, true, 3, true).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(Judges.failover(true, false, 3, true).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(Judges.failover(true, true, -1, true).verdict()).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void whatWasMeasuredIsSaidWithItsTarget() {
		AgentFact other = new AgentFact(AgentRoute.LEGACY, NOW, NOW, -1, -1, null);
		assertThat(paths(Map.of("A", GOOD, "B", other), true).figure()).isEqualTo(new Figure(1, "agents", "all of 2"));
		assertThat(Judges.health(Map.of("A", "UP"), AGENTS, true).figure())
			.isEqualTo(new Figure(1, "agents", "all of 2"));
		assertThat(Judges.ledger(0, 4, true).figure()).isEqualTo(new Figure(4, "records missing", "0"));
		assertThat(Judges.ledger(2, 4, true).figure()).isEqualTo(new Figure(2, "records lost", "0"));
		assertThat(latency(20_000, 22_100).figure())
			.isEqualTo(new Figure(22.1, "ms", "at most 10 ms, or 10.0 % more than on the old path"));
		assertThat(Judges.failover(true, false, 3, true).figure())
			.isEqualTo(new Figure(3, "records not delivered", "records go to the other hub and come home"));
		assertThat(Judges.uptime(99, 99).verdict()).isEqualTo(Verdict.PASS);
		assertThat(Judges.uptime(98.9, 99)).isEqualTo(new Judgement(Criterion.UPTIME, Verdict.FAIL,
				"uptime 98.9 %, at least 99.0 % is asked for", new Figure(98.9, "%", "at least 99.0")));
		assertThat(compare(List.of(series("A", 5, 2)), List.of(series("A", 1, 1, 4, 2)), true).figure())
			.isEqualTo(new Figure(1, "samples that agree", "all that the old path has, of each agent"));
		assertThat(Judges.health(null, AGENTS, true).figure()).as("nobody answers").isNull();
	}

	/**
	 * Returns a series of samples, each by its second since the beginning and its value.
	 */
	private static StoredSeries series(String agent, double... secondsAndValues) {
		return new StoredSeries(agent, Map.of("instance", agent), IntStream.range(0, secondsAndValues.length / 2)
			.mapToObj((i) -> new StoredSeries.At(SINCE.toEpochMilli() + Math.round(secondsAndValues[2 * i] * 1000),
					secondsAndValues[2 * i + 1]))
			.toList());
	}

}
