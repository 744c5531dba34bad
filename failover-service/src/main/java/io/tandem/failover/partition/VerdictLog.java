package io.tandem.failover.partition;

import io.tandem.database.Worker;
import io.tandem.failover.history.EventStream;
import io.tandem.retry.Trouble;
import io.tandem.wire.subject.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores every finding, and tells the machine's event stream of it once it is stored.
 * What the disk does not take waits in memory, 1,000 at most; then the oldest are lost,
 * and counted. An event may go out twice under the same id, and never not at all.
 * Thread-safe.
 */
final class VerdictLog extends Worker {

	private static final Logger logger = LoggerFactory.getLogger(VerdictLog.class);

	private static final int MOST_WAITING = 1000;

	private static final int AT_ONCE = 50;

	private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

	private static final Duration PRUNE_EVERY = Duration.ofHours(1);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Machine machine;

	private final VerdictStore store;

	private final EventStream stream;

	private final PartitionMeters meters;

	private final Clock clock;

	private final Duration retainFor;

	private final int retainRows;

	/** Guarded by itself. */
	private final Deque<Waiting> waiting = new ArrayDeque<>();

	/** Of the worker's thread only. */
	private Instant prunedAt = Instant.MIN;

	private final Trouble storeTrouble = new Trouble(logger, "Verdicts cannot be stored; they wait in memory",
			"Verdicts are stored again", Duration.ofSeconds(5));

	private final Trouble streamTrouble = new Trouble(logger,
			"The event stream takes no verdicts; they wait in the history", "The event stream takes verdicts again",
			Duration.ofSeconds(5));

	VerdictLog(Machine machine, VerdictStore store, EventStream stream, PartitionMeters meters, Clock clock,
			Duration retainFor, int retainRows) {
		super("verdict-log", Duration.ofSeconds(3));
		this.machine = machine;
		this.store = store;
		this.stream = stream;
		this.meters = meters;
		this.clock = clock;
		this.retainFor = retainFor;
		this.retainRows = retainRows;
	}

	/**
	 * Keeps a finding.
	 * @param patience how long to wait for the disk
	 * @return whether it was on the disk in that time; if not, it is stored later
	 */
	boolean keep(Finding finding, Duration patience) throws InterruptedException {
		Waiting one = new Waiting(finding, new CountDownLatch(1));
		synchronized (this.waiting) {
			if (this.waiting.size() == MOST_WAITING) {
				this.waiting.removeFirst();
				this.meters.verdict("lost");
			}
			this.waiting.addLast(one);
		}
		wake();
		return one.stored.await(patience.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	protected Duration work() {
		try {
			store();
			this.storeTrouble.succeeded();
			List<StoredVerdict> next = this.store.unpublished(AT_ONCE);
			for (StoredVerdict each : next) {
				String failure = this.stream.send(this.machine.failoverSubject(),
						this.machine + "/partition/" + each.epoch() + "/" + each.number(), event(each));
				this.meters.event(failure == null);
				if (failure != null) {
					return this.streamTrouble.failed(failure, null);
				}
				this.store.published(each.id());
			}
			if (!next.isEmpty()) {
				this.streamTrouble.succeeded();
			}
			prune();
			return (next.size() == AT_ONCE) ? Duration.ZERO : LOOK_EVERY;
		}
		catch (RuntimeException ex) {
			return this.storeTrouble.failed(String.valueOf(ex.getMessage()), ex);
		}
	}

	private void store() {
		List<Waiting> next;
		synchronized (this.waiting) {
			next = new ArrayList<>(this.waiting);
		}
		if (next.isEmpty()) {
			return;
		}
		this.store.save(next.stream().map(Waiting::finding).toList());
		next.forEach((each) -> each.stored.countDown());
		synchronized (this.waiting) {
			this.waiting.removeAll(next);
		}
	}

	private byte[] event(StoredVerdict verdict) {
		return JSON.createObjectNode()
			.put("schemaVersion", 1)
			.put("machine", this.machine.name())
			.put("epoch", verdict.epoch())
			.put("number", verdict.number())
			.put("at", verdict.at().toString())
			.put("kind", "partition")
			.put("peer", verdict.peer())
			.put("from", verdict.from().word())
			.put("to", verdict.to().word())
			.put("trigger", verdict.why())
			.put("why", VerdictTable.condition(verdict.why()))
			.set("evidence", JSON.readTree(verdict.evidence()))
			.toString()
			.getBytes(StandardCharsets.UTF_8);
	}

	private void prune() {
		Instant now = this.clock.instant();
		if (Duration.between(this.prunedAt, now).compareTo(PRUNE_EVERY) < 0) {
			return;
		}
		this.store.prune(now.minus(this.retainFor), this.retainRows);
		this.prunedAt = now;
	}

	private record Waiting(Finding finding, CountDownLatch stored) {
	}

}
