package io.tandem.failover.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.partition.SimPair.Fault;
import io.tandem.failover.partition.SimPair.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Thousands of small stories by seed, each with what each side must say, may say, and by
 * when. {@code -Dsimulations=N} tells how many of each kind, {@code -Dsimulation.seed=N}
 * which.
 */
class PartitionSimulationTests {

	private static final int EACH = Integer.getInteger("simulations", 12);

	/** Other stories with another one. */
	private static final int SEED = Integer.getInteger("simulation.seed", 1);

	private static final double LIMIT = 6;

	@Test
	void everySideSaysWhatIsTrueInTimeAndNothingElse() {
		List<String> wrong = new ArrayList<>();
		Map<Kind, Figures> figures = new EnumMap<>(Kind.class);
		for (Kind kind : Kind.values()) {
			Figures sum = figures.computeIfAbsent(kind, (_) -> new Figures());
			for (int run = 0; run < EACH; run++) {
				Story story = new Story(kind, SEED * 1_000_003L + 7919L * run + kind.ordinal());
				story.play();
				wrong.addAll(story.wrong);
				sum.add(story);
			}
		}
		StringBuilder table = new StringBuilder(
				"| what happens | mainpc says | pc2 says | told after, s: p50 | max |\n|---|---|---|---|---|\n");
		figures.forEach((kind, sum) -> table.append(sum.line(kind)));
		System.out.println(table);
		assertThat(wrong.size() + " wrong, the first: " + wrong.stream().limit(20).toList())
			.isEqualTo("0 wrong, the first: []");
	}

	/** What happens, and what each side must say of it; null is nothing. */
	private enum Kind {

		NOTHING("", null, null), PEER_HUB_CRASHES("pc2-hub-dead", Verdict.PEER_HUB_DOWN, null),
		PEER_HUB_HANGS("pc2-hub-hung", Verdict.PEER_HUB_DOWN, null),
		PEER_MACHINE_DIES("pc2-lost", Verdict.PEER_MACHINE_UNREACHABLE, null),
		PEER_MACHINE_FREEZES("pc2-frozen", Verdict.PEER_MACHINE_UNREACHABLE, null),
		LINK_IS_CUT("cut", Verdict.PEER_MACHINE_UNREACHABLE, Verdict.PEER_MACHINE_UNREACHABLE),
		LINK_REFUSES("refuses", Verdict.PEER_MACHINE_UNREACHABLE, Verdict.PEER_MACHINE_UNREACHABLE),
		PEER_STACK_STOPS("pc2-hub-dead+pc2-failover-dead+pc2-health-sync-dead+pc2-nats-dead+pc2-pushgateway-dead",
				Verdict.PEER_MACHINE_UNREACHABLE, null),
		LINK_IS_CUT_AND_PEER_HUB_DIES("cut+pc2-hub-dead", Verdict.PEER_MACHINE_UNREACHABLE,
				Verdict.PEER_MACHINE_UNREACHABLE),
		ONE_DIRECTION_IS_CUT("cut-from-mainpc", Verdict.LINK_DEGRADED, Verdict.PEER_MACHINE_UNREACHABLE),
		FIVE_PERCENT_ARE_LOST("loss", Verdict.LINK_DEGRADED, Verdict.LINK_DEGRADED),
		PACKETS_TAKE_300_MS("slow", Verdict.LINK_DEGRADED, Verdict.LINK_DEGRADED),
		ONLY_THE_BROKERS_ARE_CUT("brokers-cut", Verdict.LINK_DEGRADED, Verdict.LINK_DEGRADED),
		PC2_IS_ISOLATED("pc2-isolated", Verdict.PEER_MACHINE_UNREACHABLE, Verdict.SELF_ISOLATED),
		INTERFACE_GOES_DOWN("pc2-isolated+pc2-interface-down", Verdict.PEER_MACHINE_UNREACHABLE, Verdict.SELF_ISOLATED),
		PEER_FAILOVER_RESTARTS("pc2-failover-dead", null, null), PEER_BROKER_RESTARTS("pc2-nats-dead", null, null),
		OWN_BROKER_RESTARTS("mainpc-nats-dead", null, null),
		PEER_FAILOVER_STALLS("pc2-failover-hung+pc2-stalled", null, null), OWN_STALL("mainpc-stalled", null, null);

		private final List<String> faults;

		private final @Nullable Verdict mainpc;

		private final @Nullable Verdict pc2;

		Kind(String faults, @Nullable Verdict mainpc, @Nullable Verdict pc2) {
			this.faults = faults.isEmpty() ? List.of() : List.of(faults.split("\\+"));
			this.mainpc = mainpc;
			this.pc2 = pc2;
		}

		boolean isQuality() {
			return this == FIVE_PERCENT_ARE_LOST || this == PACKETS_TAKE_300_MS || this == ONLY_THE_BROKERS_ARE_CUT;
		}

		boolean isRestart() {
			return this.mainpc == null && this.pc2 == null && !this.faults.isEmpty();
		}

	}

	/** One run of a kind. */
	private static final class Story {

		private final Kind kind;

		private final long seed;

		private final SimPair pair;

		private final double from;

		private final double to;

		private final double end;

		final List<String> wrong = new ArrayList<>();

		final List<Double> told = new ArrayList<>();

		private final Set<String> toldOf = new HashSet<>();

		Story(Kind kind, long seed) {
			this.kind = kind;
			this.seed = seed;
			Random random = new Random(seed ^ 0x5eedL);
			boolean hasWitness = kind == Kind.PC2_IS_ISOLATED || random.nextBoolean();
			this.pair = new SimPair(seed, hasWitness);
			this.from = 20 + random.nextDouble() * 40;
			double length = kind.isRestart() ? 1 + random.nextDouble() * 8
					: kind.isQuality() ? 60 + random.nextDouble() * 30 : 8 + random.nextDouble() * 100;
			this.to = this.from + length;
			this.end = this.to + (kind.isQuality() ? 60 : 30);
			kind.faults.forEach((what) -> this.pair.faults.add(new Fault(what, nanos(this.from), nanos(this.to))));
			// each process stands still for a moment now and then
			for (String machine : List.of("mainpc", "pc2")) {
				for (double at = random.nextDouble() * 30; at < this.end; at += 5 + random.nextDouble() * 40) {
					this.pair.faults
						.add(new Fault(machine + "-stalled", nanos(at), nanos(at + 0.05 + random.nextDouble() * 0.7)));
				}
			}
		}

		private static long nanos(double seconds) {
			return (long) (seconds * SimPair.SECOND);
		}

		void play() {
			this.pair.run(nanos(this.end), this::held);
		}

		private void held(Side side, Verdict verdict, String why, long at) {
			double time = (double) at / SimPair.SECOND;
			boolean isMainpc = side.name.equals("mainpc");
			Verdict expected = isMainpc ? this.kind.mainpc : this.kind.pc2;
			Set<Verdict> may = EnumSet.of(Verdict.NONE);
			if (time < 10) {
				may.add(Verdict.UNKNOWN);
			}
			boolean isTrue = time >= this.from && time < this.to;
			double patience = (this.kind == Kind.FIVE_PERCENT_ARE_LOST) ? 35
					: (this.kind == Kind.ONLY_THE_BROKERS_ARE_CUT) ? 17
							: this.kind == Kind.PACKETS_TAKE_300_MS ? 10 : LIMIT;
			if (expected != null && time >= this.from && time < this.to + (this.kind.isQuality() ? 45 : LIMIT)) {
				may.add(expected);
			}
			if (expected != null && isTrue && time >= this.from + patience) {
				may.remove(Verdict.NONE);
			}
			if (this.kind == Kind.PEER_FAILOVER_RESTARTS && !isMainpc) {
				may.add(Verdict.UNKNOWN);
			}
			if (!may.contains(verdict)) {
				this.wrong.add("%s seed=%d %s says %s (%s) at %.2f, fault %.2f to %.2f, witness %s".formatted(this.kind,
						this.seed, side.name, verdict, why, time, this.from, this.to,
						side.senses.contains(Sense.WITNESS)));
			}
			if (verdict == expected && isTrue && this.toldOf.add(side.name)) {
				this.told.add(time - this.from);
			}
		}

	}

	/** What all runs of a kind came to. */
	private static final class Figures {

		private final List<Double> told = new ArrayList<>();

		void add(Story story) {
			this.told.addAll(story.told);
		}

		String line(Kind kind) {
			this.told.sort(null);
			String times = this.told.isEmpty() ? "| |"
					: "| %.1f | %.1f |".formatted(this.told.get(this.told.size() / 2), this.told.getLast());
			return "| %s | %s | %s %s%n".formatted(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
					word(kind.mainpc), word(kind.pc2), times);
		}

		private static String word(@Nullable Verdict verdict) {
			return (verdict != null) ? "`" + verdict.word() + "`" : "nothing";
		}

	}

}
