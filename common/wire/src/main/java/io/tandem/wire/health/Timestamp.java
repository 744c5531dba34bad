package io.tandem.wire.health;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads times as RFC 3339 writes them. The usual form, in UTC with a {@code Z}, is read
 * by hand, which takes a fraction of the time: a day's replay reads millions. Holds no
 * state.
 */
final class Timestamp {

	private static final int SECONDS_END = 19;

	private static final int MOST_DIGITS = 9;

	private Timestamp() {
	}

	/**
	 * @throws DateTimeException if it is none
	 */
	static Instant parse(String value) {
		return isUsual(value) ? usual(value) : OffsetDateTime.parse(value).toInstant();
	}

	private static boolean isUsual(String value) {
		int last = value.length() - 1;
		if (last < SECONDS_END || last > SECONDS_END + 1 + MOST_DIGITS || value.charAt(last) != 'Z') {
			return false;
		}
		if (last > SECONDS_END && (value.charAt(SECONDS_END) != '.' || last == SECONDS_END + 1)) {
			return false;
		}
		for (int i = 0; i < last; i++) {
			char wanted = switch (i) {
				case 4, 7 -> '-';
				case 10 -> 'T';
				case 13, 16 -> ':';
				case SECONDS_END -> '.';
				default -> '0';
			};
			char c = value.charAt(i);
			if ((wanted == '0') ? c < '0' || c > '9' : c != wanted) {
				return false;
			}
		}
		return true;
	}

	private static Instant usual(String value) {
		int nanos = 0;
		for (int i = 0; i < MOST_DIGITS; i++) {
			int at = SECONDS_END + 1 + i;
			nanos = 10 * nanos + ((at < value.length() - 1) ? value.charAt(at) - '0' : 0);
		}
		return LocalDateTime
			.of(number(value, 0, 4), number(value, 5, 7), number(value, 8, 10), number(value, 11, 13),
					number(value, 14, 16), number(value, 17, SECONDS_END), nanos)
			.toInstant(ZoneOffset.UTC);
	}

	private static int number(String value, int from, int to) {
		return Integer.parseInt(value, from, to, 10);
	}

}
