package io.tandem.failover.partition;

import io.tandem.failover.partition.PeerJudge.Judgement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at the peers and judges four times a second what is wrong with each. What another
 * verdict was made from is on the disk before it is told, if the disk takes it in time.
 * Thread-safe; the judges are confined to its thread.
 */
final class PartitionWatch implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(PartitionWatch.class);

	private static final long JUDGE_EVERY = TimeUnit.MILLISECONDS.toNanos(250);

	/** Who was late by this much may have seen others as silent who were not. */
	private static final long STALL = TimeUnit.SECONDS.toNanos(1);

	private static final Duration STORED_WITHIN = Duration.ofMillis(100);

	/** Half a minute of one peer. */
	private static final int MOST_WAITING = 1000;

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Map<String, Map<Sense, Eye>> eyes;

	private final @Nullable Pulses pulses;

	private final VerdictLog log;

	private final PartitionMeters meters;

	private final Clock clock;

	private final LongSupplier nanos;

	private final BlockingQueue<Runnable> sightings = new ArrayBlockingQueue<>(MOST_WAITING);

	private final Map<String, PeerJudge> judges = new LinkedHashMap<>();

	private final Map<String, PeerHeld> held = new LinkedHashMap<>();

	private final List<Thread> threads = new ArrayList<>();

	private final String epoch = UUID.randomUUID().toString();

	private long number;

	private volatile boolean isRunning;

	/**
	 * @param eyes how each peer is looked at, by its name
	 * @param pulses makes what sends and takes pulses; null for none
	 * @param nanos the monotonic clock
	 */
	PartitionWatch(Map<String, Map<Sense, Eye>> eyes, @Nullable PulseMaker pulses, VerdictLog log,
			PartitionMeters meters, Clock clock, LongSupplier nanos) {
		this.eyes = eyes;
		this.pulses = (pulses != null) ? pulses.make(this::take) : null;
		this.log = log;
		this.meters = meters;
		this.clock = clock;
		this.nanos = nanos;
		long now = nanos.getAsLong();
		eyes.forEach((peer, senses) -> {
			PeerJudge judge = new PeerJudge(senses.keySet(), PartitionSettings.DEFAULT, now);
			this.judges.put(peer, judge);
			PeerHeld first = new PeerHeld(peer, senses.keySet(),
					PeerHeld.Held.of(judge, senses.keySet(), clock.instant(), now));
			this.held.put(peer, first);
			meters.watch(first);
		});
	}

	/** Returns what is held of every peer. */
	List<PeerView> view() {
		long now = this.nanos.getAsLong();
		return this.held.values().stream().map((peer) -> PeerView.of(peer, now)).toList();
	}

	@Override
	public synchronized void start() {
		if (this.eyes.isEmpty() || this.isRunning) {
			return;
		}
		this.isRunning = true;
		this.threads.add(Thread.ofPlatform().name("partition-judge").daemon().start(this::run));
		if (this.pulses != null) {
			this.pulses.start();
		}
		this.eyes.forEach((peer, senses) -> senses.forEach((sense, eye) -> {
			Looker looker = new Looker(sense, eye, (look) -> take(peer, look), this.nanos);
			this.threads.add(looker.start("look-" + peer + "-" + sense.word()));
		}));
	}

	private void take(String peer, Look look) {
		this.meters.look(peer, look);
		enqueue(() -> judge(peer).take(look));
	}

	private void take(Pulse pulse, long at) {
		enqueue(() -> judge(pulse.machine()).take(pulse, at));
	}

	private PeerJudge judge(String peer) {
		PeerJudge judge = this.judges.get(peer);
		if (judge == null) {
			throw new IllegalArgumentException("not a peer: " + peer);
		}
		return judge;
	}

	private void enqueue(Runnable sighting) {
		if (!this.sightings.offer(sighting)) {
			this.meters.dropped();
		}
	}

	private void run() {
		long last = this.nanos.getAsLong();
		try {
			while (this.isRunning) {
				TimeUnit.NANOSECONDS.sleep(JUDGE_EVERY - (this.nanos.getAsLong() - last));
				long now = this.nanos.getAsLong();
				if (now - last > STALL) {
					this.meters.stalled();
					this.judges.values().forEach((judge) -> judge.stalled(now));
				}
				last = now;
				turn(now);
			}
		}
		catch (InterruptedException ex) {
			// stopped
		}
	}

	private void turn(long now) throws InterruptedException {
		for (int left = this.sightings.size(); left > 0; left--) {
			Runnable sighting = this.sightings.poll();
			if (sighting != null) {
				sighting.run();
			}
		}
		for (Map.Entry<String, PeerJudge> each : this.judges.entrySet()) {
			PeerHeld peer = this.held.get(each.getKey());
			if (peer != null) {
				judge(peer, each.getValue(), now);
			}
		}
	}

	private void judge(PeerHeld peer, PeerJudge judge, long now) throws InterruptedException {
		Judgement before = judge.judgement();
		Judgement after = judge.judge(now).orElse(before);
		if (after.equals(before)) {
			peer.hold(PeerHeld.Held.of(judge, peer.senses(), peer.now().since(), now));
			return;
		}
		Instant at = this.clock.instant();
		PeerHeld shown = new PeerHeld(peer.peer(), peer.senses(), PeerHeld.Held.of(judge, peer.senses(), at, now));
		Finding finding = new Finding(this.epoch, ++this.number, at, peer.peer(), before.verdict(), after.verdict(),
				after.why(), VerdictTable.condition(after.why()),
				JSON.writeValueAsString(PeerView.of(shown, this.nanos.getAsLong())));
		boolean isInTime = this.log.keep(finding, STORED_WITHIN);
		this.meters.verdict(isInTime ? "in-time" : "late");
		peer.hold(shown.now());
		logger.atLevel((after.verdict() == Verdict.NONE) ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.WARN)
			.addKeyValue("peer", peer.peer())
			.addKeyValue("from", before.verdict().word())
			.addKeyValue("to", after.verdict().word())
			.addKeyValue("why", finding.condition())
			.log("another verdict on a peer");
	}

	@Override
	public synchronized void stop() {
		this.isRunning = false;
		this.threads.forEach(Thread::interrupt);
		this.threads.clear();
		if (this.pulses != null) {
			try {
				this.pulses.close();
			}
			catch (java.io.IOException ex) {
				// it is gone either way
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.isRunning;
	}

	/** Makes what sends and takes pulses, once it is known who is told of them. */
	@FunctionalInterface
	interface PulseMaker {

		Pulses make(Pulses.Listener listener);

	}

}
