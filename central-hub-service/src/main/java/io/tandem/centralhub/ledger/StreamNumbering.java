package io.tandem.centralhub.ledger;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which epoch a stream's message belongs to. The epoch is the stream's creation. A
 * stream that has lost its newest messages in a power cut gives their sequences to others
 * and keeps its creation; that is seen by a sequence that is not new with a later time
 * than the highest, and begins an epoch of its own. Confined to one thread.
 */
public final class StreamNumbering {

	private static final DateTimeFormatter CREATED = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'")
		.withZone(ZoneOffset.UTC);

	private final String stream;

	private final Instant created;

	private int life = 1;

	private long highest;

	private @Nullable Instant highestStoredAt;

	StreamNumbering(String stream, Instant created, List<EpochState> known) {
		this.stream = stream;
		this.created = created;
		for (EpochState state : known) {
			int of = lifeOf(state.key().epoch());
			if (of >= this.life && !state.known().isEmpty()) {
				this.life = of;
				this.highest = state.known().last();
				this.highestStoredAt = state.highestStoredAt();
			}
		}
	}

	/** Returns the creation this numbering is for. */
	public Instant created() {
		return this.created;
	}

	/** Returns the highest sequence seen, 0 before the first. */
	public long highest() {
		return this.highest;
	}

	/** Returns the numbering of a message; messages come in the order of delivery. */
	public LedgerKey of(long sequence, Instant storedAt) {
		Instant latest = this.highestStoredAt;
		if (sequence > this.highest || latest == null) {
			this.highest = Math.max(this.highest, sequence);
			this.highestStoredAt = storedAt;
		}
		else if (storedAt.isAfter(latest)) {
			this.life++;
			this.highest = sequence;
			this.highestStoredAt = storedAt;
		}
		return new LedgerKey(Kind.STREAM, this.stream, epoch());
	}

	private String epoch() {
		return prefix() + ((this.life > 1) ? "-" + this.life : "");
	}

	private String prefix() {
		return CREATED.format(this.created);
	}

	/** Returns 0 for an epoch of another creation. */
	private int lifeOf(String epoch) {
		if (!epoch.startsWith(prefix())) {
			return 0;
		}
		return epoch.equals(prefix()) ? 1 : Integer.parseInt(epoch.substring(prefix().length() + 1));
	}

}
