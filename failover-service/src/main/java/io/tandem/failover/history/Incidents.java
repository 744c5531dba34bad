package io.tandem.failover.history;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.history.Incident.Announced;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds incidents in the transitions, and holds those that something is left to be done
 * for. It lives in memory, so a human is called whether the disk takes anything or not;
 * the store only lets it survive a restart. Thread-safe, guarded by itself.
 *
 * <p>
 * An incident opens at once when the route leaves the local hub and no human has said so;
 * and when the route has been elsewhere for some time without a human's word, which is
 * how a start without a local hub, or the end of an override, becomes one. It closes when
 * the route is at the local hub.
 */
final class Incidents {

	private static final String START = "start";

	private final long patienceNanos;

	private final LongSupplier nanos;

	private final int most;

	private final Map<UUID, Incident> live = new LinkedHashMap<>();

	private final Set<UUID> unsaved = new LinkedHashSet<>();

	private @Nullable UUID open;

	private Observation.@Nullable Pin override;

	private @Nullable Tier route;

	private long awaySince;

	private long lastDecision;

	private String lastWhy = "";

	private boolean away;

	private long dropped;

	/**
	 * @param most how many are held; the oldest go unannounced then
	 */
	Incidents(Duration patience, LongSupplier nanos, int most) {
		this.patienceNanos = patience.toNanos();
		this.nanos = nanos;
		this.most = most;
	}

	/** Goes on from a former life; before anything else. */
	synchronized void resume(List<Incident> kept, Observation.@Nullable Pin override) {
		kept.reversed().forEach((incident) -> {
			this.live.put(incident.id(), incident);
			if (incident.isOpen()) {
				this.open = incident.id();
			}
		});
		this.override = override;
	}

	/** Sees the transition. Returns whether an incident has changed. */
	synchronized boolean decided(Transition transition, Instant at) {
		switch (transition.change()) {
			case Change.OfTier tier -> {
				return false;
			}
			case Change.OfOverride(var from, var to) -> {
				this.override = to;
				this.awaySince = this.nanos.getAsLong();
				return false;
			}
			case Change.OfRoute(Tier from, Tier to) -> {
				return moved(transition, from, to, at);
			}
		}
	}

	private boolean moved(Transition transition, Tier from, Tier to, Instant at) {
		boolean wasAway = this.away;
		this.route = to;
		this.away = to.kind() != Tier.Kind.LOCAL_HUB;
		this.lastDecision = transition.number();
		this.lastWhy = Decision.cut(transition.why(), 2000);
		Incident current = open();
		if (current != null) {
			put(this.away ? current.moved(transition.number(), to, this.lastWhy)
					: current.closed(transition.number(), at, to, this.lastWhy));
			if (!this.away) {
				this.open = null;
			}
			return true;
		}
		if (!this.away) {
			return false;
		}
		if (from.kind() == Tier.Kind.LOCAL_HUB && !START.equals(transition.trigger())
				&& !isByHuman(transition.trigger(), to)) {
			begin(Incident.open(transition.number(), at, to, this.lastWhy));
			return true;
		}
		if (!wasAway) {
			this.awaySince = this.nanos.getAsLong();
		}
		return false;
	}

	private boolean isByHuman(String trigger, Tier to) {
		return trigger.startsWith("override") || (this.override != null && to.equals(this.override.tier()));
	}

	/**
	 * Opens one if records have gone elsewhere for too long. Returns whether it did.
	 * @param now by the wall clock
	 */
	synchronized boolean check(Instant now) {
		Tier current = this.route;
		if (!this.away || current == null || this.open != null
				|| this.nanos.getAsLong() - this.awaySince < this.patienceNanos
				|| (this.override != null && this.override.until().isAfter(now))) {
			return false;
		}
		begin(Incident.open(this.lastDecision, now, current, this.lastWhy));
		return true;
	}

	private void begin(Incident incident) {
		this.open = incident.id();
		put(incident);
		while (this.live.size() > this.most) {
			UUID oldest = this.live.keySet().iterator().next();
			this.live.remove(oldest);
			this.unsaved.remove(oldest);
			this.dropped++;
		}
	}

	private void put(Incident incident) {
		this.live.put(incident.id(), incident);
		this.unsaved.add(incident.id());
	}

	/** Notes what of an incident is out. */
	synchronized void announced(UUID id, UnaryOperator<Announced> change) {
		Incident incident = this.live.get(id);
		if (incident != null) {
			put(incident.with(change.apply(incident.announced())));
		}
	}

	/** Returns those that something is left to be done for, oldest first. */
	synchronized List<Incident> live() {
		return this.live.values().stream().filter((incident) -> !incident.isDone()).toList();
	}

	/** Returns those that the store does not have as they are. */
	synchronized Collection<Incident> unsaved() {
		List<Incident> incidents = new ArrayList<>();
		this.unsaved.forEach((id) -> {
			Incident incident = this.live.get(id);
			if (incident != null) {
				incidents.add(incident);
			}
		});
		return incidents;
	}

	/** Notes that the store has them like this. */
	synchronized void saved(Collection<Incident> incidents) {
		for (Incident incident : incidents) {
			if (incident.equals(this.live.get(incident.id()))) {
				this.unsaved.remove(incident.id());
				if (incident.isDone()) {
					this.live.remove(incident.id());
				}
			}
		}
	}

	/** Returns the open one; null if there is none. */
	synchronized @Nullable Incident open() {
		return (this.open != null) ? this.live.get(this.open) : null;
	}

	/** Returns how many were dropped before all of them was announced. */
	synchronized long dropped() {
		return this.dropped;
	}

}
