package io.tandem.failover.decision;

import io.tandem.failover.decision.SimFault.Spell;
import io.tandem.failover.decision.SimFault.Spells;
import io.tandem.failover.decision.SimServer.Answer;
import io.tandem.failover.decision.SimServer.Way;
import io.tandem.failover.detection.Observation.Result.Failure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Two machines, the link between them, and what happens next. */
final class SimWorld {

	static final long MS = 1_000_000;

	final int name;

	final SimServer[] hubs = { new SimServer(), new SimServer() };

	final SimServer[] gateways = { new SimServer(), new SimServer() };

	/** From, to, and whether it is the way of requests or back. */
	private final Way[][][] ways = new Way[2][2][2];

	final SimDecider[] deciders = new SimDecider[2];

	final SplittableRandom random;

	final SimFigures figures;

	final SimCheck check;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private long count;

	long now;

	SimWorld(int name, SplittableRandom random, SimFault kind, EngineSettings settings, SimFigures figures) {
		this.name = name;
		this.random = random;
		this.figures = figures;
		for (int from = 0; from < 2; from++) {
			for (int to = 0; to < 2; to++) {
				for (int back = 0; back < 2; back++) {
					this.ways[from][to][back] = new Way((from == to) ? MS / 10 : MS);
				}
			}
		}
		this.deciders[0] = new SimDecider(this, 0, settings);
		this.deciders[1] = new SimDecider(this, 1, settings);
		long begin = random.nextLong(3500, 4500) * MS;
		long end = kind.strike(this, begin, random);
		if (random.nextInt(20) == 0) {
			this.deciders[random.nextInt(2)].overrides.add(begin - 500 * MS, begin + random.nextLong(1000, 8000) * MS);
		}
		this.check = new SimCheck(this);
		for (SimDecider decider : this.deciders) {
			decider.start();
		}
		run(end + 7500 * MS);
	}

	private void run(long until) {
		while (!this.events.isEmpty()) {
			Event event = this.events.poll();
			if (event.at > until) {
				return;
			}
			this.now = event.at;
			event.what.run();
			this.figures.events++;
			this.check.everything();
		}
	}

	void at(long moment, Runnable what) {
		this.events.add(new Event(Math.max(moment, this.now), this.count++, what));
	}

	/**
	 * Between two machines a direction is shared; within one, each service has its own.
	 */
	Way way(int from, int to, boolean request) {
		return this.ways[from][to][request ? 0 : 1];
	}

	Stream<Way> ways() {
		return Stream.of(0, 1)
			.flatMap((from) -> Stream.of(0, 1)
				.flatMap((to) -> Stream.of(true, false).map((request) -> way(from, to, request))));
	}

	/**
	 * Returns what a client on the one machine gets for a request to a server on the
	 * other, and when.
	 */
	Reply request(int from, SimServer server, int to, long sent, long serviceNanos, SplittableRandom draw) {
		long arrival = way(from, to, true).arrival(sent, draw);
		if (arrival == SimServer.NEVER) {
			return new Reply(SimServer.NEVER, Kind.TIMEOUT, SimServer.NEVER);
		}
		Answer answer = server.serve(arrival, serviceNanos);
		long back = way(from, to, false).arrival(answer.at(), draw);
		return new Reply(back, answer.failure(), (answer.failure() == null) ? answer.at() : SimServer.NEVER);
	}

	/**
	 * Returns when no request to the hub can succeed, and whether that is said aloud all
	 * the time.
	 */
	List<Dead> dead(int from, int hub) {
		List<Dead> parts = new ArrayList<>();
		add(parts, this.hubs[hub].crashes, true);
		add(parts, this.hubs[hub].errors, true);
		add(parts, this.hubs[hub].pauses, false);
		add(parts, way(from, hub, true).cuts, false);
		add(parts, way(from, hub, false).cuts, false);
		return merge(parts);
	}

	/** Returns when anything is wrong between them. */
	List<Dead> troubled(int from, int hub) {
		List<Dead> parts = new ArrayList<>(dead(from, hub));
		add(parts, this.hubs[hub].slow, false);
		for (Way way : List.of(way(from, hub, true), way(from, hub, false))) {
			add(parts, way.losses, false);
			add(parts, way.spikes, false);
		}
		return merge(parts);
	}

	private static void add(List<Dead> parts, Spells spells, boolean loud) {
		for (Spell spell : spells.list) {
			parts.add(new Dead(spell.from(), spell.until(), loud));
		}
	}

	private static List<Dead> merge(List<Dead> parts) {
		parts.sort(Comparator.comparingLong(Dead::from));
		List<Dead> merged = new ArrayList<>();
		for (Dead part : parts) {
			if (!merged.isEmpty() && part.from <= merged.getLast().until + 30 * MS) {
				Dead last = merged.removeLast();
				merged.add(new Dead(last.from, Math.max(last.until, part.until), last.loud && part.loud));
			}
			else {
				merged.add(part);
			}
		}
		return merged;
	}

	/**
	 * Tells whether a client that asks the hub every 100 ms, and waits a second, saw a
	 * failure in the last three.
	 */
	boolean clientSawFailure(int from, int hub, long until) {
		SplittableRandom draw = this.random.split();
		for (long sent = until - 4000 * MS; sent <= until; sent += 100 * MS) {
			Reply reply = request(from, this.hubs[hub], hub, Math.max(0, sent), 3 * MS, draw);
			long end = Math.min(reply.at, sent + 1000 * MS);
			boolean failed = reply.at > sent + 1000 * MS || reply.failure != null;
			if (failed && end <= until && end >= until - 3000 * MS) {
				return true;
			}
		}
		return false;
	}

	/** A stretch of time. */
	record Dead(long from, long until, boolean loud) {

		boolean covers(long moment) {
			return this.from <= moment && moment < this.until;
		}

	}

	/** What a client gets. */
	record Reply(long at, Kind failure, long storedAt) {
	}

	private record Event(long at, long order, Runnable what) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.at != other.at) ? Long.compare(this.at, other.at) : Long.compare(this.order, other.order);
		}

	}

}
