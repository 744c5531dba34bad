package io.tandem.wire.backfill;

import io.tandem.wire.identity.SequenceRange;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What comes of a {@link BackfillRequest}. Sequences that the spool has not given yet are
 * in none of the lists. Immutable.
 *
 * @param origin the machine whose spool was asked
 * @param epoch that was asked for
 * @param taken what will be sent
 * @param busy what did not fit; to be asked for again later
 * @param gone what will never come from there
 */
public record BackfillAnswer(String origin, String epoch, List<SequenceRange> taken, List<SequenceRange> busy,
		List<Gone> gone) {

	/**
	 * Reads an answer.
	 * @throws IllegalArgumentException if it is none
	 */
	public static BackfillAnswer parse(byte[] json) {
		try {
			return JsonMapper.shared().readValue(json, BackfillAnswer.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("not an answer to a backfill request: " + ex.getOriginalMessage(), ex);
		}
	}

	/**
	 * Records that are not there any more.
	 *
	 * @param reason a word from a small closed set: {@code pruned}, {@code epoch-lost},
	 * {@code damaged}, {@code missing} or {@code refused}
	 * @param detail for people; may be empty
	 */
	public record Gone(SequenceRange range, String reason, String detail) {
	}

}
