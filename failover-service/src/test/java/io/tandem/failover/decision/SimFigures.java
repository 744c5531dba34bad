package io.tandem.failover.decision;

import io.tandem.failover.decision.SimWorld.Dead;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.detection.TierState;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** What the schedules came to, by kind of fault. */
final class SimFigures {

	private final Map<SimFault, Row> rows = new EnumMap<>(SimFault.class);

	private Row row = new Row();

	private final long[] waitingSince = { -1, -1 };

	long events;

	long moves;

	void begin(SimFault kind) {
		this.row = this.rows.computeIfAbsent(kind, (key) -> new Row());
		this.row.schedules++;
		Arrays.fill(this.waitingSince, -1);
	}

	void switched(SimDecider decider, Change.OfRoute change, Route before, Transition transition) {
		int from = decider.plan.indexOf(change.from());
		boolean isLeft = change.from().isHub() && decider.plan.indexOf(change.to()) > from
				&& decider.state.watches()[from].state() == TierState.DOWN;
		if (!isLeft || decider.state.override() != null) {
			return;
		}
		int hub = SimDecider.machineOf(change.from());
		SimWorld world = decider.world;
		this.row.failovers++;
		Dead dead = world.check.deadBefore(decider.machine, hub, world.now);
		if (!world.clientSawFailure(decider.machine, hub, world.now)) {
			this.row.falseOnes++;
			this.row.early += (dead != null && dead.covers(world.now)) ? 1 : 0;
			this.row.example = "schedule=" + world.name + " at " + world.now / SimWorld.MS + " ms: " + transition.why()
					+ "; without an answer: " + world.dead(decider.machine, hub) + ", in trouble: "
					+ world.troubled(decider.machine, hub);
		}
		if (dead != null && before.since() < dead.from() && decider.overrides.lastEnd(world.now) < dead.from()) {
			this.row.detection.add(world.now - dead.from());
			this.waitingSince[decider.machine] = change.to().isHub() ? dead.from() : -1;
		}
	}

	void acknowledged(SimDecider decider) {
		long since = this.waitingSince[decider.machine];
		if (since >= 0) {
			this.row.acknowledged.add(decider.world.now - since);
			this.waitingSince[decider.machine] = -1;
		}
	}

	long falseFailovers() {
		return this.rows.values().stream().mapToLong((one) -> one.falseOnes).sum();
	}

	long schedules() {
		return this.rows.values().stream().mapToLong((one) -> one.schedules).sum();
	}

	String table() {
		StringJoiner lines = new StringJoiner("\n");
		lines.add(
				"| fault | schedules | failovers | false (of these, hub dead) | onset to switch, ms: p50 / p99 / max | "
						+ "onset to first record acknowledged by the next hub, ms: p50 / p99 / max |");
		lines.add("|---|---|---|---|---|---|");
		this.rows.forEach((kind, one) -> lines.add("| " + kind.words + " | " + one.schedules + " | " + one.failovers
				+ " | " + one.falseOnes + " (" + one.early + ") | " + one.detection + " | " + one.acknowledged + " |"));
		return lines.toString();
	}

	/**
	 * Returns why a failover was decided that no client could see the reason of, by kind.
	 */
	String examples() {
		StringJoiner lines = new StringJoiner("\n");
		this.rows.forEach((kind, one) -> {
			if (one.falseOnes > 0) {
				lines.add(kind + ": " + one.example);
			}
		});
		return lines.toString();
	}

	private static final class Row {

		long schedules;

		long failovers;

		long falseOnes;

		/**
		 * Those of a hub that answered nobody at that moment: the client had only not
		 * heard yet.
		 */
		long early;

		String example = "";

		final Times detection = new Times();

		final Times acknowledged = new Times();

	}

	/** Times, in buckets of a millisecond. */
	private static final class Times {

		private final int[] buckets = new int[20_001];

		private int count;

		void add(long nanos) {
			this.buckets[(int) Math.clamp(nanos / SimWorld.MS, 0, 20_000)]++;
			this.count++;
		}

		private int quantile(double part) {
			long rank = (long) Math.ceil(part * this.count);
			int bucket = 0;
			for (long seen = this.buckets[0]; seen < rank; seen += this.buckets[bucket]) {
				bucket++;
			}
			return bucket;
		}

		@Override
		public String toString() {
			return (this.count == 0) ? "none" : quantile(0.5) + " / " + quantile(0.99) + " / " + quantile(1);
		}

	}

}
