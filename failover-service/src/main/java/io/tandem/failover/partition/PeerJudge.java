package io.tandem.failover.partition;

import io.tandem.failover.partition.Facts.Known;
import io.tandem.failover.partition.Facts.Quality;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is between this machine and one peer, from looks, pulses and its own
 * stalls. Silence alone proves nothing about a peer unless somebody looked meanwhile, and
 * nothing at all about the time in which this process stood still itself. Times are in
 * nanoseconds of the monotonic clock. Confined to one thread.
 */
final class PeerJudge {

	/** Longer holes between packets than this make all failures before them worthless. */
	private static final long HOLE = 2_000_000_000L;

	/** Somebody else must have answered so long after a hub's first failure began. */
	private static final long OTHERS_AFTER = 1_000_000_000L;

	private static final long DEAF_AFTER = 3_000_000_000L;

	private static final long DEAF_FOR = 1_000_000_000L;

	/** What is read so soon after a stall waited for it to end. */
	private static final long READ_LATE = 500_000_000L;

	private static final long PULSE_FRESH = 1_000_000_000L;

	/** A verdict changes only once the facts have stood for so long. */
	private static final long SETTLED = 400_000_000L;

	private static final int HUB_REFUSALS = 2;

	private static final int HUB_FAILURES = 3;

	/** Loss is judged from so many datagrams on, and from so many separate holes. */
	private static final int ENOUGH = 60;

	private static final int ENOUGH_HOLES = 3;

	/** A witness that was not there for so long before the peer fell silent is none. */
	private static final long WITNESS_FRESH = 60_000_000_000L;

	private final Set<Sense> senses;

	private final PartitionSettings settings;

	private final Map<Sense, Sightings> sightings = new EnumMap<>(Sense.class);

	private final PulseTrack track;

	/** When this process was able to see again, or began to. */
	private long awakeSince;

	/** Since when packets come without a hole. */
	private long reachedSince;

	/** Since when the peer's programs answer without a hole. */
	private long answeredSince;

	private @Nullable Long lastPacketAt;

	private @Nullable Long lastProgramAt;

	private @Nullable Long lastPulseAt;

	private @Nullable Long deafSince;

	private Judgement judgement;

	private VerdictTable.@Nullable Line pending;

	private long pendingSince;

	/**
	 * @param senses what is looked at; a witness may be none
	 */
	PeerJudge(Set<Sense> senses, PartitionSettings settings, long now) {
		this.senses = Set.copyOf(senses);
		this.settings = settings;
		this.track = new PulseTrack(now);
		this.awakeSince = now;
		this.reachedSince = now;
		this.answeredSince = now;
		this.judgement = new Judgement(Verdict.UNKNOWN, "not-known", now);
		for (Sense sense : Sense.values()) {
			this.sightings.put(sense, new Sightings());
		}
	}

	Judgement judgement() {
		return this.judgement;
	}

	Sightings of(Sense sense) {
		return Objects.requireNonNull(this.sightings.get(sense));
	}

	PulseTrack track() {
		return this.track;
	}

	@Nullable Long lastPulseAt() {
		return this.lastPulseAt;
	}

	/** Takes a look that has ended. */
	void take(Look look) {
		Sightings sightings = of(look.sense());
		sightings.take(look);
		boolean isPacket = look.outcome() == Look.Outcome.ANSWERED || look.outcome() == Look.Outcome.REFUSED;
		if (isPacket && look.sense().isOfPeer()) {
			packet(look.ended());
			if (look.sense().isService() && look.outcome() == Look.Outcome.ANSWERED) {
				program(look.ended());
			}
		}
	}

	/**
	 * Takes a pulse of the peer.
	 * @param at when it was read
	 */
	void take(Pulse pulse, long at) {
		boolean isPrompt = at - this.awakeSince > READ_LATE;
		if (!this.track.take(pulse, at, isPrompt)) {
			return;
		}
		packet(at);
		program(at);
		this.lastPulseAt = at;
		if (pulse.heldNanos() < DEAF_AFTER) {
			if (this.deafSince != null) {
				// nobody there could answer what did not arrive
				startOver(at);
			}
			this.deafSince = null;
		}
		else if (this.deafSince == null) {
			this.deafSince = at;
		}
	}

	private void packet(long at) {
		if (this.lastPacketAt != null && at - this.lastPacketAt > HOLE) {
			this.reachedSince = at;
			// what failed in the hole or before says nothing about the peer's parts
			startOver(at);
		}
		this.lastPacketAt = (this.lastPacketAt == null) ? at : Math.max(this.lastPacketAt, at);
	}

	private void program(long at) {
		if (this.lastProgramAt != null && at - this.lastProgramAt > HOLE) {
			this.answeredSince = at;
			startOver(at);
		}
		this.lastProgramAt = (this.lastProgramAt == null) ? at : Math.max(this.lastProgramAt, at);
	}

	private void startOver(long moment) {
		this.sightings.values().forEach((each) -> each.startOver(moment));
	}

	/** This process stood still until now. */
	void stalled(long now) {
		this.awakeSince = now;
		this.track.forgetRoundTrips();
		this.deafSince = null;
		startOver(now);
	}

	/**
	 * Judges.
	 * @return the new judgement, if it is another one
	 */
	Optional<Judgement> judge(long now) {
		VerdictTable.Line line = VerdictTable.of(facts(now));
		boolean isOther = line.verdict() != Verdict.UNKNOWN
				&& (line.verdict() != this.judgement.verdict() || !line.why().equals(this.judgement.why()));
		if (!isOther) {
			this.pending = null;
			return Optional.empty();
		}
		if (this.pending == null || this.pending.verdict() != line.verdict()) {
			this.pendingSince = now;
		}
		this.pending = line;
		boolean isEnd = line.verdict() == Verdict.NONE && this.judgement.verdict() != Verdict.UNKNOWN;
		if (now - this.pendingSince < (isEnd ? this.settings.clearAfter().toNanos() : SETTLED)) {
			return Optional.empty();
		}
		this.pending = null;
		this.judgement = new Judgement(line.verdict(), line.why(), now);
		return Optional.of(this.judgement);
	}

	/** Returns what is known now. */
	Facts facts(long now) {
		return new Facts(ownInterface(), packets(now), programs(now), ports(now), witness(), hearsUs(now), hub(now),
				quality(), brokerLink(now));
	}

	private Known ownInterface() {
		Look last = of(Sense.INTERFACE).last();
		return (last == null || last.outcome() == Look.Outcome.UNKNOWN) ? Known.OPEN
				: (last.outcome() == Look.Outcome.ANSWERED) ? Known.YES : Known.NO;
	}

	/** When silence began that this process was awake for. */
	private long silentSince() {
		return (this.lastPacketAt != null) ? Math.max(this.lastPacketAt, this.awakeSince) : this.awakeSince;
	}

	private Known packets(long now) {
		long since = silentSince();
		if (this.lastPacketAt != null && now - this.lastPacketAt < this.settings.silentAfter().toNanos()) {
			return Known.YES;
		}
		boolean isLookedAt = this.sightings.entrySet()
			.stream()
			.filter((each) -> each.getKey().isOfPeer())
			.map(Map.Entry::getValue)
			.anyMatch((each) -> each.silences() >= 2 || isSilentSince(each, since));
		return (isLookedAt && now - since >= this.settings.silentAfter().toNanos()) ? Known.NO : Known.OPEN;
	}

	private static boolean isSilentSince(Sightings sightings, long since) {
		Look last = sightings.last();
		return last != null && last.outcome() == Look.Outcome.SILENT && last.began() - since >= 0;
	}

	private Known programs(long now) {
		if (packets(now) != Known.YES) {
			return Known.OPEN;
		}
		long since = (this.lastProgramAt != null) ? Math.max(this.lastProgramAt, this.awakeSince) : this.awakeSince;
		long looked = this.senses.stream()
			.filter(Sense::isService)
			.filter((sense) -> of(sense).silences() >= 2)
			.count();
		boolean isSilent = looked >= 2 && now - since >= this.settings.frozenAfter().toNanos();
		return isSilent ? Known.NO : (now - since < this.settings.silentAfter().toNanos()) ? Known.YES : Known.OPEN;
	}

	/** Tells whether any port of the peer takes what comes. */
	private Known ports(long now) {
		long since = (this.lastProgramAt != null) ? Math.max(this.lastProgramAt, this.awakeSince) : this.awakeSince;
		if (now - since < this.settings.silentAfter().toNanos()) {
			return Known.YES;
		}
		boolean isRefused = this.senses.stream()
			.filter(Sense::isOfPeer)
			.allMatch((sense) -> of(sense).isRefused() && of(sense).failures() >= HUB_REFUSALS);
		return isRefused ? Known.NO : Known.OPEN;
	}

	private Known witness() {
		if (!this.senses.contains(Sense.WITNESS)) {
			return Known.ABSENT;
		}
		Sightings witness = of(Sense.WITNESS);
		Long packet = witness.lastPacketAt();
		if (packet == null || silentSince() - packet > WITNESS_FRESH) {
			return Known.ABSENT;
		}
		if (witness.silences() == 0 && packet - silentSince() >= 0) {
			return Known.YES;
		}
		return (witness.silences() >= 2) ? Known.NO : Known.OPEN;
	}

	private Known hearsUs(long now) {
		if (this.lastPulseAt == null || now - this.lastPulseAt >= PULSE_FRESH) {
			return Known.OPEN;
		}
		return (this.deafSince == null) ? Known.YES : (now - this.deafSince >= DEAF_FOR) ? Known.NO : Known.OPEN;
	}

	private Known hub(long now) {
		Sightings hub = of(Sense.HUB);
		Long since = hub.failingSince();
		if (this.deafSince != null) {
			// nobody there can answer what does not arrive
			return Known.OPEN;
		}
		if (since == null) {
			return (hub.lastAnswerAt() != null) ? Known.YES : Known.OPEN;
		}
		boolean isGone = hub.failures() >= HUB_FAILURES || (hub.isRefused() && hub.failures() >= HUB_REFUSALS);
		boolean isOtherThere = this.lastPacketAt != null && since - this.reachedSince >= 0
				&& now - this.lastPacketAt < HOLE && isOtherThere(since + OTHERS_AFTER);
		return (isGone && isOtherThere) ? Known.NO : Known.OPEN;
	}

	/** Tells whether another program than the hub was there. */
	private boolean isOtherThere(long from) {
		if (this.lastPulseAt != null && this.lastPulseAt - from >= 0) {
			return true;
		}
		// of a machine that stands still, connections are taken all the same, but none is
		// refused
		Set<Sense> others = of(Sense.HUB).isRefused()
				? Set.of(Sense.FAILOVER, Sense.HEALTH_SYNC, Sense.NATS, Sense.PUSHGATEWAY)
				: Set.of(Sense.FAILOVER, Sense.HEALTH_SYNC);
		return others.stream().anyMatch((sense) -> {
			Long answer = of(sense).lastAnswerAt();
			return answer != null && answer - from >= 0;
		});
	}

	private Quality quality() {
		boolean isRaised = this.judgement.verdict() == Verdict.LINK_DEGRADED;
		int expected = this.track.expected();
		double loss = (expected > 0) ? (double) this.track.lost() / expected : 0;
		boolean isLossy = expected >= ENOUGH && this.track.holes() >= (isRaised ? 2 : ENOUGH_HOLES)
				&& loss >= (isRaised ? this.settings.lossCleared() : this.settings.lossRaised());
		if (isLossy) {
			return Quality.LOSSY;
		}
		long slow = this.settings.slowAfter().toNanos() / (isRaised ? 2 : 1);
		return (this.track.roundTripNanos() >= slow) ? Quality.SLOW : Quality.GOOD;
	}

	private Known brokerLink(long now) {
		long from = now - this.settings.brokersAfter().toNanos();
		Sightings link = of(Sense.LEAF_LINK);
		Long failing = link.failingSince();
		if (failing == null) {
			return (link.lastAnswerAt() != null) ? Known.YES : Known.OPEN;
		}
		Long broker = of(Sense.NATS).answeringSince();
		boolean isOnly = failing - from <= 0 && broker != null && broker - from <= 0 && this.answeredSince - from <= 0
				&& this.reachedSince - from <= 0 && this.awakeSince - from <= 0;
		return isOnly ? Known.NO : Known.OPEN;
	}

	/**
	 * What holds.
	 *
	 * @param why the word of the table's line
	 * @param since when it was found
	 */
	record Judgement(Verdict verdict, String why, long since) {
	}

}
