package io.tandem.centralhub.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tandem.centralhub.slo.Availability.Outage;
import io.tandem.centralhub.slo.Availability.Target;
import io.tandem.wire.uptime.UptimeRecord;
import io.tandem.wire.uptime.UptimeRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvailabilityTests {

	private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");

	private static final int WEEK = 168 * 3600;

	@Test
	void secondIsUpIfOneObserverProvesIt() {
		Availability judged = judge(100,
				record("mainpc", ZERO, run("pc2", true, 0, 40), run("pc2", false, 40, 70), run("pc2", true, 70, 100)),
				record("pc2", ZERO, run("pc2", true, 0, 60), run("pc2", true, 65, 100)));
		Target pc2 = target(judged, "pc2");
		assertThat(pc2.upSeconds()).isEqualTo(95);
		assertThat(pc2.downSeconds()).isEqualTo(5);
		assertThat(pc2.unseenSeconds()).isZero();
		assertThat(pc2.outages())
			.containsExactly(new Outage(at(60), at(65), 5, 0, List.of("pc2: gateway refuses the connection")));
	}

	@Test
	void secondInWhichNobodyLookedIsDown() {
		Availability judged = judge(100,
				record("mainpc", ZERO, run("mainpc", true, 0, 30), run("mainpc", true, 50, 100)));
		Target mainpc = target(judged, "mainpc");
		assertThat(mainpc.percent()).isEqualTo(80);
		assertThat(mainpc.unseenSeconds()).isEqualTo(20);
		assertThat(mainpc.downSeconds()).isZero();
	}

	@Test
	void ofTheWholeAnyMachineIsEnoughAndAllAreToldApart() {
		Availability judged = judge(100,
				record("mainpc", ZERO, run("mainpc", true, 0, 50), run("mainpc", false, 50, 100),
						run("pc2", true, 0, 20), run("pc2", false, 20, 40), run("pc2", true, 40, 100)));
		assertThat(target(judged, Availability.ANY).upSeconds()).isEqualTo(100);
		assertThat(target(judged, Availability.ALL).upSeconds()).isEqualTo(30);
	}

	@Test
	void beforeAnybodyObservedNothingIsJudged() {
		Availability judged = judge(100, record("mainpc", at(60), run("mainpc", true, 60, 100)));
		assertThat(judged.from()).isEqualTo(at(60));
		assertThat(target(judged, "mainpc").percent()).isEqualTo(100);
		assertThat(target(judge(100), Availability.ANY).percent()).isNull();
	}

	@Test
	void budgetAndBurnRatesFollowFromTheBadSeconds() {
		int hour = 3600;
		Availability judged = Availability.judge(List.of(record("mainpc", ZERO, run("mainpc", true, 0, 10 * hour - 36),
				run("mainpc", false, 10 * hour - 36, 10 * hour))), ZERO, at(10 * hour), 99.9);
		Target mainpc = target(judged, "mainpc");
		assertThat(mainpc.budgetSeconds()).isCloseTo(36, within(0.001));
		assertThat(mainpc.budgetLeftPercent()).isCloseTo(0, within(0.001));
		assertThat(mainpc.burnRates().get("1h")).isCloseTo(10, within(0.001));
		assertThat(mainpc.burnRates().get("6h")).isCloseTo(10 / 6.0, within(0.001));
		assertThat(mainpc.burnRates()).doesNotContainKey("3d");
	}

	/**
	 * A week, second by second, with faults, observers that are away and links that are
	 * cut, against the truth.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void weekWithInjectedFaultsIsJudgedAsItWas(long seed) {
		Random random = new Random(seed);
		BitSet up = full();
		punch(up, random, 40, 900);
		BitSet home = full();
		punch(home, random, 20, 1200);
		BitSet away = full();
		punch(away, random, 20, 1200);
		BitSet link = full();
		punch(link, random, 30, 600);
		BitSet seenAtHome = (BitSet) home.clone();
		BitSet seenFromAway = (BitSet) away.clone();
		BitSet upFromAway = (BitSet) up.clone();
		upFromAway.and(link);
		Availability judged = judge(WEEK, record("pc2", ZERO, runs("pc2", seenAtHome, up)),
				record("mainpc", ZERO, runs("pc2", seenFromAway, upFromAway)));
		int truth = 0;
		int unseen = 0;
		for (int second = 0; second < WEEK; second++) {
			boolean isProven = home.get(second) && up.get(second) || away.get(second) && upFromAway.get(second);
			truth += isProven ? 1 : 0;
			unseen += (!home.get(second) && !away.get(second)) ? 1 : 0;
		}
		Target pc2 = target(judged, "pc2");
		assertThat(pc2.upSeconds()).isEqualTo(truth);
		assertThat(pc2.unseenSeconds()).isEqualTo(unseen);
		assertThat(pc2.upSeconds() + pc2.downSeconds() + pc2.unseenSeconds()).isEqualTo(WEEK);
		assertThat(pc2.outages().stream().mapToLong(Outage::seconds).sum()).isEqualTo(WEEK - truth);
	}

	private static BitSet full() {
		BitSet set = new BitSet(WEEK);
		set.set(0, WEEK);
		return set;
	}

	private static void punch(BitSet set, Random random, int times, int longest) {
		for (int i = 0; i < times; i++) {
			int from = random.nextInt(1, WEEK);
			set.clear(from, Math.min(WEEK, from + 1 + random.nextInt(longest)));
		}
	}

	private static UptimeRun[] runs(String target, BitSet seen, BitSet up) {
		List<UptimeRun> runs = new ArrayList<>();
		int from = 0;
		for (int second = 1; second <= WEEK; second++) {
			boolean isSame = second < WEEK && seen.get(second) == seen.get(from) && up.get(second) == up.get(from);
			if (!isSame) {
				if (seen.get(from)) {
					runs.add(run(target, up.get(from), from, second));
				}
				from = second;
			}
		}
		return runs.toArray(UptimeRun[]::new);
	}

	private static Target target(Availability judged, String name) {
		return Objects.requireNonNull(judged.targets().get(name));
	}

	private static Availability judge(int seconds, UptimeRecord... records) {
		return Availability.judge(List.of(records), ZERO, at(seconds), 99.9);
	}

	private static UptimeRecord record(String observer, @Nullable Instant since, UptimeRun... runs) {
		return new UptimeRecord(observer, since, ZERO, at(WEEK), List.of(runs));
	}

	private static UptimeRun run(String target, boolean up, int from, int to) {
		return new UptimeRun(target, up, up ? "" : "gateway refuses the connection", at(from), at(to));
	}

	private static Instant at(int second) {
		return ZERO.plusSeconds(second);
	}

}
