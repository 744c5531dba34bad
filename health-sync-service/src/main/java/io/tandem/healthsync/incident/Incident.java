package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.correlation.RootCause.Suspect;
import io.tandem.healthsync.incident.Answer.Acknowledgement;
import io.tandem.healthsync.incident.Answer.Silence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Symptoms with one cause, from the first to the last. Immutable.
 *
 * @param id 16 hexadecimal digits, made of the first root and the minute of the first
 * symptom, so that two machines that see the same give it the same
 * @param root the node that it comes from, as far as is known now
 * @param kind what the root is
 * @param machine where the root is
 * @param severity how urgent it is; never falls while it is open
 * @param phase how far it has come
 * @param openedAt when its first symptom began
 * @param closedAt when it was over; null before
 * @param members all nodes that have failed in it, by name; {@value #MAX_MEMBERS} at most
 * @param failing those that fail now
 * @param confidence how sure the root is, 0 to 1
 * @param alternatives what may be the root instead, the likeliest first
 * @param reopened how often it came back
 * @param told as what people were told of it; null if they were not, as of one that was
 * only replayed
 * @param acknowledged who works on it; null if nobody says so
 * @param silenced that nobody is to be told more; null if nobody says so
 * @param timeline what happened, the oldest first; {@value #MAX_ENTRIES} at most
 * @param phaseSince when it came to its phase
 * @param rootWellSince since when the root does not fail though others do; null else
 */
public record Incident(String id, String root, NodeKind kind, String machine, Severity severity, Phase phase,
		Instant openedAt, @Nullable Instant closedAt, Set<String> members, Set<String> failing, double confidence,
		List<Suspect> alternatives, int reopened, @Nullable Told told, @Nullable Acknowledgement acknowledged,
		@Nullable Silence silenced, List<Entry> timeline, Instant phaseSince, @Nullable Instant rootWellSince) {

	static final int MAX_MEMBERS = 500;

	static final int MAX_ENTRIES = 60;

	public Incident {
		members = Set.copyOf(members);
		failing = Set.copyOf(failing);
		alternatives = List.copyOf(alternatives);
		timeline = List.copyOf(timeline);
	}

	/** Returns the identity of what began at that root within that minute. */
	public static String id(String root, Instant firstSymptom) {
		String text = root + "|" + firstSymptom.truncatedTo(ChronoUnit.MINUTES);
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, 8);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	/** Tells whether it is not over. */
	public boolean isActive() {
		return this.phase != Phase.CLOSED;
	}

	/** Tells whether people were told of it by its own. */
	public boolean wasTold() {
		return this.told != null;
	}

	/** Tells whether nobody is to be told more of it now. */
	public boolean isSilenced(Instant now) {
		return this.silenced != null && this.silenced.until().isAfter(now);
	}

	Change change() {
		return new Change(this);
	}

	/**
	 * As what people were told of it, which stays however the root is judged later: a
	 * receiver takes another name for another incident. Immutable.
	 *
	 * @param time how many times they were told that it begins, this one included
	 * @param at when they were told that this time
	 */
	public record Told(String root, NodeKind kind, String machine, int time, Instant at) {
	}

	/**
	 * Something that happened.
	 *
	 * @param what in one line
	 */
	public record Entry(Instant at, String what) {
	}

	/** An incident while it is changed. Confined to its thread. */
	static final class Change {

		private final Incident before;

		private String root;

		private NodeKind kind;

		private String machine;

		private Severity severity;

		private Phase phase;

		private @Nullable Instant closedAt;

		private final Set<String> members;

		private Set<String> failing;

		private double confidence;

		private List<Suspect> alternatives;

		private int reopened;

		private @Nullable Told told;

		private @Nullable Acknowledgement acknowledged;

		private @Nullable Silence silenced;

		private final List<Entry> timeline;

		private Instant phaseSince;

		private @Nullable Instant rootWellSince;

		private Change(Incident before) {
			this.before = before;
			this.root = before.root;
			this.kind = before.kind;
			this.machine = before.machine;
			this.severity = before.severity;
			this.phase = before.phase;
			this.closedAt = before.closedAt;
			this.members = new TreeSet<>(before.members);
			this.failing = before.failing;
			this.confidence = before.confidence;
			this.alternatives = before.alternatives;
			this.reopened = before.reopened;
			this.told = before.told;
			this.acknowledged = before.acknowledged;
			this.silenced = before.silenced;
			this.timeline = new ArrayList<>(before.timeline);
			this.phaseSince = before.phaseSince;
			this.rootWellSince = before.rootWellSince;
		}

		Change root(String root, NodeKind kind, String machine) {
			this.root = root;
			this.kind = kind;
			this.machine = machine;
			this.rootWellSince = null;
			return this;
		}

		Change severity(Severity severity) {
			this.severity = severity;
			return this;
		}

		Change phase(Phase phase, Instant at) {
			this.phase = phase;
			this.phaseSince = at;
			this.closedAt = (phase == Phase.CLOSED) ? at : null;
			return this;
		}

		/** Sets who fails now; those are members from then on. */
		Change failing(Set<String> failing) {
			this.failing = failing;
			for (String node : failing) {
				if (this.members.size() < MAX_MEMBERS) {
					this.members.add(node);
				}
			}
			return this;
		}

		Change judged(double confidence, List<Suspect> alternatives) {
			this.confidence = confidence;
			this.alternatives = alternatives;
			return this;
		}

		Change reopened() {
			this.reopened++;
			return this;
		}

		Change told(@Nullable Told told) {
			this.told = told;
			return this;
		}

		/** Notes that people are told now that it begins. */
		Change toldNow(Instant at) {
			int before = (this.told != null) ? this.told.time() : 0;
			this.told = new Told(this.root, this.kind, this.machine, before + 1, at);
			return this;
		}

		/** Notes what somebody said. */
		Change answered(Answer answer, Instant now) {
			String who = " by " + answer.by() + " on " + answer.on();
			return switch (answer) {
				case Acknowledgement taken -> {
					this.acknowledged = taken;
					yield entry(now, "acknowledged" + who + ": " + taken.reason());
				}
				case Silence silence -> {
					this.silenced = silence;
					yield entry(now, "silenced" + who + " until " + silence.until() + ": " + silence.reason());
				}
			};
		}

		Change rootWellSince(@Nullable Instant since) {
			this.rootWellSince = since;
			return this;
		}

		/**
		 * Adds a line; the second oldest gives way, since the first says how it began.
		 */
		Change entry(Instant at, String what) {
			if (this.timeline.size() >= MAX_ENTRIES) {
				this.timeline.remove(1);
			}
			this.timeline.add(new Entry(at, what));
			return this;
		}

		Incident done() {
			return new Incident(this.before.id, this.root, this.kind, this.machine, this.severity, this.phase,
					this.before.openedAt, this.closedAt, this.members, this.failing, this.confidence, this.alternatives,
					this.reopened, this.told, this.acknowledged, this.silenced, this.timeline, this.phaseSince,
					this.rootWellSince);
		}

	}

}
