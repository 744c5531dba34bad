package io.tandem.failover.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong in a schedule, and how it is told in the table. */
enum SimFault {

	CRASH("hub crashes, restarts after 1 to 20 s"), HANG("hub stands still for 3 to 15 s"),
	STATUS("hub answers 503 for 1 to 15 s"), CUT_TO("way to the hub cut, 3 to 15 s"),
	CUT_BACK("way back from the hub cut, 3 to 15 s"), FLAPPING("hub crashes again and again, 0.3 to 3 s apart"),
	PAUSE_SHORT("hub pauses for 0.2 to 1 s (gray)"), PAUSE_LONG("hub pauses for 1 to 5 s"),
	LOSS("5 % of packets lost on all ways (gray)"), SPIKES("300 ms more latency (gray)"),
	SLOW("hub 100 times slower (gray)"), STALL("decider pauses for 0.2 to 5 s"),
	STALLS("decider pauses for 0.2 to 0.4 s, every 0.7 to 2 s"), JUMP("wall clock jumps"),
	RESTART("decider is killed, back after 1 to 5 s"), TWO("two of these at once");

	private static final long MS = 1_000_000;

	final String words;

	SimFault(String words) {
		this.words = words;
	}

	/** Puts the fault into the world from that moment on; returns when it is over. */
	long strike(SimWorld world, long from, SplittableRandom random) {
		int machine = random.nextInt(2);
		SimServer hub = world.hubs[machine];
		return switch (this) {
			case CRASH -> hub.crashes.add(from, from + random.nextLong(1000, 20_000) * MS);
			case HANG -> hub.pauses.add(from, from + random.nextLong(3000, 15_000) * MS);
			case STATUS -> hub.errors.add(from, from + random.nextLong(1000, 15_000) * MS);
			case CUT_TO ->
				world.way(random.nextInt(2), machine, true).cuts.add(from, from + random.nextLong(3000, 15_000) * MS);
			case CUT_BACK ->
				world.way(random.nextInt(2), machine, false).cuts.add(from, from + random.nextLong(3000, 15_000) * MS);
			case FLAPPING -> {
				long at = from;
				for (int i = random.nextInt(2, 8); i > 0; i--) {
					at = hub.crashes.add(at, at + random.nextLong(200, 2000) * MS) + random.nextLong(300, 3000) * MS;
				}
				yield at;
			}
			case PAUSE_SHORT -> hub.pauses.add(from, from + random.nextLong(200, 1001) * MS);
			case PAUSE_LONG -> hub.pauses.add(from, from + random.nextLong(1000, 5000) * MS);
			case LOSS -> {
				long until = from + random.nextLong(5000, 15_000) * MS;
				world.ways().forEach((way) -> way.losses.add(from, until));
				yield until;
			}
			case SPIKES -> {
				long until = from + random.nextLong(1000, 10_000) * MS;
				world.ways().forEach((way) -> way.spikes.add(from, until));
				yield until;
			}
			case SLOW -> hub.slow.add(from, from + random.nextLong(2000, 10_000) * MS);
			case STALL -> world.deciders[machine].stalls.add(from, from + random.nextLong(200, 5000) * MS);
			case STALLS -> {
				long at = from;
				for (int i = random.nextInt(3, 8); i > 0; i--) {
					at = world.deciders[machine].stalls.add(at, at + random.nextLong(200, 400) * MS)
							+ random.nextLong(700, 2000) * MS;
				}
				yield at;
			}
			case JUMP -> {
				world.deciders[machine].jumps.add(from, from + 1);
				yield from + MS;
			}
			case RESTART -> world.deciders[machine].deaths.add(from, from + random.nextLong(1000, 5000) * MS);
			case TWO -> {
				SimFault[] kinds = values();
				long one = kinds[random.nextInt(kinds.length - 1)].strike(world, from, random);
				long other = kinds[random.nextInt(kinds.length - 1)].strike(world, from + random.nextLong(0, 4000) * MS,
						random);
				yield Math.max(one, other);
			}
		};
	}

	/** Stretches of time. */
	static final class Spells {

		final List<Spell> list = new ArrayList<>(2);

		long add(long from, long until) {
			this.list.add(new Spell(from, until));
			return until;
		}

		Spell at(long moment) {
			for (int i = 0; i < this.list.size(); i++) {
				Spell spell = this.list.get(i);
				if (spell.from <= moment && moment < spell.until) {
					return spell;
				}
			}
			return null;
		}

		/** Returns the first that begins after the one moment and not after the other. */
		Spell beginning(long after, long until) {
			Spell first = null;
			for (int i = 0; i < this.list.size(); i++) {
				Spell spell = this.list.get(i);
				if (spell.from > after && spell.from <= until && (first == null || spell.from < first.from)) {
					first = spell;
				}
			}
			return first;
		}

		/** Returns when the last of them was over before the moment. */
		long lastEnd(long moment) {
			long last = 0;
			for (int i = 0; i < this.list.size(); i++) {
				if (this.list.get(i).from <= moment) {
					last = Math.max(last, Math.min(moment, this.list.get(i).until));
				}
			}
			return last;
		}

	}

	record Spell(long from, long until) {
	}

}
