package io.tandem.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.series.Labels;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers which series are in which push group, so that a push which no longer has a
 * series can end it. Holds no values: those are in the store, at the time they were
 * pushed.
 *
 * <p>
 * That is the difference from the Pushgateway, which shows a group's last values for
 * ever. Here a pushed sample is like any other: Prometheus shows it for its look-back (5
 * minutes) after the push. A group is therefore forgotten once it has not been pushed for
 * that long: its series have ended by themselves. A job that pushes more rarely and wants
 * its last value to stay visible is read with {@code last_over_time}.
 *
 * <p>
 * Bounded by {@code tandem.ingest.max-groups} and {@code tandem.ingest.max-group-series}:
 * over either, the groups that were pushed longest ago are forgotten and counted. All
 * that is lost is their stale markers: a series that a later push drops then ends by
 * look-back instead of at once.
 *
 * <p>
 * Thread-safe. The map is guarded by itself; a group's order of changes by {@link #lockOf
 * its lock}, which is held while a change is made durable.
 */
public final class PushGroups {

	/** Groups that share a lock wait for each other: rarely, with this many. */
	private static final int LOCKS = 1024;

	private final Lock[] locks = new Lock[LOCKS];

	/** Oldest push first. */
	private final LinkedHashMap<Labels, PushedGroup> groups = new LinkedHashMap<>();

	private final int maxGroups;

	private final int maxSeries;

	private final long rememberMillis;

	private final InstantSource clock;

	private final Counter overflowed;

	private int series;

	PushGroups(IngestProperties properties, InstantSource clock, MeterRegistry registry) {
		this.maxGroups = properties.maxGroups();
		this.maxSeries = properties.maxGroupSeries();
		this.rememberMillis = properties.forgetGroupsAfter().toMillis();
		this.clock = clock;
		for (int i = 0; i < LOCKS; i++) {
			this.locks[i] = new ReentrantLock();
		}
		this.overflowed = Counter.builder("tandem.ingest.groups.overflowed")
			.description("Push groups forgotten early because there were too many")
			.register(registry);
		Gauge.builder("tandem.ingest.groups", this, PushGroups::groupCount)
			.description("Push groups remembered")
			.register(registry);
		Gauge.builder("tandem.ingest.groups.series", this, PushGroups::seriesCount)
			.description("Series of the remembered push groups")
			.register(registry);
	}

	/**
	 * Rebuilds groups from one record of {@link PushedRecord.Protocol#PUSHGATEWAY}, for a
	 * service that starts again. Hand in the records of the last 5 minutes, oldest first,
	 * before the first push is taken; older ones do nothing. A record that a group's
	 * state already has does nothing either. Several threads may hand in records, each
	 * its own oldest first.
	 * @param body the record's body, or several joined
	 * @throws InvalidWriteRequestException if the body cannot be read
	 */
	public void replay(byte[] body) throws InvalidWriteRequestException {
		synchronized (this.groups) {
			GroupReplay.of(body, this::get).forEach(this::put);
		}
	}

	/** Returns what orders the changes of a group. */
	Lock lockOf(Labels key) {
		int hash = key.hashCode();
		return this.locks[(hash ^ (hash >>> 16)) & (LOCKS - 1)];
	}

	/** Returns the group, {@link PushedGroup#unknown} where it is not remembered. */
	PushedGroup get(Labels key) {
		synchronized (this.groups) {
			forgetEnded();
			PushedGroup group = this.groups.get(key);
			return (group != null) ? group : PushedGroup.unknown(key);
		}
	}

	/** Remembers the group as the one that was pushed last. */
	void put(PushedGroup group) {
		int overflow = 0;
		synchronized (this.groups) {
			remove(group.key());
			this.groups.put(group.key(), group);
			this.series += group.seriesCount();
			forgetEnded();
			while (this.groups.size() > this.maxGroups || this.series > this.maxSeries) {
				remove(this.groups.firstEntry().getKey());
				overflow++;
			}
		}
		this.overflowed.increment(overflow);
	}

	/**
	 * Notes that a push to the group was refused for what it held. As nothing of such a
	 * push is stored, the time goes out with the group's next accepted push.
	 */
	void failed(Labels key) {
		synchronized (this.groups) {
			this.groups.computeIfPresent(key,
					(same, group) -> group.isDeleted() ? group : group.withFailure(this.clock.millis()));
		}
	}

	/**
	 * Returns the time for the group's next samples: now, but always after its latest. A
	 * latest time that lies further ahead than groups are remembered is the trace of a
	 * clock that was wrong, and is not followed.
	 */
	long nextMillis(PushedGroup group) {
		long now = this.clock.millis();
		boolean isPlausible = group.lastMillis() - now <= this.rememberMillis;
		return isPlausible ? Math.max(now, group.lastMillis() + 1) : now;
	}

	int groupCount() {
		synchronized (this.groups) {
			return this.groups.size();
		}
	}

	int seriesCount() {
		synchronized (this.groups) {
			return this.series;
		}
	}

	private void forgetEnded() {
		long endedBefore = this.clock.millis() - this.rememberMillis;
		Iterator<Map.Entry<Labels, PushedGroup>> oldestFirst = this.groups.entrySet().iterator();
		while (oldestFirst.hasNext()) {
			PushedGroup oldest = oldestFirst.next().getValue();
			if (oldest.lastMillis() >= endedBefore) {
				return;
			}
			oldestFirst.remove();
			this.series -= oldest.seriesCount();
		}
	}

	private void remove(Labels key) {
		PushedGroup removed = this.groups.remove(key);
		if (removed != null) {
			this.series -= removed.seriesCount();
		}
	}

}
