package io.tandem.wire.identity;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Names consecutive records of one origin: what a batch carries in its headers, and what
 * the ledger counts. Immutable.
 *
 * @param origin the machine whose gateway accepted the records, for example {@code pc2}
 * @param epoch the life of the spool that numbered them; new for each spool directory,
 * never reused
 * @param first the first sequence, at least 1
 * @param last the last sequence, at least {@code first}
 */
public record RecordRange(String origin, String epoch, long first, long last) {

	public static final String ORIGIN_HEADER = "Tandem-Origin";

	public static final String EPOCH_HEADER = "Tandem-Epoch";

	public static final String FIRST_HEADER = "Tandem-First";

	public static final String LAST_HEADER = "Tandem-Last";

	/**
	 * @throws IllegalArgumentException if the sequences are not
	 * {@code 1 <= first <= last}, or a name is empty, longer than 64 characters or has
	 * characters other than {@code [A-Za-z0-9_-]}
	 */
	public RecordRange {
		requireName("origin", origin);
		requireName("epoch", epoch);
		if (first < 1 || last < first) {
			throw new IllegalArgumentException("need 1 <= first <= last: first=" + first + " last=" + last);
		}
	}

	/** Returns how many records the range names. */
	public long count() {
		return this.last - this.first + 1;
	}

	/**
	 * Returns an identifier of the range fit for {@code Nats-Msg-Id}: the same range
	 * always has the same one.
	 */
	public String messageId() {
		return this.origin + "/" + this.epoch + "/" + this.first + "-" + this.last;
	}

	/** Writes the range as its four headers. */
	public void writeTo(BiConsumer<String, String> header) {
		header.accept(ORIGIN_HEADER, this.origin);
		header.accept(EPOCH_HEADER, this.epoch);
		header.accept(FIRST_HEADER, Long.toString(this.first));
		header.accept(LAST_HEADER, Long.toString(this.last));
	}

	/**
	 * Reads the range back from headers.
	 * @param header returns a header's value, or null where it is absent
	 * @return the range; empty if none of the four headers is there
	 * @throws IllegalArgumentException if only some are there or a value is not valid
	 */
	public static Optional<RecordRange> readFrom(HeaderLookup header) {
		String origin = header.get(ORIGIN_HEADER);
		String epoch = header.get(EPOCH_HEADER);
		String first = header.get(FIRST_HEADER);
		String last = header.get(LAST_HEADER);
		if (origin == null && epoch == null && first == null && last == null) {
			return Optional.empty();
		}
		if (origin == null || epoch == null || first == null || last == null) {
			throw new IllegalArgumentException(
					"a record range needs all of " + ORIGIN_HEADER + ", " + EPOCH_HEADER + ", " + FIRST_HEADER + ", "
							+ LAST_HEADER + ": got " + origin + ", " + epoch + ", " + first + ", " + last);
		}
		try {
			return Optional.of(new RecordRange(origin, epoch, Long.parseLong(first), Long.parseLong(last)));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"sequences must be whole numbers: " + FIRST_HEADER + "=" + first + " " + LAST_HEADER + "=" + last,
					ex);
		}
	}

	@Override
	public String toString() {
		return messageId();
	}

	private static void requireName(String what, String value) {
		if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
			throw new IllegalArgumentException(what + " must match [A-Za-z0-9_-]{1,64}: " + what + "=" + value);
		}
	}

	/** Looks a header up by its name. */
	@FunctionalInterface
	public interface HeaderLookup {

		@Nullable String get(String name);

	}

}
