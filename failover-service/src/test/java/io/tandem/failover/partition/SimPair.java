package io.tandem.failover.partition;

import io.tandem.failover.partition.Look.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Two machines and what is between them, in simulated time: TCP with its repetitions,
 * datagrams without, programs that die, hang and stand still. Each side has a judge and
 * sees only what it would see.
 */
final class SimPair {

	static final long SECOND = 1_000_000_000L;

	static final long MILLI = 1_000_000L;

	private static final long LOOK_EVERY = 800 * MILLI;

	private static final long PATIENCE = 2 * SECOND;

	private static final long PULSE_EVERY = 100 * MILLI;

	private static final long JUDGE_EVERY = 250 * MILLI;

	private static final long STALL = SECOND;

	final Random random;

	final Side mainpc;

	final Side pc2;

	/** Faults are looked up by time; whoever is not in one is well. */
	final List<Fault> faults = new ArrayList<>();

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparingLong(Event::at).thenComparingLong(Event::order));

	private long order;

	private long now;

	SimPair(long seed, boolean hasWitness) {
		this.random = new Random(seed);
		Set<Sense> senses = EnumSet.allOf(Sense.class);
		senses.remove(Sense.HEARTBEAT);
		if (!hasWitness) {
			senses.remove(Sense.WITNESS);
		}
		this.mainpc = new Side("mainpc", senses);
		this.pc2 = new Side("pc2", senses);
		this.mainpc.peer = this.pc2;
		this.pc2.peer = this.mainpc;
	}

	/**
	 * Runs until then, and tells the watcher of each verdict held, four times a second.
	 */
	void run(long until, Watcher watcher) {
		for (Side side : List.of(this.mainpc, this.pc2)) {
			side.senses.forEach((sense) -> at(phase(LOOK_EVERY), () -> side.look(sense)));
			at(phase(PULSE_EVERY), side::pulse);
			at(phase(JUDGE_EVERY), () -> side.judge(watcher));
		}
		while (!this.events.isEmpty() && this.events.peek().at <= until) {
			Event event = this.events.remove();
			this.now = event.at;
			event.run.run();
		}
	}

	private long phase(long period) {
		return (long) (this.random.nextDouble() * period);
	}

	private void at(long at, Runnable run) {
		this.events.add(new Event(at, this.order++, run));
	}

	boolean is(String what, long at) {
		return this.faults.stream().anyMatch((fault) -> fault.what.equals(what) && fault.from <= at && at < fault.to);
	}

	private long end(String what, long at) {
		return this.faults.stream()
			.filter((fault) -> fault.what.equals(what) && fault.from <= at && at < fault.to)
			.mapToLong(Fault::to)
			.max()
			.orElse(at);
	}

	/** Tells whether a packet that is sent then arrives. */
	private boolean passes(Side from, long at) {
		return !is("cut", at) && !is("refuses", at) && !is("cut-from-" + from.name, at) && !from.isIsolated(at)
				&& !from.peer.isIsolated(at) && !from.peer.isLost(at)
				&& !(is("loss", at) && this.random.nextDouble() < 0.05);
	}

	private long delay(long at) {
		return (is("slow", at) ? 300 * MILLI : MILLI / 2) + (long) (this.random.nextDouble() * MILLI);
	}

	/** A fault: {@code cut}, {@code loss}, {@code mainpc-hub-dead} and so on. */
	record Fault(String what, long from, long to) {
	}

	private record Event(long at, long order, Runnable run) {
	}

	@FunctionalInterface
	interface Watcher {

		void held(Side side, Verdict verdict, String why, long at);

	}

	/** One machine. */
	final class Side {

		final String name;

		final Set<Sense> senses;

		final PeerJudge judge;

		private final List<Runnable> unread = new ArrayList<>();

		private final Map<Sense, Integer> underWay = new EnumMap<>(Sense.class);

		private Side peer = this;

		private long lastJudged;

		private long number;

		private long boot = 1;

		private long heard;

		private long heardAt = -1;

		private boolean wasDown;

		private long linkUpAt;

		Side(String name, Set<Sense> senses) {
			this.name = name;
			this.senses = senses;
			this.judge = new PeerJudge(senses, PartitionSettings.DEFAULT, 0);
		}

		boolean isIsolated(long at) {
			return is(this.name + "-isolated", at);
		}

		/** The machine has no power. */
		boolean isLost(long at) {
			return is(this.name + "-lost", at);
		}

		private boolean isFrozen(long at) {
			return is(this.name + "-frozen", at);
		}

		private boolean isDead(String program, long at) {
			return is(this.name + "-" + program + "-dead", at) || isLost(at);
		}

		private boolean isHung(String program, long at) {
			return is(this.name + "-" + program + "-hung", at) || isFrozen(at);
		}

		/** Returns when its failover-service can do something; now if it can. */
		private long awake(long at) {
			return Math.max(end(this.name + "-stalled", at), end(this.name + "-frozen", at));
		}

		private void look(Sense sense) {
			long began = now;
			long next = awake(began);
			if (next > began) {
				at(next, () -> look(sense));
				return;
			}
			at(began + LOOK_EVERY, () -> look(sense));
			if (isDead("failover", began) || this.underWay.getOrDefault(sense, 0) >= 3) {
				return;
			}
			this.underWay.merge(sense, 1, Integer::sum);
			Answer answer = answer(sense, began);
			long read = awake(began + answer.after);
			// after a stall it is left to chance whether the time-out or the answer is
			// seen
			boolean isLate = read - began > PATIENCE && SimPair.this.random.nextBoolean();
			Outcome outcome = isLate ? Outcome.SILENT : answer.outcome;
			at(read, () -> {
				this.underWay.merge(sense, -1, Integer::sum);
				this.unread.add(() -> this.judge.take(new Look(sense, outcome, began, read, "")));
			});
		}

		private Answer answer(Sense sense, long began) {
			return switch (sense) {
				case INTERFACE ->
					new Answer(is(this.name + "-interface-down", began) ? Outcome.REFUSED : Outcome.ANSWERED, MILLI);
				case WITNESS -> isIsolated(began) || isIsolated(began + MILLI) ? new Answer(Outcome.SILENT, PATIENCE)
						: new Answer(Outcome.ANSWERED, 2 * MILLI);
				case LEAF_LINK -> leafLink(began);
				case HEARTBEAT -> new Answer(Outcome.UNKNOWN, MILLI);
				default -> tcp(sense, began);
			};
		}

		private Answer leafLink(long at) {
			if (isDead("nats", at)) {
				this.linkUpAt = at + 4 * SECOND;
				return new Answer(Outcome.UNKNOWN, MILLI);
			}
			boolean isUp = !is("cut", at) && !is("refuses", at) && !is("cut-from-mainpc", at) && !is("cut-from-pc2", at)
					&& !isIsolated(at) && !this.peer.isIsolated(at) && !this.peer.isDead("nats", at)
					&& !this.peer.isHung("nats", at) && !is("brokers-cut", at);
			if (!isUp) {
				this.linkUpAt = at + SECOND + (long) (SimPair.this.random.nextDouble() * 3 * SECOND);
			}
			return new Answer((at < this.linkUpAt) ? Outcome.SILENT : Outcome.ANSWERED, 3 * MILLI);
		}

		/** A connection, and a question for a program; each packet repeated if lost. */
		private Answer tcp(Sense sense, long began) {
			String program = sense.word();
			if (is("refuses", began)) {
				return new Answer(Outcome.REFUSED, MILLI);
			}
			long at = exchange(began, began + PATIENCE, SECOND);
			if (at < 0) {
				return new Answer(Outcome.SILENT, PATIENCE);
			}
			if (this.peer.isDead(program, at)) {
				return new Answer(Outcome.REFUSED, at - began);
			}
			if (!sense.isService()) {
				return new Answer(Outcome.ANSWERED, at - began);
			}
			if (this.peer.isHung(program, at) || (sense == Sense.FAILOVER && this.peer.awake(at) > began + PATIENCE)) {
				return new Answer(Outcome.SILENT, PATIENCE);
			}
			at = exchange(at, began + PATIENCE, 300 * MILLI);
			return (at < 0) ? new Answer(Outcome.SILENT, PATIENCE) : new Answer(Outcome.ANSWERED, at - began);
		}

		private long exchange(long from, long until, long repeat) {
			for (long sent = from; sent < until; sent += repeat) {
				long arrived = sent + delay(sent);
				long back = arrived + delay(arrived);
				if (passes(this, sent) && passes(this.peer, arrived) && back < until) {
					return back;
				}
			}
			return -1;
		}

		private void pulse() {
			long sent = now;
			long next = awake(sent);
			at(Math.max(next, sent + PULSE_EVERY), this::pulse);
			if (next > sent) {
				return;
			}
			if (isDead("failover", sent)) {
				this.wasDown = true;
				return;
			}
			if (this.wasDown) {
				this.wasDown = false;
				this.boot++;
				this.number = 0;
				this.heardAt = -1;
			}
			Pulse pulse = new Pulse(this.name, this.boot, ++this.number, sent, this.heard,
					(this.heardAt < 0) ? -1 : sent - this.heardAt);
			if (passes(this, sent)) {
				long arrived = sent + delay(sent);
				at(this.peer.awake(arrived), () -> this.peer.hear(pulse));
			}
		}

		private void hear(Pulse pulse) {
			if (isDead("failover", now)) {
				return;
			}
			this.heard = pulse.sentAt();
			this.heardAt = now;
			long read = now;
			this.unread.add(() -> this.judge.take(pulse, read));
		}

		private void judge(Watcher watcher) {
			long next = awake(now);
			at((next > now) ? next : now + JUDGE_EVERY, () -> judge(watcher));
			if (next > now || isDead("failover", now)) {
				return;
			}
			if (now - this.lastJudged > STALL) {
				this.judge.stalled(now);
			}
			this.lastJudged = now;
			this.unread.forEach(Runnable::run);
			this.unread.clear();
			this.judge.judge(now);
			watcher.held(this, this.judge.judgement().verdict(), this.judge.judgement().why(), now);
		}

	}

	private record Answer(Outcome outcome, long after) {
	}

}
