package io.tandem.failover.delivery;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.wire.identity.RangeSet;
import io.tandem.wire.identity.SequenceRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What machines have asked for again, until it is sent. Is forgotten with the process:
 * who still misses something asks again. Thread-safe.
 */
public final class RequestedRanges {

	/** Of one machine; who asks for more has to ask again later. */
	static final int MOST = 1000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition more = this.lock.newCondition();

	/** Guarded by the lock. */
	private final Map<String, RangeSet> pending = new LinkedHashMap<>();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong overflows = new AtomicLong();

	/**
	 * Takes ranges.
	 * @param by the machine that asks
	 * @return what did not fit; empty if all did
	 */
	public List<SequenceRange> add(String by, List<SequenceRange> ranges) {
		List<SequenceRange> left = new ArrayList<>();
		this.lock.lock();
		try {
			RangeSet set = this.pending.getOrDefault(by, RangeSet.EMPTY);
			for (SequenceRange range : ranges) {
				RangeSet next = set.add(range.first(), range.last()).set();
				if (next.size() > MOST) {
					left.add(range);
					this.overflows.incrementAndGet();
				}
				else {
					set = next;
				}
			}
			if (!set.isEmpty()) {
				this.pending.put(by, set);
				this.more.signalAll();
			}
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns what each machine still waits for. */
	public Map<String, RangeSet> pending() {
		this.lock.lock();
		try {
			return new TreeMap<>(this.pending);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns how many records were sent again since the start. */
	public long sent() {
		return this.sent.get();
	}

	/** Waits for the lowest range of a machine; null if there is none in that time. */
	@Nullable Request next(long millis) throws InterruptedException {
		this.lock.lock();
		try {
			if (this.pending.isEmpty()) {
				this.more.await(millis, TimeUnit.MILLISECONDS);
			}
			if (this.pending.isEmpty()) {
				return null;
			}
			Map.Entry<String, RangeSet> first = this.pending.entrySet().iterator().next();
			return new Request(first.getKey(), first.getValue().ranges().getFirst());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Says that a machine need not wait for them any more.
	 * @param isSent false if they are not there any more
	 */
	void done(String by, long first, long last, boolean isSent) {
		this.lock.lock();
		try {
			RangeSet set = this.pending.remove(by);
			if (set == null) {
				return;
			}
			if (isSent) {
				this.sent.addAndGet(set.overlap(first, last));
			}
			RangeSet left = set.without(first, last);
			if (!left.isEmpty()) {
				// behind the others: each machine has its turn
				this.pending.put(by, left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void wake() {
		this.lock.lock();
		try {
			this.more.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	void bindTo(MeterRegistry registry) {
		Gauge
			.builder("tandem.backfill.pending", this,
					(self) -> self.pending().values().stream().mapToLong(RangeSet::count).sum())
			.description("Records that machines asked for again and that are not sent yet")
			.baseUnit("records")
			.register(registry);
		FunctionCounter.builder("tandem.backfill.sent", this, RequestedRanges::sent)
			.description("Records sent again because a machine asked for them")
			.baseUnit("records")
			.register(registry);
		FunctionCounter.builder("tandem.backfill.overflows", this.overflows, AtomicLong::get)
			.description("Ranges not taken because too many wait already")
			.register(registry);
	}

	/**
	 * What is to be sent next.
	 *
	 * @param by the machine that asked
	 */
	record Request(String by, SequenceRange range) {
	}

}
